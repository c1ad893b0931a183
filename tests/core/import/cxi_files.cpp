#include "tests/core/import/cxi_files.h"

namespace ptycho::testing {

namespace {

hid_t groupsOnTheWay() {
  const hid_t creation = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(creation, 1);
  return creation;
}

}  // namespace

void softLink(RawFile& file, const std::string& target, const std::string& at) {
  const hid_t creation = groupsOnTheWay();
  H5Lcreate_soft(target.c_str(), file.id(), at.c_str(), creation, H5P_DEFAULT);
  H5Pclose(creation);
}

void text(RawFile& file, const std::string& path, const std::string& value) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  const char* const pointer = value.c_str();
  file.write(path, type, {}, type, &pointer);
  H5Tclose(type);
}

void number(RawFile& file, const std::string& path, double value, const std::string& units) {
  file.doubles(path, {}, {value});
  if (!units.empty()) file.attribute(path, "units", units);
}

void translations(RawFile& file, const std::string& path, bool transposed) {
  std::vector<double> values(3 * kScanPatterns);
  for (std::size_t k = 0; k < kScanPatterns; ++k) {
    const double x = static_cast<double>(k + 1) * 1e-6;
    values[transposed ? k : 3 * k] = x;
    values[transposed ? kScanPatterns + k : 3 * k + 1] = 10 * x;
  }
  const hsize_t n = kScanPatterns;
  file.doubles(path, transposed ? std::vector<hsize_t>{3, n} : std::vector<hsize_t>{n, 3}, values);
}

void writeCxiGeometry(RawFile& file, const std::string& entry) {
  const std::string instrument = entry + "/instrument_1";
  number(file, instrument + "/detector_1/distance", 2.0);
  number(file, instrument + "/detector_1/x_pixel_size", 75e-6);
  number(file, instrument + "/detector_1/y_pixel_size", 50e-6);
  number(file, instrument + "/source_1/energy", 1.4103e-15);
}

void writeCxi(RawFile& file, const std::string& entry, bool transposed) {
  file.floats(entry + "/instrument_1/detector_1/data", {kScanPatterns, 6, 8}, countedFloats(kScanPatterns * 48));
  translations(file, entry + "/sample_1/geometry_1/translation", transposed);
  softLink(file, entry + "/instrument_1/detector_1/data", entry + "/data_1/data");
  softLink(file, entry + "/sample_1/geometry_1/translation", entry + "/data_1/translation");
  writeCxiGeometry(file, entry);
}

}  // namespace ptycho::testing
