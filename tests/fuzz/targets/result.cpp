#include "core/store/array_file.h"
#include "core/store/result_file.h"
#include "core/store/scan_preview_file.h"
#include "tests/fuzz/our_file_target.h"
#include "tests/fuzz/sometimes.h"

using namespace ptycho;

/// Results, previews of runs and of imports, single arrays: the reader of the file's kind, and now and then every one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::OurFileTarget target("result");
  const auto file = target.fileFor(data, size);
  const bool all = fuzz::onceIn(6, {reinterpret_cast<const char*>(data), size});
  const FileKind kind = recogniseFile(file);
  if (all || kind == FileKind::Reconstruction) (void)fuzz::refusedWell(readResult(file));
  if (all || kind == FileKind::Preview) (void)fuzz::refusedWell(readPreview(file));
  if (all || kind == FileKind::OtherOfOurs) (void)fuzz::refusedWell(readScanPreview(file));
  if (!all) return 0;
  (void)fuzz::refusedWell(loadComplexImage({file, "/object"}));
  (void)fuzz::refusedWell(loadComplexStack({file, "/probe"}));
  (void)fuzz::refusedWell(loadPositions({file, "/positions"}));
  return 0;
}
