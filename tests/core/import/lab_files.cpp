#include "tests/core/import/lab_files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <stdexcept>

namespace ptycho::testing {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string pattern = (fs::temp_directory_path() / "ptycho-import-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  m_path = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code status;
  fs::remove_all(m_path, status);
}

void makeMatlabFile(const fs::path& file) {
  const hid_t creation = H5Pcreate(H5P_FILE_CREATE);
  H5Pset_userblock(creation, 512);
  H5Fclose(H5Fcreate(file.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT));
  H5Pclose(creation);
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  std::string header = "MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  1 00:00:00 2024 HDF5 schema 1 .";
  header.resize(116, ' ');
  out << header;
}

void matlabClass(RawFile& file, const std::string& path, const std::string& name) {
  const hid_t object = H5Oopen(file.id(), path.c_str(), H5P_DEFAULT);
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, name.size());
  const hid_t attribute = H5Acreate2(object, "MATLAB_class", type, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, type, name.data());
  H5Aclose(attribute);
  H5Tclose(type);
  H5Sclose(space);
  H5Oclose(object);
}

void realAttribute(RawFile& file, const std::string& path, const std::string& name, double value) {
  const hid_t object = H5Oopen(file.id(), path.c_str(), H5P_DEFAULT);
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(object, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value);
  H5Aclose(attribute);
  H5Sclose(space);
  H5Oclose(object);
}

std::vector<float> countedFloats(std::size_t count) {
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), 0.0f);
  return values;
}

std::vector<double> countedDoubles(std::size_t count, double step) {
  std::vector<double> values(count);
  for (std::size_t k = 0; k < count; ++k) values[k] = step * static_cast<double>(k);
  return values;
}

void complexNumbers(RawFile& file, const std::string& path, const std::vector<hsize_t>& shape, const char* real,
                    const char* imaginary) {
  const std::size_t count = std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  std::vector<float> parts;
  for (std::size_t k = 0; k < count; ++k) {
    parts.push_back(static_cast<float>(k));
    parts.push_back(-static_cast<float>(k));
  }
  const hid_t type = complexType(H5T_IEEE_F32LE, real, imaginary);
  file.write(path, type, shape, type, parts.data());
  H5Tclose(type);
}

std::string conventionText(const RawScan& scan, const std::string& key) {
  std::string text;
  for (const Convention& convention : scan.conventions) {
    if (convention.key != key) continue;
    if (!text.empty()) return "said twice";
    const char* const certainties[] = {"stated", "format", "assumed", "asked"};
    text = convention.value + " (" + certainties[static_cast<int>(convention.certainty)] + ")";
  }
  return text;
}

bool hasNote(const RawScan& scan, const std::string& words) {
  return std::ranges::any_of(scan.notes, [&](const std::string& note) { return note.find(words) != note.npos; });
}

std::vector<float> patternOf(const RawScan& scan, std::uint64_t index) {
  std::vector<float> values(scan.patterns->rows() * scan.patterns->cols());
  const auto read = scan.patterns->read(index, 1, values.data());
  if (!read) throw std::runtime_error(read.error().text());
  return values;
}

}  // namespace ptycho::testing
