#include "core/import/dataset_choice.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "core/exchange/npz_file.h"
#include "core/store/h5_reader.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

constexpr std::array kRoles{DatasetRole::Patterns, DatasetRole::Positions, DatasetRole::Probe, DatasetRole::Mask};

/// Words in the last part of a path that tell of a role.
std::vector<std::string> wordsOf(DatasetRole role) {
  switch (role) {
    case DatasetRole::Patterns: return {"pattern", "diff", "data", "dp", "frame", "intens", "ptychogram", "cbed"};
    case DatasetRole::Positions: return {"pos", "transl", "scan", "coord", "encoder", "xy", "yx", "motor"};
    case DatasetRole::Probe: return {"probe", "illum", "beam"};
    case DatasetRole::Mask: return {"mask", "bad", "valid", "gap", "weight", "flag"};
  }
  return {};
}

bool named(const std::string& path, DatasetRole role) {
  std::string name = path.substr(path.rfind('/') + 1);
  std::ranges::transform(name, name.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return std::ranges::any_of(wordsOf(role), [&](const std::string& word) { return name.find(word) != name.npos; });
}

bool frameSides(std::uint64_t rows, std::uint64_t cols) {
  constexpr std::uint64_t kLeast = 8;
  const std::uint64_t most = fileLimits().pattern_side;
  return rows >= kLeast && cols >= kLeast && rows <= most && cols <= most;
}

bool fits(DatasetRole role, const std::vector<std::uint64_t>& shape, const std::string& type) {
  const std::size_t rank = shape.size();
  // Virtual and external data sets have more text behind the type.
  const bool readable = type.find('(') == type.npos;
  const bool whole = type.starts_with("int") || type.starts_with("uint") || type == "flag";
  const bool real = type.starts_with("float") || (whole && type != "flag");
  const bool complex = type.starts_with("complex");
  if (!readable || rank < 2 || std::ranges::find(shape, 0U) != shape.end()) return false;
  const bool framed = frameSides(shape[rank - 2], shape[rank - 1]);
  const auto few = [](std::uint64_t side) { return side == 2 || side == 3; };
  switch (role) {
    case DatasetRole::Patterns:
      return real && framed && (rank == 3 || rank == 4) && shape[0] <= fileLimits().stack_length &&
             (rank == 3 || shape[1] <= fileLimits().stack_length / shape[0]);
    case DatasetRole::Positions: return real && rank == 2 && (few(shape[0]) || few(shape[1]));
    case DatasetRole::Probe: return complex && framed && rank <= 6;
    case DatasetRole::Mask: return (whole || real) && framed && (rank == 2 || (rank == 3 && whole && type != "flag"));
  }
  return false;
}

}  // namespace

std::vector<DatasetRole> datasetRoles(const std::string& path, const std::vector<std::uint64_t>& shape,
                                      const std::string& type) {
  std::vector<DatasetRole> roles;
  std::ranges::copy_if(kRoles, std::back_inserter(roles), [&](DatasetRole role) {
    // A stack of whole numbers is one of masks by its name alone.
    const bool stackOfMasks = role == DatasetRole::Mask && shape.size() == 3;
    return fits(role, shape, type) && (!stackOfMasks || named(path, role));
  });
  std::stable_partition(roles.begin(), roles.end(), [&](DatasetRole role) { return named(path, role); });
  return roles;
}

Result<std::vector<DatasetChoice>> datasetChoices(const ScanFile& file) {
  std::vector<DatasetChoice> choices;
  if (file.numpy) {
    for (const NumpyArray& array : file.numpy->arrays()) {
      if (!array.problem.empty()) {
        choices.push_back({printable(array.name), array.shape, "(not readable)", {}});
        continue;
      }
      choices.push_back({array.name, array.shape, array.type, datasetRoles(array.name, array.shape, array.type)});
    }
    return choices;
  }
  if (!file.hdf5) {
    return badInput("has no data sets to choose from: it is neither HDF5 nor NPZ.", file.path.string());
  }
  for (DatasetInfo& info : file.hdf5->list()) {
    std::vector<DatasetRole> roles = datasetRoles(info.path, info.shape, info.type);
    choices.push_back({std::move(info.path), std::move(info.shape), std::move(info.type), std::move(roles)});
  }
  return choices;
}

std::vector<DatasetChoice> choicesFor(const std::vector<DatasetChoice>& choices, DatasetRole role) {
  std::vector<DatasetChoice> found;
  std::ranges::copy_if(choices, std::back_inserter(found), [role](const DatasetChoice& choice) {
    return std::ranges::find(choice.roles, role) != choice.roles.end();
  });
  std::stable_partition(found.begin(), found.end(),
                        [role](const DatasetChoice& choice) { return named(choice.path, role); });
  return found;
}

std::string datasetRoleName(DatasetRole role) {
  switch (role) {
    case DatasetRole::Patterns: return "patterns";
    case DatasetRole::Positions: return "positions";
    case DatasetRole::Probe: return "probe";
    case DatasetRole::Mask: return "mask";
  }
  return {};
}

Json datasetChoicesToJson(const std::string& file, const std::vector<DatasetChoice>& choices) {
  Json datasets = Json::array();
  for (const DatasetChoice& choice : choices) {
    Json roles = Json::array();
    for (const DatasetRole role : choice.roles) roles.push_back(datasetRoleName(role));
    datasets.push_back({{"path", choice.path}, {"shape", choice.shape}, {"type", choice.type}, {"could_be", roles}});
  }
  return {{"schema", 1}, {"file", file}, {"datasets", datasets}};
}

}  // namespace ptycho
