#include "tests/core/import/nasty_files.h"

#include <cmath>
#include <fstream>
#include <limits>

#include "tests/core/import/cxi_files.h"

namespace ptycho::testing {

namespace fs = std::filesystem;

namespace {

constexpr hsize_t kPatterns = 16;
constexpr hsize_t kSide = 32;
const std::vector<hsize_t> kShape{kPatterns, kSide, kSide};
const std::string kData = "/entry_1/data_1/data";
const std::string kTranslation = "/entry_1/data_1/translation";
const std::string kDetector = "/entry_1/instrument_1/detector_1/";
const std::string kEnergy = "/entry_1/instrument_1/source_1/energy";

std::vector<float> goodPatterns() {
  std::vector<float> values;
  for (hsize_t k = 0; k < kPatterns; ++k) {
    for (hsize_t i = 0; i < kSide * kSide; ++i) {
      const double row = static_cast<double>(i / kSide) - 16;
      const double col = static_cast<double>(i % kSide) - 16;
      values.push_back(static_cast<float>(std::floor(1000 * std::exp(-(row * row + col * col) / 40)) + static_cast<double>(k)));
    }
  }
  return values;
}

std::vector<double> goodTranslations() {
  std::vector<double> values;
  for (hsize_t k = 0; k < kPatterns; ++k) {
    values.insert(values.end(), {1e-6 * static_cast<double>(k % 4), 1e-6 * static_cast<double>(k / 4), 0});
  }
  return values;
}

void writeScan(RawFile& file, hid_t patterns, hid_t numbers) {
  file.floats(kData, kShape, goodPatterns(), patterns);
  file.doubles(kTranslation, {kPatterns, 3}, goodTranslations(), numbers);
  file.doubles(kDetector + "distance", {}, {2}, numbers);
  file.doubles(kDetector + "x_pixel_size", {}, {75e-6}, numbers);
  file.doubles(kDetector + "y_pixel_size", {}, {75e-6}, numbers);
  file.doubles(kEnergy, {}, {1.4e-15}, numbers);
}

std::function<void(const fs::path&)> bytes(const std::string& content) {
  return [content](const fs::path& path) { std::ofstream(path, std::ios::binary) << content; };
}

std::function<void(const fs::path&)> cutAt(std::size_t size) {
  return [size](const fs::path& path) {
    writeGoodScan(path);
    fs::resize_file(path, size);
  };
}

/// A good scan in which something is replaced.
std::function<void(const fs::path&)> changed(const std::string& removed, const std::function<void(RawFile&)>& change) {
  return [=](const fs::path& path) {
    writeGoodScan(path);
    RawFile file(path, H5F_ACC_RDWR);
    if (!removed.empty()) file.remove(removed);
    change(file);
  };
}

void chunked(RawFile& file, const std::vector<hsize_t>& shape, const std::vector<hsize_t>& chunk, hid_t type,
             bool deflated) {
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
  if (deflated) H5Pset_deflate(creation, 9);
  file.write(kData, type, shape, type, nullptr, creation);
  H5Pclose(creation);
}

/// 8 GiB of zeros: one packed chunk, written again and again as it is.
void zipBomb(RawFile& file) {
  const std::vector<hsize_t> chunk{1, 4096, 4096};
  chunked(file, {1, 4096, 4096}, chunk, H5T_STD_U8LE, true);
  const hid_t one = H5Dopen2(file.id(), kData.c_str(), H5P_DEFAULT);
  H5Dwrite(one, H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, std::vector<char>(4096 * 4096).data());
  hsize_t packed = 0;
  const hsize_t zero[3] = {0, 0, 0};
  H5Dget_chunk_storage_size(one, zero, &packed);
  std::vector<char> content(packed);
  unsigned filters = 0;
  H5Dread_chunk(one, H5P_DEFAULT, zero, &filters, content.data());
  H5Dclose(one);
  file.remove(kData);
  chunked(file, {512, 4096, 4096}, chunk, H5T_STD_U8LE, true);
  const hid_t all = H5Dopen2(file.id(), kData.c_str(), H5P_DEFAULT);
  for (hsize_t k = 0; k < 512; ++k) {
    const hsize_t offset[3] = {k, 0, 0};
    H5Dwrite_chunk(all, H5P_DEFAULT, 0, offset, packed, content.data());
  }
  H5Dclose(all);
}

void externalStorage(RawFile& file) {
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(creation, "/etc/passwd", 0, kPatterns * kSide * kSide * 4);
  file.write(kData, H5T_IEEE_F32LE, kShape, H5T_NATIVE_FLOAT, nullptr, creation);
  H5Pclose(creation);
}

void externalLink(RawFile& file, const std::string& at, const std::string& target) {
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  H5Lcreate_external("other.cxi", target.c_str(), file.id(), at.c_str(), links, H5P_DEFAULT);
  H5Pclose(links);
}

void virtualDataset(RawFile& file) {
  const hid_t space = H5Screate_simple(3, kShape.data(), nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_virtual(creation, space, "other.cxi", kData.c_str(), space);
  file.write(kData, H5T_IEEE_F32LE, kShape, H5T_NATIVE_FLOAT, nullptr, creation);
  H5Pclose(creation);
  H5Sclose(space);
}

void unknownFilter(RawFile& file) {
  const H5Z_class2_t filter{H5Z_CLASS_T_VERS, 32'123, 1, 1, "strange packing", nullptr, nullptr,
                            [](unsigned, std::size_t, const unsigned*, std::size_t size, std::size_t*, void**) { return size; }};
  H5Zregister(&filter);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk[3] = {1, kSide, kSide};
  H5Pset_chunk(creation, 3, chunk);
  H5Pset_filter(creation, 32'123, 0, 0, nullptr);
  file.write(kData, H5T_IEEE_F32LE, kShape, H5T_NATIVE_FLOAT, goodPatterns().data(), creation);
  H5Pclose(creation);
  H5Fflush(file.id(), H5F_SCOPE_GLOBAL);
  H5Zunregister(32'123);
}

void hugeText(RawFile& file) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, 2'900'000'000u);
  chunked(file, {1, 1, 1}, {1, 1, 1}, type, false);
  H5Tclose(type);
}

void referencesToNowhere(RawFile& file) {
  const hid_t group = H5Gcreate2(file.id(), "/gone", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(group);
  hobj_ref_t reference{};
  H5Rcreate(&reference, file.id(), "/gone", H5R_OBJECT, -1);
  const std::vector<hobj_ref_t> references(kPatterns * kSide * kSide, reference);
  file.write(kData, H5T_STD_REF_OBJ, kShape, H5T_STD_REF_OBJ, references.data());
  file.remove("/gone");
}

void deepGroups(RawFile& file) {
  for (const char* name : {"/entry_1/data_1/loop", "/entry_1/data_1/data"}) {
    H5Lcreate_hard(file.id(), "/entry_1", file.id(), name, H5P_DEFAULT, H5P_DEFAULT);
  }
}

void spoiltPatterns(RawFile& file, float value) {
  std::vector<float> values = goodPatterns();
  values[5000] = value;
  file.floats(kData, kShape, values);
}

void spoiltTranslation(RawFile& file, double value) {
  std::vector<double> values = goodTranslations();
  values[7] = value;
  file.doubles(kTranslation, {kPatterns, 3}, values);
}

NastyFile badNumber(const std::string& name, const std::string& path, double value, const std::string& words) {
  return {name, changed(path, [=](RawFile& file) { file.doubles(path, {}, {value}); }), words};
}

std::vector<NastyFile> structures() {
  return {
      {"shape bomb", changed(kData, [](RawFile& file) {
         chunked(file, {1'000'000, 8192, 8192}, {1, 64, 64}, H5T_IEEE_F32LE, true);
       }), "declares"},
      {"overflowing shape", changed(kData, [](RawFile& file) {
         chunked(file, {1ull << 40, 1ull << 40, 1ull << 40}, {1, 64, 64}, H5T_IEEE_F32LE, true);
       }), "too much to count"},
      {"zip bomb", changed(kData, zipBomb), "no real data are packed like that"},
      {"external storage", changed(kData, externalStorage), "external file"},
      {"external link", changed(kData, [](RawFile& file) { externalLink(file, kData, kData); }), "another file"},
      {"external link behind a soft link", changed(kData, [](RawFile& file) {
         externalLink(file, "/elsewhere", kData);
         softLink(file, "/elsewhere", kData);
       }), "another file"},
      {"external link in the path", changed("/entry_1/data_1", [](RawFile& file) {
         externalLink(file, "/entry_1/data_1", "/entry_1/data_1");
       }), "external link (not followed)"},
      {"virtual data set", changed(kData, virtualDataset), "virtual data set"},
      {"loop of links", changed(kData, [](RawFile& file) {
         softLink(file, "/b", kData);
         softLink(file, kData, "/b");
       }), "link"},
      {"cycle of groups", changed(kData, deepGroups), "group"},
      {"rank 32", changed(kData, [](RawFile& file) {
         file.floats(kData, std::vector<hsize_t>(32, 1), {1});
       }), "32 dimensions"},
      {"rank 1", changed(kData, [](RawFile& file) { file.floats(kData, {16}, goodPatterns()); }), "[16]"},
      {"huge text", changed(kData, hugeText), "chunks larger"},
      {"text for numbers", changed(kData, [](RawFile& file) { text(file, kData, "no pattern"); }), kData},
      {"unknown filter", changed(kData, unknownFilter), "32123"},
      {"references to nowhere", changed(kData, referencesToNowhere), kData},
      {"no patterns", changed(kData, [](RawFile& file) { file.floats(kData, {0, kSide, kSide}, {}); }), kData},
      {"no pixels", changed(kData, [](RawFile& file) { file.floats(kData, {kPatterns, 0, kSide}, {}); }), kData},
  };
}

std::vector<NastyFile> numbers() {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  return {
      {"pattern that is no number", changed(kData, [](RawFile& file) { spoiltPatterns(file, kNan); }), "bad_values"},
      {"infinite pattern", changed(kData, [](RawFile& file) {
         spoiltPatterns(file, std::numeric_limits<float>::infinity());
       }), "bad_values"},
      {"position that is no number", changed(kTranslation, [](RawFile& file) { spoiltTranslation(file, kNan); }), "position"},
      {"position on the moon", changed(kTranslation, [](RawFile& file) { spoiltTranslation(file, 4e8); }), "65"},
      {"fewer positions than patterns", changed(kTranslation, [](RawFile& file) {
         file.doubles(kTranslation, {5, 3}, std::vector<double>(15, 0));
       }), "position"},
      badNumber("distance below zero", kDetector + "distance", -1, "distance"),
      badNumber("distance that is no number", kDetector + "distance", kNan, "distance"),
      badNumber("pixel of five metres", kDetector + "x_pixel_size", 5, "pixel"),
      badNumber("energy beyond reason", kEnergy, 1e30, "energy"),
      badNumber("energy of nothing", kEnergy, 0, "energy"),
  };
}

}  // namespace

void writeGoodScan(const fs::path& path) {
  RawFile file(path);
  writeScan(file, H5T_IEEE_F32LE, H5T_IEEE_F64LE);
}

void writeBigEndianScan(const fs::path& path) {
  RawFile file(path);
  writeScan(file, H5T_STD_U16BE, H5T_IEEE_F64BE);
}

std::vector<NastyFile> nastyFiles() {
  std::vector<NastyFile> files{
      {"zero length", bytes(""), "empty"},
      {"wrong magic", [](const fs::path& path) {
         writeGoodScan(path);
         std::fstream(path, std::ios::binary | std::ios::in | std::ios::out) << "XHDF";
       }, "none of the known formats"},
      {"text", bytes("not a scan\n"), ""},
      {"zeros", bytes(std::string(100'000, '\0')), "none of the known formats"},
      {"signature only", bytes("\x89HDF\r\n\x1a\n"), "damaged"},
  };
  for (std::size_t size = 4096; size < 70'000; size += 4096) {
    files.push_back({"cut at " + std::to_string(size), cutAt(size), ""});
  }
  for (const auto& part : {structures(), numbers()}) files.insert(files.end(), part.begin(), part.end());
  return files;
}

}  // namespace ptycho::testing
