#include "core/store/acquisition_check.h"
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/our_file_target.h"
#include "tests/fuzz/sometimes.h"

using namespace ptycho;

/// Our acquisitions, with patterns in memory and from the file, and whatever reads any HDF5 of ours.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::OurFileTarget target("acquisition");
  const auto file = target.fileFor(data, size);
  if (fuzz::onceIn(6, {reinterpret_cast<const char*>(data), size})) {
    (void)recogniseFile(file);
    (void)isImportedAcquisition(file);
    (void)fuzz::refusedWell(listDatasets(file));
  }
  if (const auto read = readAcquisition(file); fuzz::refusedWell(read)) {
    const auto checked = checkAcquisition(*read, "read");
    fuzz::require(checked.has_value(), "what was read is no acquisition", checked ? "" : checked.error().text());
  }
  const auto streamed = readAcquisition(file, PatternMemory{1});
  if (fuzz::refusedWell(streamed) && streamed->source && streamed->source->count() > 0) {
    const std::size_t pixels = streamed->source->rows() * streamed->source->cols();
    std::vector<float> pattern(pixels);
    (void)streamed->source->read(streamed->source->count() - 1, 1, pattern.data());
  }
  return 0;
}
