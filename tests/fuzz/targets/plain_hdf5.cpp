#include "tests/fuzz/scan_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ptycho::fuzz::ScanTarget target("plain_hdf5", ptycho::FormatChoice::PlainHdf5);
  return target.run(data, size);
}
