#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "core/import/dataset_choice.h"
#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

std::string bytesOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Opens, lists and reads what a damaged file leaves; an error of any kind is fine, a crash is none.
void useDamaged(const std::filesystem::path& path) {
  if (const auto file = ScanFile::open(path)) (void)datasetChoices(*file);
  const auto scan = openScan(path, {});
  if (!scan || !scan->patterns || scan->patterns->count() == 0) return;
  std::vector<float> values(scan->patterns->rows() * scan->patterns->cols());
  (void)scan->patterns->read(scan->patterns->count() - 1, 1, values.data());
}

/// 60 files with some bytes changed and 20 cut short.
void damage(const std::filesystem::path& original, const std::filesystem::path& copy) {
  const std::string whole = bytesOf(original);
  ASSERT_FALSE(whole.empty());
  std::mt19937 random(7);
  for (int k = 0; k < 80; ++k) {
    std::string bytes = whole;
    if (k >= 60) bytes.resize(random() % whole.size());
    for (int change = 0; k < 60 && change < 1 + k % 8; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    std::ofstream(copy, std::ios::binary | std::ios::trunc) << bytes;
    useDamaged(copy);
  }
}

TEST(DamagedLabFiles, AreReadOrRefused) {
  const ScratchFolder folder;
  makeMatlabFile(folder / "result.mat");
  {
    RawFile ptylab(folder / "ptylab.h5");
    ptylab.floats("/ptychogram", {4, 8, 8}, countedFloats(256));
    ptylab.doubles("/encoder", {4, 2}, countedDoubles(8, 1e-6));
    ptylab.doubles("/orientation", {}, {4});
    ptylab.doubles("/wavelength", {}, {5e-7});
    RawFile product(folder / "product.h5");
    realAttribute(product, "/", "probe_energy_eV", 8800);
    product.doubles("/probe_position_indexes", {3}, countedDoubles(3));
    product.doubles("/probe_position_x_m", {3}, countedDoubles(3));
    product.doubles("/probe_position_y_m", {3}, countedDoubles(3));
    complexNumbers(product, "/probe", {1, 2, 4, 4});
    complexNumbers(product, "/object", {1, 6, 6});
    RawFile matlab(folder / "result.mat", H5F_ACC_RDWR);
    complexNumbers(matlab, "/object", {5, 7}, "real", "imag");
    complexNumbers(matlab, "/probe", {3, 4, 4}, "real", "imag");
    matlab.doubles("/outputs/probe_positions", {2, 4}, countedDoubles(8));
    matlab.doubles("/p/dx_spec", {2, 1}, {1e-8, 1e-8});
    matlabClass(matlab, "/p/dx_spec", "double");
    RawFile plain(folder / "plain.h5");
    plain.floats("/frames", {4, 8, 8}, countedFloats(256));
    plain.doubles("/positions", {4, 2}, countedDoubles(8));
  }
  for (const char* name : {"ptylab.h5", "product.h5", "result.mat", "plain.h5"}) {
    SCOPED_TRACE(name);
    damage(folder / name, folder / "damaged.h5");
  }
}

TEST(DamagedLabFiles, PartsOfComplexNumbersLieWithinThem) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "product.h5");
    file.doubles("/probe_position_x_m", {1}, {0});
    file.doubles("/probe_position_y_m", {1}, {0});
    complexNumbers(file, "/probe", {1, 1, 4, 4});
  }
  std::string bytes = bytesOf(folder / "product.h5");
  // The name of the second part, padded to 8 bytes, and where that part begins.
  const std::string second("i\0\0\0\0\0\0\0\4\0\0\0", 12);
  const std::size_t at = bytes.find(second);
  ASSERT_NE(at, std::string::npos);
  ASSERT_TRUE(openScan(folder / "product.h5", {}));
  bytes[at + 9] = '\x7f';
  std::ofstream(folder / "product.h5", std::ios::binary | std::ios::trunc) << bytes;
  const auto scan = openScan(folder / "product.h5", {});
  ASSERT_FALSE(scan);
  EXPECT_NE(scan.error().text().find("product.h5:/probe"), std::string::npos) << scan.error().text();
}

}  // namespace
}  // namespace ptycho
