#include "core/measured/window_preparation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

bool isValidInMask(std::uint32_t value, MaskGoodChoice good) {
  if (good == MaskGoodChoice::NonZero) return value != 0;
  if (good == MaskGoodChoice::ZeroOr4096) return value == 0 || value == 0x1000;
  return value == 0;
}

Result<WindowPreparation> WindowPreparation::make(const RawScan& raw, const ImportSpec& decided,
                                                  const FrameLayout& layout) {
  WindowPreparation made;
  made.m_layout = layout;
  made.m_where = raw.file.filename().string() + ":patterns";
  const auto rows = static_cast<std::size_t>(layout.stored_rows);
  const auto cols = static_cast<std::size_t>(layout.stored_cols);
  const auto checkShape = [&](const auto& image, const char* what, const char* remedy) -> Result<void> {
    if (image.empty() || (image.rows() == rows && image.cols() == cols)) return {};
    return badInput(fmt::format("is {} × {} px, but the patterns are {} × {} px; {}.", image.rows(), image.cols(), rows,
                                cols, remedy),
                    raw.file.filename().string() + ":" + what);
  };
  PTYCHO_CHECK(checkShape(raw.mask, "mask", "name another data set as mask_path"));
  if (decided.subtract_dark) {
    PTYCHO_CHECK(checkShape(raw.dark, "dark", "set subtract_dark to false"));
    made.m_dark = raw.dark;
    if (std::ranges::any_of(raw.dark, [](float value) { return !std::isfinite(value); })) {
      return badInput("holds values that are no finite numbers; set subtract_dark to false.",
                      raw.file.filename().string() + ":dark");
    }
  }
  made.m_indices = layout.storedIndices();
  made.m_valid.assign(rows * cols, 1);
  made.m_spoiled.assign(rows * cols, 0);
  for (std::size_t i = 0; i < raw.mask.size(); ++i) {
    if (isValidInMask(raw.mask[i], decided.mask_good)) continue;
    made.m_valid[i] = 0;
    ++made.m_invalidInFile;
  }
  if (made.m_invalidInFile == made.m_valid.size()) {
    return badInput("marks every pixel as invalid; set mask_good to the other polarity.",
                    raw.file.filename().string() + ":mask");
  }
  made.m_badValues = decided.bad_values;
  made.m_amplitude = decided.quantity == QuantityChoice::Amplitude;
  made.m_threshold = static_cast<float>(decided.threshold);
  made.m_saturation = static_cast<float>(decided.saturation);
  return made;
}

Result<void> WindowPreparation::treatPixel(std::uint64_t number, std::size_t pixel, float& value) {
  if (m_valid[pixel] == 0) {
    value = 0;
    return {};
  }
  if (m_saturation > 0 && value >= m_saturation) {
    m_spoiled[pixel] = 1;
    ++m_saturatedCount;
  }
  if (!std::isfinite(value) || value < 0) {
    if (m_badValues == BadValueChoice::Refuse) {
      const auto cols = static_cast<std::size_t>(m_layout.stored_cols);
      return badInput(fmt::format("hold {} at [{}, {}, {}], which is no {}; set bad_values to mask or zero.", value,
                                  number, pixel / cols, pixel % cols, m_amplitude ? "amplitude" : "intensity"),
                      m_where);
    }
    if (m_badValues == BadValueChoice::Mask) m_spoiled[pixel] = 1;
    ++m_badCount;
    value = 0;
    return {};
  }
  if (!m_dark.empty()) {
    value -= m_dark[pixel];
    if (value < 0) {
      value = 0;
      ++m_belowDark;
    }
  }
  if (m_amplitude) value *= value;
  return {};
}

