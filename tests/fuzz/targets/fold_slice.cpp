#include "tests/fuzz/scan_target.h"

/// Scans and results in one file, and pairs of patterns and positions.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ptycho::fuzz::ScanTarget target("fold_slice", ptycho::FormatChoice::FoldSlice, [](std::uint8_t name) {
    return std::string(name % 2 == 0 ? "input_dp.h5" : "input_para.h5");
  });
  return target.run(data, size);
}
