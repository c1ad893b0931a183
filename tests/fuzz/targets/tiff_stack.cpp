#include "tests/fuzz/scan_target.h"

/// Stacks of pages, and series of numbered files with gaps and doubles.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ptycho::fuzz::ScanTarget target("tiff_stack", ptycho::FormatChoice::TiffStack, [](std::uint8_t name) {
    return (name & 8 ? "input_0" : "input_") + std::to_string(name & 7) + ".tif";
  });
  return target.run(data, size);
}
