#include "core/store/hdf_pattern_source.h"

#include <fmt/format.h>

#include "core/optics/forward_model.h"
#include "core/store/acquisition_conventions.h"

namespace ptycho {

Result<PatternDataset> PatternDataset::open(H5Reader& reader) {
  PatternDataset patterns;
  PTYCHO_TRY(patterns.amplitudes, holdsAmplitudes(reader));
  PTYCHO_TRY(patterns.centred, hasCentredZero(reader));
  PTYCHO_TRY(patterns.dataset, reader.dataset(kPatternsPath));
  PTYCHO_TRY(patterns.shape, stackShape(patterns.dataset, patternLimits()));
  return patterns;
}

Result<void> PatternDataset::read(const H5Reader& reader, std::size_t first, std::size_t count, float* out) const {
  PTYCHO_CHECK(reader.readImages(dataset, first, count, out));
  const std::size_t pixels = shape.rows * shape.cols;
  const std::vector<std::size_t> whole{shape.count, shape.rows, shape.cols};
  const std::span<float> values(out, count * pixels);
  PTYCHO_CHECK(checkValues(values, whole, Sign::NotNegative, dataset.where, first * pixels));
  if (amplitudes) {
    for (float& value : values) value *= value;
    PTYCHO_CHECK(checkValues(values, whole, Sign::NotNegative, dataset.where, first * pixels));
  }
  if (!centred) return {};
  RealImage picture(shape.rows, shape.cols);
  for (std::size_t k = 0; k < count; ++k) {
    std::copy_n(out + k * pixels, pixels, picture.data());
    const RealImage cornered = cornerZeroFrequency(picture);
    std::copy_n(cornered.data(), pixels, out + k * pixels);
  }
  return {};
}

bool HdfPatternSource::supported() {
  hbool_t safe = false;
  return H5is_library_threadsafe(&safe) >= 0 && safe;
}

}  // namespace ptycho
