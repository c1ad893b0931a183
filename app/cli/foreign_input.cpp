#include "app/cli/foreign_input.h"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "app/cli/acquisition_arrays.h"
#include "app/cli/import_guard.h"
#include "app/cli/import_job.h"
#include "app/cli/run_session.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/source/photo.h"
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "core/store/run_acquisition.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

bool isForeignFile(const fs::path& file) {
  std::error_code status;
  if (!fs::is_regular_file(file, status)) return false;
  // What even a first look cannot survive is left to the guarded reader, which says so.
  return !askGuarded([&file] { return isOurs(file); }).value_or(false);
}

namespace {

/// What the reader left in the file, which is then removed.
Error takeError(const fs::path& problem, const fs::path& file) {
  const auto json = readJsonFile(problem);
  std::error_code ignored;
  fs::remove(problem, ignored);
  if (json) {
    if (auto error = errorFromJson(*json)) return std::move(*error);
  }
  return {ErrorCode::Failed, "could not be imported, and the reader did not say why.", file.string()};
}

/// As it was given, so that messages name it so, but never an option.
std::string argumentOf(const fs::path& file) {
  return file.string().starts_with('-') ? (fs::path(".") / file).string() : file.string();
}

/// The number of a photo in the simulation's folder or list of photos.
Result<bool> findPhoto(const fs::path& photo, ObjectSpec& object) {
  if (object.source != ObjectSource::Folder) return false;
  PTYCHO_TRY(const std::vector<fs::path> photos, listPhotos(object.path));
  for (std::size_t k = 0; k < photos.size(); ++k) {
    std::error_code ignored;
    if (photos[k].filename() != photo.filename() || !fs::equivalent(photos[k], photo, ignored)) continue;
    object.index = static_cast<std::int64_t>(k);
    return true;
  }
  return false;
}

}  // namespace

Result<ForeignInput> ForeignInput::placed(const fs::path& runFolder) {
  ForeignInput input;
  if (runFolder.empty()) {
    std::string pattern = (fs::temp_directory_path() / "ptychodesk-import-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) return tl::unexpected(errnoError(errno, "cannot make a temporary folder", pattern));
    input.m_temporary = pattern;
  }
  input.m_acquisition = (runFolder.empty() ? input.m_temporary : runFolder) / run_file::kScan;
  return input;
}

Result<ForeignInput> ForeignInput::import(const fs::path& file, const ImportSpec& spec, const fs::path& runFolder,
                                          bool toErrors) {
  PTYCHO_TRY(ForeignInput input, placed(runFolder));
  std::error_code status;
  if (fs::exists(input.m_acquisition, status)) return input;
  const fs::path problem = fs::absolute(input.m_acquisition).concat(".error");
  GuardedCall call{{"import", argumentOf(file), "-o", fs::absolute(input.m_acquisition).string(),
                    kErrorToOption, problem.string()}, file, {}, toErrors};
  for (std::string& option : optionsOf(spec)) call.arguments.push_back(std::move(option));
  PTYCHO_TRY(const int code, runGuarded(call));
  if (code == kExitDone) return input;
  if (code == kExitStopped) return fail(ErrorCode::Failed, "was not imported: stopped on request.", file.string());
  return tl::unexpected(takeError(problem, file));
}

Result<ForeignInput> ForeignInput::simulate(const fs::path& photo, const SimulationSpec& spec, const fs::path& runFolder,
                                            int threads, RunContext& context) {
  PTYCHO_TRY(ForeignInput input, placed(runFolder));
  std::error_code status;
  if (fs::exists(input.m_acquisition, status)) return input;
  SimulationSpec one = spec;
  PTYCHO_TRY(const bool found, findPhoto(photo, one.object));
  if (!found) {
    one.object.source = ObjectSource::Photo;
    one.object.path = photo.string();
    logMessage(LogLevel::Info, fmt::format("{}: is none of the photos of {}; it is simulated by itself",
                                           photo.filename().string(), spec.object.path));
  }
  PTYCHO_TRY(const SuppliedArrays supplied, loadSuppliedArrays(one));
  PTYCHO_TRY(const Simulated simulated, ptycho::simulate(one, supplied, threads, context));
  if (simulated.completion == Completion::StoppedEarly) {
    return fail(ErrorCode::Failed, "was not simulated: stopped on request.", photo.string());
  }
  PTYCHO_CHECK(writeAcquisition(input.m_acquisition, simulated.acquisition));
  return input;
}

ForeignInput::ForeignInput(ForeignInput&& other) noexcept
    : m_acquisition(std::move(other.m_acquisition)), m_temporary(std::exchange(other.m_temporary, {})) {}

ForeignInput& ForeignInput::operator=(ForeignInput&& other) noexcept {
  std::swap(m_acquisition, other.m_acquisition);
  std::swap(m_temporary, other.m_temporary);
  return *this;
}

ForeignInput::~ForeignInput() {
  std::error_code ignored;
  if (!m_temporary.empty()) fs::remove_all(m_temporary, ignored);
}

}  // namespace ptycho::cli
