#include "tests/fuzz/scan_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ptycho::fuzz::ScanTarget target("ptychodus_patterns", ptycho::FormatChoice::PtychodusPatterns, "input.npz");
  return target.run(data, size);
}
