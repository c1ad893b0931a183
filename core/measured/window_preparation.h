#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/measured/frame_layout.h"

namespace ptycho {

/// Makes windows of intensities out of stored frames: dark, bad values, amplitude → intensity, layout (turn, crop),
/// bin, threshold. Remembers which pixels were spoiled, for the mask.
class WindowPreparation {
 public:
  /// @param decided  without "auto"
  /// Errors: mask or dark of another shape than the patterns.
  [[nodiscard]] static Result<WindowPreparation> make(const RawScan& raw, const ImportSpec& decided,
                                                      const FrameLayout& layout);

  /// @param number  of the pattern in the file, for errors
  /// @param stored  [rows, cols] as stored; changed
  /// @param window  [w, w] intensities, zero frequency in the middle [w/2, w/2]; pixels masked by the file are 0
  /// Errors: NaN, infinite or negative values at valid pixels (bad_values = refuse); intensities beyond float.
  [[nodiscard]] Result<void> prepare(std::uint64_t number, float* stored, float* window);

  /// [w, w], 1 where all pixels of a bin are inside the frame, valid in the file's mask and never spoiled, zero
  /// frequency in the middle; empty: all valid.
  [[nodiscard]] MaskImage mask() const;
  /// What was done to values, for people.
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] std::size_t invalidInFile() const { return m_invalidInFile; }
  /// 1 = valid, as stored [rows · cols].
  [[nodiscard]] const std::vector<std::uint8_t>& validInFile() const { return m_valid; }

 private:
  WindowPreparation() = default;
  Result<void> treatPixel(std::uint64_t number, std::size_t pixel, float& value);

  FrameLayout m_layout;
  std::vector<std::uint32_t> m_indices;
  std::vector<std::uint8_t> m_valid;    // by the file's mask
  std::vector<std::uint8_t> m_spoiled;  // bad or saturated in any pattern
  RealImage m_dark;
  BadValueChoice m_badValues = BadValueChoice::Refuse;
  bool m_amplitude = false;
  float m_threshold = 0;
  float m_saturation = 0;
  std::string m_where;
  std::size_t m_invalidInFile = 0;
  std::uint64_t m_badCount = 0;
  std::uint64_t m_belowDark = 0;
  std::uint64_t m_saturatedCount = 0;
  std::uint64_t m_belowThreshold = 0;
};

/// Bit of a mask's meaning: is a stored value that of a valid pixel?
[[nodiscard]] bool isValidInMask(std::uint32_t value, MaskGoodChoice good);

/// Pixels of the mean pattern that are more than `ratio` times brighter than the median of the 8 around them.
/// A floor of a thousandth of the mean keeps single counts in the dark from being called hot.
/// @return 1 = hot [w, w]
[[nodiscard]] MaskImage hotPixels(const RealImage& mean, double ratio);

}  // namespace ptycho