Result<void> WindowPreparation::prepare(std::uint64_t number, float* stored, float* window) {
  for (std::size_t pixel = 0; pixel < m_valid.size(); ++pixel) {
    PTYCHO_CHECK(treatPixel(number, pixel, stored[pixel]));
  }
  const auto side = static_cast<std::size_t>(m_layout.sides.window_px);
  const auto bin = static_cast<std::size_t>(m_layout.bin);
  const auto crop = static_cast<std::size_t>(m_layout.sides.crop_px);
  for (std::size_t r = 0; r < side; ++r) {
    for (std::size_t c = 0; c < side; ++c) {
      float sum = 0;
      for (std::size_t i = 0; i < bin; ++i) {
        const std::uint32_t* indices = m_indices.data() + (r * bin + i) * crop + c * bin;
        for (std::size_t j = 0; j < bin; ++j) sum += indices[j] == FrameLayout::kOutside ? 0 : stored[indices[j]];
      }
      if (!std::isfinite(sum)) {
        return badInput(
            fmt::format("hold values in pattern [{}] that are too large for intensities; are they counts?", number),
            m_where);
      }
      const bool below = sum > 0 && sum < m_threshold;
      m_belowThreshold += below ? 1 : 0;
      window[r * side + c] = below ? 0 : sum;
    }
  }
  return {};
}

MaskImage WindowPreparation::mask() const {
  const auto side = static_cast<std::size_t>(m_layout.sides.window_px);
  const auto bin = static_cast<std::size_t>(m_layout.bin);
  const auto crop = static_cast<std::size_t>(m_layout.sides.crop_px);
  MaskImage mask(side, side, 1);
  bool all = true;
  for (std::size_t i = 0; i < m_indices.size(); ++i) {
    const std::uint32_t index = m_indices[i];
    if (index != FrameLayout::kOutside && m_valid[index] != 0 && m_spoiled[index] == 0) continue;
    mask(i / crop / bin, i % crop / bin) = 0;
    all = false;
  }
  return all ? MaskImage() : mask;
}

std::vector<std::string> WindowPreparation::notes() const {
  std::vector<std::string> notes;
  const auto say = [&notes](std::uint64_t count, const char* what) {
    if (count > 0) notes.push_back(fmt::format("{} {}", count, what));
  };
  say(m_invalidInFile, "pixels are invalid by the file's mask; their values were set to 0.");
  say(m_badCount, m_badValues == BadValueChoice::Mask
                      ? "values that are NaN, infinite or negative were set to 0 and their pixels masked."
                      : "values that are NaN, infinite or negative were set to 0.");
  say(m_belowDark, "values below the dark picture were set to 0.");
  say(m_saturatedCount, "values reach the saturation; their pixels were masked.");
  say(m_belowThreshold, "values below the threshold were set to 0.");
  if (m_layout.overhangs()) {
    notes.emplace_back("The crop reaches beyond the frame; pixels without data are 0 and masked.");
  }
  return notes;
}

MaskImage hotPixels(const RealImage& mean, double ratio) {
  MaskImage hot(mean.rows(), mean.cols(), 0);
  double total = 0;
  for (const float value : mean) total += value;
  const double floor = 1e-3 * total / static_cast<double>(std::max<std::size_t>(1, mean.size()));
  for (std::size_t r = 0; r < mean.rows(); ++r) {
    for (std::size_t c = 0; c < mean.cols(); ++c) {
      std::array<float, 8> around{};
      std::size_t count = 0;
      for (std::size_t i = r > 0 ? r - 1 : 0; i <= std::min(r + 1, mean.rows() - 1); ++i) {
        for (std::size_t j = c > 0 ? c - 1 : 0; j <= std::min(c + 1, mean.cols() - 1); ++j) {
          if (i != r || j != c) around[count++] = mean(i, j);
        }
      }
      const auto middle = around.begin() + static_cast<std::ptrdiff_t>(count / 2);
      std::nth_element(around.begin(), middle, around.begin() + static_cast<std::ptrdiff_t>(count));
      if (mean(r, c) > ratio * std::max<double>(*middle, floor)) hot(r, c) = 1;
    }
  }
  return hot;
}

}  // namespace ptycho
