#include <cstdint>

#include "core/exchange/tiff_file.h"
#include "core/exchange/tiff_pages.h"
#include "tests/fuzz/our_file_target.h"

using namespace ptycho;

/// Pages of numbers, the first and the last of them, and a TIFF as a picture.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = fuzz::inputFile("input.tif", {reinterpret_cast<const char*>(data), size});
  if (const auto pages = TiffPages::open(file); fuzz::refusedWell(pages)) {
    fuzz::require(pages->pages() > 0 && pages->rows() > 0 && pages->cols() > 0, "pages of nothing");
    if (pages->rows() <= 1u << 16 && pages->rows() * pages->cols() <= 1u << 16) {
      std::vector<float> values(pages->rows() * pages->cols());
      (void)fuzz::refusedWell(pages->read(0, values.data()));
      (void)fuzz::refusedWell(pages->read(pages->pages() - 1, values.data()));
    }
  }
  (void)fuzz::refusedWell(readTiff(file));
  return 0;
}
