#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/measured/pattern_look.h"
#include "core/measured/scan_planning.h"
#include "core/measured/shadow_motion.h"

namespace ptycho {

/// A scan after a look at some of its patterns, which decides what neither user nor file nor format does.
struct LookedScan {
  DetailedPlan detailed;
  PatternLook look;
  FrameLayout layout;
  RealStack windows;         ///< of the patterns looked at [m, w, w], zero frequency in the middle
  RealImage mean;            ///< of the spread ones [w, w], zero frequency in the middle, 0 where masked
  MaskImage mask;            ///< [w, w], as far as the look tells; empty: all valid
  std::vector<double> sums;  ///< of the spread windows
  FramePoint mass;           ///< centre of mass of the stored mean pattern, in the turned frame
  double near_middle = 1;    ///< shareNearMiddle() of the mean pattern as stored
  double dark_share = 0;     ///< brightness of the darkest tenth of the stored mean pattern / its mean
  std::optional<ShadowMotion> shadows;
  double beam_px = 0;              ///< width of the beam in object pixels of the far field, by the shadows; 0: unknown
  std::string near_field_reason;   ///< why it must be a near field, a sentence; empty: it need not be
  std::vector<std::string> notes;  ///< what was done to values
};

/// Decides by the patterns, where nothing better is known: zero frequency (where the light is), quantity (whole numbers
/// are counts; roots of whole numbers amplitudes), propagation (a frame lit all over, or shadows that tell of a beam
/// wider than two far-field windows: a near field, whose object pixel then follows from the shadows).
[[nodiscard]] Result<LookedScan> lookAtScan(const RawScan& raw, const ImportSpec& spec, int most);

/// [w, w] with the zero frequency moved from the middle to [0,0], and back.
template <class T>
[[nodiscard]] Image<T> middleToCorner(const Image<T>& image) {
  Image<T> out(image.rows(), image.cols());
  const std::size_t rows = image.rows();
  const std::size_t cols = image.cols();
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      out((r + rows - rows / 2) % rows, (c + cols - cols / 2) % cols) = image(r, c);
    }
  }
  return out;
}

}  // namespace ptycho
