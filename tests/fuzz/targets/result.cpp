#include "core/store/array_file.h"
#include "core/store/result_file.h"
#include "core/store/scan_preview_file.h"
#include "tests/fuzz/our_file_target.h"

using namespace ptycho;

/// Results, previews of runs and of imports, single arrays.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::OurFileTarget target("result");
  const auto file = target.fileFor(data, size);
  (void)fuzz::refusedWell(readResult(file));
  (void)fuzz::refusedWell(readPreview(file));
  (void)fuzz::refusedWell(readScanPreview(file));
  (void)fuzz::refusedWell(loadComplexImage({file, "/object"}));
  (void)fuzz::refusedWell(loadComplexStack({file, "/probe"}));
  (void)fuzz::refusedWell(loadPositions({file, "/positions"}));
  return 0;
}
