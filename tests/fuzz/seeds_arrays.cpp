#include <functional>

#include "core/exchange/tiff_file.h"
#include "tests/core/exchange/numpy_files.h"
#include "tests/core/import/lab_files.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_parts.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

namespace {

using namespace ptycho::testing;

using Members = std::vector<std::pair<std::string, std::string>>;

std::string floats(const std::string& shape, std::size_t count) {
  return npyBytes("<f4", false, shape, bytesOf(countedFloats(count)));
}

std::string doubles(const std::string& shape, std::size_t count, double step = 1) {
  return npyBytes("<f8", false, shape, bytesOf(countedDoubles(count, step)));
}

std::string complexes(const std::string& shape, std::size_t count) {
  return npyBytes("<c8", false, shape, bytesOf(countedFloats(2 * count)));
}

Members neural() {
  return {{"diff3d.npy", floats("(4, 8, 8)", 256)},    {"probeGuess.npy", complexes("(8, 8)", 64)},
          {"objectGuess.npy", complexes("(16, 16)", 256)}, {"xcoords.npy", doubles("(4,)", 4)},
          {"ycoords.npy", doubles("(4,)", 4)}};
}

Members product() {
  Members members{{"probe_position_indexes.npy", npyBytes("<i8", false, "(4,)", bytesOf(std::vector<std::int64_t>{0, 1, 2, 3}))},
                  {"probe_position_x_m.npy", doubles("(4,)", 4, 1e-7)},
                  {"probe_position_y_m.npy", doubles("(4,)", 4, 1e-7)},
                  {"probe.npy", complexes("(1, 1, 8, 8)", 64)},
                  {"object.npy", complexes("(1, 16, 16)", 256)},
                  {"object_layer_spacing_m.npy", doubles("(0,)", 0)}};
  for (const char* name : {"probe_energy_eV", "detector_object_distance_m", "exposure_time_s", "probe_pixel_width_m",
                           "probe_pixel_height_m", "object_pixel_width_m", "object_pixel_height_m", "object_center_x_m",
                           "object_center_y_m"}) {
    members.emplace_back(std::string(name) + ".npy", npyBytes("<f8", false, "()", bytesOf(std::vector<double>{1e-7})));
  }
  return members;
}

Members patterns() {
  return {{"patterns.npy", npyBytes("<u2", false, "(4, 8, 8)", std::string(512, '\1'))},
          {"indexes.npy", npyBytes("<i8", false, "(4,)", bytesOf(std::vector<std::int64_t>{0, 1, 2, 3}))},
          {"bad_pixels.npy", npyBytes("|b1", false, "(8, 8)", std::string(64, '\0'))}};
}

Members plain() {
  return {{"frames.npy", npyBytes(">f4", true, "(4, 8, 8)", std::string(1024, '\0'))},
          {"positions.npy", doubles("(4, 2)", 8)}};
}

Seed tiff(const std::string& name, TiffDepth depth) {
  const ScratchFolder folder;
  RealImage picture(6, 8);
  for (std::size_t k = 0; k < picture.size(); ++k) picture[k] = static_cast<float>(k);
  require(writeTiff(folder / name, picture, depth, {}).has_value(), "a seed cannot be written", name);
  return {name, bytesOfFile(folder / name)};
}

/// Changes of NPZ files are decided by bytes; these are some.
std::vector<Seed> withDecisions(std::vector<Seed> seeds) {
  for (char k = 0; k < 4; ++k) {
    std::string bytes;
    for (char at = 0; at < 60; ++at) bytes.push_back(static_cast<char>(at * 7 + k * 31));
    seeds.push_back({"decided-" + std::to_string(k), bytes});
  }
  return seeds;
}

}  // namespace

std::vector<Seed> arraySeeds(const std::string& target) {
  if (target == "neural_npz") return withDecisions({{"ptychonn.npz", zipBytes(neural())}});
  if (target == "plain_npz") return withDecisions({{"plain.npz", zipBytes(plain())}, {"frames.npy", plain()[0].second}});
  if (target == "ptychodus_npz") return withDecisions({{"product.npz", zipBytes(product())}});
  if (target == "ptychodus_patterns") return withDecisions({{"patterns.npz", zipBytes(patterns())}});
  if (target == "numpy") {
    return withDecisions({{"plain.npz", zipBytes(plain())}, {"patterns.npz", zipBytes(patterns())},
                          {"one.npy", complexes("(2, 3)", 6)}});
  }
  if (target == "tiff_stack" || target == "tiff_pages") {
    const Seed floats = tiff("float_01.tif", TiffDepth::Float32);
    const Seed grey = tiff("grey_01.tif", TiffDepth::Integer16);
    if (target == "tiff_pages") return {floats, grey};
    return {floats, grey, {"series", joined({{1, grey.bytes}, {2, grey.bytes}, {4, grey.bytes}})}};
  }
  if (target == "positions_text") {
    return {{"scan.csv", "1e-6,2e-6\n2e-6,2e-6\n3e-6,2e-6\n4e-6,5e-6\n"},
            {"scan.txt", "# x_um y_um\n1 2\n2 2\n3 2\n4 5\n"},
            {"names.csv", "index;row_px;col_px\n0;1;2\n1;2;3\n3;3;4\n2;5;6\n"}};
  }
  return {};
}

}  // namespace ptycho::fuzz
