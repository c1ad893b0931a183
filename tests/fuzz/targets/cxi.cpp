#include "tests/fuzz/scan_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ptycho::fuzz::ScanTarget target("cxi", ptycho::FormatChoice::Cxi);
  return target.run(data, size);
}
