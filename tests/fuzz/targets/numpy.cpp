#include <complex>
#include <cstdint>

#include "core/exchange/npz_file.h"
#include "tests/fuzz/our_file_target.h"
#include "tests/fuzz/strange_numpy.h"

using namespace ptycho;

namespace {

template <class T>
void readAll(const NumpyFile& file, const NumpyArray& array) {
  std::vector<T> values;
  if (!fuzz::refusedWell(file.read(array.name, values))) return;
  fuzz::require(values.size() == array.elements(), "an array of another size than it says", array.name);
}

}  // namespace

/// Every array of NPY and NPZ files as every type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = NumpyFile::open(
      fuzz::inputFile("input.npz", fuzz::looksLikeNumpy(bytes) ? bytes : fuzz::strangeNumpy(fuzz::Choices(bytes))));
  if (!fuzz::refusedWell(file)) return 0;
  for (const NumpyArray& array : file->arrays()) {
    if (array.elements() > 1u << 16) continue;
    readAll<float>(*file, array);
    readAll<double>(*file, array);
    readAll<std::complex<float>>(*file, array);
    readAll<std::int64_t>(*file, array);
    readAll<std::uint8_t>(*file, array);
    if (array.shape.empty() || array.shape.front() == 0) continue;
    std::vector<float> last(array.elements() / array.shape.front());
    (void)fuzz::refusedWell(file->readSlab(array.name, array.shape.front() - 1, 1, last.data()));
  }
  fuzz::requirePrintable(file->holdings(), "what an archive holds");
  return 0;
}
