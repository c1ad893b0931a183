#include "tests/fuzz/strange_numpy.h"

#include <array>
#include <cstring>

#include "tests/core/exchange/numpy_files.h"

namespace ptycho::fuzz {

namespace {

constexpr std::array kNames{
    "diff3d", "reciprocal", "diffraction", "intensity", "patterns", "probeGuess", "objectGuess", "xcoords", "ycoords",
    "real", "scan_index", "indexes", "bad_pixels", "mask", "positions", "posx", "posy", "x", "y", "probe", "object",
    "encoder", "probe_position_indexes", "probe_position_x_m", "probe_position_y_m", "opr_weights", "loss_values", "costs",
    "object_layer_spacing_m", "object_center_x_m", "object_center_y_m", "object_pixel_width_m", "object_pixel_height_m",
    "probe_pixel_width_m", "probe_pixel_height_m", "probe_energy_eV", "detector_object_distance_m", "exposure_time_s",
    "name", "comments", "a/b", "../x", ""};
constexpr std::array kTypes{"<f4", "<f8", ">f4", ">f8", "<f2", "|u1", "|i1", "<u2", ">u2", "<i4", "<i8", "<u8",
                            "|b1", "<c8", ">c16", "|O", "<U5", "|S4", "<M8[s]", "|V8", "<f16", "<f4"};

std::size_t bytesEach(std::string_view type) {
  const std::size_t number = type[2] >= '1' && type[2] <= '9' ? static_cast<std::size_t>(type[2] - '0') : 8;
  if (type.size() > 3 && type[3] == '6') return 16;
  return type[1] == 'U' ? 4 * number : number;
}

/// Values, most of them small numbers of the type.
std::string values(std::string_view type, std::size_t count, Choices& choices) {
  std::string bytes;
  const double step = choices.number();
  for (std::size_t k = 0; k < count; ++k) {
    const double value = choices.oneIn(40) ? choices.number() : step * static_cast<double>(k);
    if (type == "<f8" || type == "<c8") {
      bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else if (type == "<f4") {
      const auto single = static_cast<float>(value);
      bytes.append(reinterpret_cast<const char*>(&single), sizeof single);
    } else {
      bytes.append(bytesEach(type), static_cast<char>(k));
    }
  }
  return bytes;
}

std::string array(Choices& choices) {
  const std::string type = choices.of(kTypes);
  std::string shape = "(";
  std::size_t count = 1;
  for (std::size_t rank = choices.below(5); rank > 0; --rank) {
    const std::uint64_t side = choices.side();
    shape += std::to_string(side) + ", ";
    count = side > 4096 || count * side > 4096 ? 4096 : count * side;
  }
  if (choices.oneIn(16)) count = choices.below(64);  // another number than the shape says
  return ptycho::testing::npyBytes(type, choices.oneIn(4), shape + ")", values(type, count, choices));
}

}  // namespace

bool looksLikeNumpy(std::string_view bytes) { return bytes.starts_with("PK") || bytes.starts_with("\x93NUMPY"); }

std::string strangeNumpy(Choices choices) {
  std::vector<std::pair<std::string, std::string>> members;
  for (int k = 0; k < 8 && !choices.over(); ++k) {
    std::string name = choices.of(kNames);
    members.emplace_back(name + (choices.oneIn(20) ? "" : ".npy"), array(choices));
  }
  ptycho::testing::ZipLies lies;
  if (choices.oneIn(30)) lies.declared_bytes = static_cast<std::uint32_t>(choices.side());
  if (choices.oneIn(60)) lies.members = static_cast<std::uint32_t>(choices.side());
  return ptycho::testing::zipBytes(members, lies);
}

}  // namespace ptycho::fuzz
