#include <functional>

#include "core/store/acquisition_file.h"
#include "core/store/result_file.h"
#include "core/store/scan_preview_file.h"
#include "tests/core/import/lab_files.h"
#include "tests/core/store/sample_records.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

namespace {

using namespace ptycho::testing;

Seed written(const std::string& name, const std::function<Result<void>(const std::filesystem::path&)>& write) {
  const ScratchFolder folder;
  const auto done = write(folder / name);
  require(done.has_value(), "a seed cannot be written", name);
  return {name, bytesOfFile(folder / name)};
}

Result<void> writeSmallPreview(const std::filesystem::path& file) {
  ScanPreview preview;
  preview.mean = RealImage(8, 8, 1);
  preview.samples = RealStack(1, 8, 8);
  preview.sample_indices = {0};
  preview.probe = ComplexImage(8, 8, Complex(1, 0));
  preview.scan = smallAcquisition().scan;
  preview.object_pixel_m = 1e-8;
  preview.stored_count = 4;
  preview.stored_rows = preview.stored_cols = 8;
  preview.stored_type = "float32";
  return writeScanPreview(file, preview);
}

}  // namespace

std::vector<Seed> ourFileSeeds(const std::string& target) {
  if (target == "acquisition") {
    return {written("small.h5", [](const auto& file) { return writeAcquisition(file, smallAcquisition()); }),
            written("full.h5", [](const auto& file) { return writeAcquisition(file, fullAcquisition()); })};
  }
  if (target == "result") {
    const PreviewRecord picture{"object", 3, ComplexImage(8, 8, Complex(1, 2))};
    return {written("result.h5", [](const auto& file) { return writeResult(file, fullResult()); }),
            written("preview.h5", [&](const auto& file) { return writePreview(file, picture); }),
            written("scan-preview.h5", writeSmallPreview)};
  }
  return {};
}

}  // namespace ptycho::fuzz
