#include "tests/core/import/cxi_files.h"
#include "tests/fuzz/raw_seed.h"

namespace ptycho::fuzz {

namespace {

using namespace ptycho::testing;

void writeDetectorExtras(RawFile& file) {
  writeCxi(file);
  const std::string detector = "/entry_1/instrument_1/detector_1/";
  const std::vector<int> mask(48, 0);
  file.write(detector + "mask", H5T_STD_U32LE, {6, 8}, H5T_NATIVE_INT, mask.data());
  file.floats(detector + "data_dark", {6, 8}, countedFloats(48));
  file.doubles(detector + "basis_vectors", {2, 3}, {0, -50e-6, 0, -75e-6, 0, 0});
  file.doubles(detector + "corner_position", {3}, {1e-4, 1e-4, 2});
  complexNumbers(file, "/entry_1/instrument_1/source_1/illumination", {6, 6});
  complexNumbers(file, "/entry_1/image_1/data", {1, 6, 6});
  complexNumbers(file, "/entry_1/image_2/data", {12, 12});
  number(file, "/cxi_version", 160);
}

void writePynx(RawFile& file) {
  writeCxi(file, "/entry_1", true);
  complexNumbers(file, "/entry_2/result_1/data", {1, 12, 12});
  complexNumbers(file, "/entry_2/result_2/data", {1, 6, 6});
  number(file, "/entry_2/result_1/x_pixel_size", 1e-8);
  translations(file, "/entry_2/result_5/data");
  softLink(file, "/entry_2", "/entry_last");
}

void writeNxcxi(RawFile& file) {
  const std::string entry = "/entry_1";
  writeCxi(file, entry);
  text(file, entry + "/definition", "NXptycho");
  number(file, entry + "/instrument_1/beam_1/incident_beam_energy", 8800, "eV");
  number(file, entry + "/instrument_1/beam_1/incident_wavelength", 1.4e-10, "m");
  for (const char* path : {"/", "/entry_1"}) file.attribute(path, "NX_class", std::string("NXentry"));
  file.attribute("/", "creator", std::string("NXcxi_ptycho"));
  softLink(file, entry + "/instrument_1/detector_1/data", entry + "/detector_1/data");
}

void writePtyd(RawFile& file) {
  text(file, "/meta/label", "sample");
  text(file, "/meta/propagation", "farfield");
  number(file, "/meta/energy", 6.2);
  number(file, "/meta/distance", 7.0);
  file.doubles("/meta/psize", {2}, {1e-4, 2e-4});
  file.doubles("/meta/center", {2}, {3, 4});
  for (int chunk = 0; chunk < 2; ++chunk) {
    const std::string path = "/chunks/" + std::to_string(chunk);
    file.floats(path + "/data", {2, 6, 8}, countedFloats(96));
    file.doubles(path + "/indices", {2}, {2.0 * chunk, 2.0 * chunk + 1});
    file.doubles(path + "/positions", {2, 2}, countedDoubles(4, 1e-7));
    file.floats(path + "/weights", {2, 6, 8}, std::vector<float>(96, 1));
  }
  file.attribute("/meta", "type", std::string("dict"));
}

}  // namespace

std::vector<Seed> cxiSeeds(const std::string& target) {
  if (target == "cxi") {
    return {rawSeed("cdtools.cxi", [](RawFile& file) { writeCxi(file); }), rawSeed("extras.cxi", writeDetectorExtras),
            rawSeed("pynx.cxi", writePynx)};
  }
  if (target == "nxcxi") return {rawSeed("nxcxi.cxi", writeNxcxi)};
  if (target == "ptyd") return {rawSeed("scan.ptyd", writePtyd)};
  return {};
}

}  // namespace ptycho::fuzz
