#pragma once

namespace ptycho {

/// Colour maps by use: sequential for values, cyclic only for wrapped phase, diverging for signed errors.
enum class ColorMap { Gray, Viridis, Cividis, Inferno, InvertedGray, Twilight, Coolwarm };

/// How values become places on the colour bar; never changes the numbers read out.
enum class Norm { Linear, SquareRoot, Log, Asinh, Gamma };

/// How the display limits follow from the picture.
enum class LimitMode { MinMax, Percentile, ThreeSigma, Symmetric, Fixed };

struct DisplayLimits {
  LimitMode mode = LimitMode::Percentile;
  double percent = 0.35;  ///< cut on each side, Percentile
  double low = 0;         ///< Fixed
  double high = 1;
  bool operator==(const DisplayLimits&) const = default;
};

}  // namespace ptycho
