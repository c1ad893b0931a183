#include "tests/core/exchange/numpy_files.h"
#include "tests/core/import/lab_files.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/sometimes.h"
#include "tests/fuzz/whole_import.h"

using namespace ptycho;

/// A list of positions beside good patterns.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto good = fuzz::inputFile(
      "good.npy", testing::npyBytes("<f4", false, "(4, 8, 8)", testing::bytesOf(testing::countedFloats(256))));
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ImportSpec spec;
  spec.object_pixel_nm = 10;
  spec.positions_file = fuzz::inputFile("positions.csv", bytes).string();
  fuzz::importWhole(good, spec, fuzz::importDepth(bytes));
  return 0;
}
