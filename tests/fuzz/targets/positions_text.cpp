#include "tests/fuzz/input_file.h"
#include "tests/fuzz/scan_target.h"

using namespace ptycho;

/// A list of positions beside a good file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto good = fuzz::inputFile("good.cxi", fuzz::seedsOf("cxi").front().bytes);
  ImportSpec spec;
  spec.positions_file = fuzz::inputFile("positions.csv", {reinterpret_cast<const char*>(data), size}).string();
  fuzz::importWhole(good, spec);
  return 0;
}
