#include "core/source/dead_leaves.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/source/leaf_shape.h"
#include "core/source/leaf_texture.h"
#include "core/source/random_sequence.h"

namespace ptycho {

namespace {

// Radii as shares of the longer side: like a photograph, the scene is the same at every resolution. Some pictures are
// busy and some calm: the smallest leaf is between these two; finer detail is texture's business.
constexpr double kBusySmallestShare = 1.0 / 220;
constexpr double kCalmSmallestShare = 1.0 / 50;
constexpr double kSmallestRadiusPx = 1.5;
constexpr double kLargestRadiusShare = 0.6;
constexpr float kOpaque = 1.0f / 256;        ///< a pixel that lets through less is done

// Streams apart from those that noise and scan order take from the same seed.
constexpr std::uint64_t kSceneStream = 0x7363'656e'0000'0000;
constexpr std::uint64_t kLeafStream = 0x6c65'6166'0000'0000;
constexpr std::uint64_t kNoiseStream = 0x6e6f'6973'0000'0000;

/// p(r) ∝ r⁻³ between the two radii, by inversion.
double drawRadius(double u, double smallest, double largest) {
  const double low = 1 / (smallest * smallest);
  const double high = 1 / (largest * largest);
  return 1 / std::sqrt(low - u * (low - high));
}

/// The picture under construction, seen from the front: what each pixel shows so far, and how much light still
/// comes through from behind. Painting front to back gives an exact sample of the model once nothing is open
/// (Kendall & Thönnes 1999).
class Canvas {
 public:
  Canvas(std::size_t rows, std::size_t cols)
      : m_picture(rows, cols), m_open(rows, cols, 1.0f), m_openPixels(rows * cols) {}

  [[nodiscard]] bool finished() const { return m_openPixels == 0; }

  /// Whether a leaf with this reach would be seen at all.
  [[nodiscard]] bool isOpenAround(double row, double col, double reach) const {
    const Box box = clip(row, col, reach);
    for (std::size_t r = box.top; r < box.bottom; ++r) {
      const float* open = m_open.row(r);
      for (std::size_t c = box.left; c < box.right; ++c) {
        if (open[c] > 0) return true;
      }
    }
    return false;
  }

  /// @param edge_px  width over which the leaf fades out
  void paint(const LeafShape& shape, const LeafTexture& texture, double row, double col, double reach, float edge_px) {
    const Box box = clip(row, col, reach);
    for (std::size_t r = box.top; r < box.bottom; ++r) {
      const auto y = static_cast<float>(static_cast<double>(r) - row);
      for (std::size_t c = box.left; c < box.right; ++c) {
        float& open = m_open(r, c);
        if (open == 0) continue;
        const auto x = static_cast<float>(static_cast<double>(c) - col);
        const float cover = std::clamp(0.5f - shape.signedDistance(y, x) / edge_px, 0.0f, 1.0f);
        if (cover == 0) continue;
        m_picture(r, c) += open * cover * texture.at(y, x);
        open *= 1 - cover;
        if (open < kOpaque) {
          m_picture(r, c) /= 1 - open;
          open = 0;
          --m_openPixels;
        }
      }
    }
  }

  /// The picture; pixels that stayed partly open count what covers them.
  RealImage take() {
    for (std::size_t i = 0; i < m_picture.size(); ++i) {
      if (m_open[i] > 0) m_picture[i] = m_open[i] < 1 ? m_picture[i] / (1 - m_open[i]) : 0.5f;
    }
    return std::move(m_picture);
  }

 private:
  struct Box {
    std::size_t top, bottom, left, right;
  };
  [[nodiscard]] Box clip(double row, double col, double reach) const {
    const auto low = [](double value, std::size_t side) {
      return static_cast<std::size_t>(std::clamp(std::floor(value), 0.0, static_cast<double>(side)));
    };
    return {low(row - reach, m_open.rows()), low(row + reach + 1, m_open.rows()), low(col - reach, m_open.cols()),
            low(col + reach + 1, m_open.cols())};
  }

  RealImage m_picture;
  RealImage m_open;
  std::size_t m_openPixels;
};

/// Neighbours share their light: a field of three octaves, the widest about half the picture, that shades all leaves.
/// @param row, col  in sides of the picture
double lightAt(const NoiseField& noise, double row, double col) {
  double light = 0.5;
  double strength = 0.45;
  for (double scale = 2; scale < 10; scale *= 2) {
    light += strength * noise.at(static_cast<float>(scale * row + 0.5), static_cast<float>(scale * col + 0.5));
    strength *= 0.6;
  }
  return light;
}

/// Stretches the tones linearly so that all but 1 % of the pixels lie between 0.02 and 0.98.
void spreadTones(RealImage& picture) {
  std::vector<float> sorted(picture.begin(), picture.end());
  const auto quantile = [&sorted](double share) {
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
  };
  const float dark = quantile(0.005);
  const float bright = quantile(0.995);
  const float scale = bright > dark ? 0.96f / (bright - dark) : 0.0f;
  for (float& value : picture) value = std::clamp(0.02f + scale * (value - dark), 0.0f, 1.0f);
}

}  // namespace

RealImage deadLeaves(std::uint64_t seed, std::int64_t index, std::size_t rows, std::size_t cols) {
  if (rows == 0 || cols == 0) return RealImage(rows, cols);
  const auto picture = static_cast<std::uint64_t>(index);
  const CounterRandom leafSource(seed, kLeafStream ^ picture);
  const NoiseField noise(CounterRandom(seed, kNoiseStream ^ picture));
  const auto side = static_cast<double>(std::max(rows, cols));
  const double calm = CounterRandom(seed, kSceneStream ^ picture).uniform(0);
  const double smallest =
      std::max(kSmallestRadiusPx, side * kBusySmallestShare * std::pow(kCalmSmallestShare / kBusySmallestShare, calm));
  const double largest = std::max(2 * smallest, kLargestRadiusShare * side);
  // Leaves whose centre lies outside reach in; each position must see all sizes at the same rate.
  const double margin = LeafShape::kReach * largest;
  const double height = static_cast<double>(rows) + 2 * margin;
  const double width = static_cast<double>(cols) + 2 * margin;
  Canvas canvas(rows, cols);
  // Far more than covering takes; only a guard against an endless loop.
  const auto most = static_cast<std::uint64_t>(1000 + 10 * height * width);
  for (std::uint64_t leaf = 0; leaf < most && !canvas.finished(); ++leaf) {
    RandomSequence random(leafSource, leaf);
    const double radius = drawRadius(random.uniform(), smallest, largest);
    const double row = random.uniform(0, height) - margin;
    const double col = random.uniform(0, width) - margin;
    const double edge = std::min(random.uniform(0.6, 1.0) + (random.chance(0.15) ? 0.05 * radius : 0.0), radius);
    const double reach = LeafShape::kReach * radius + edge;
    if (!canvas.isOpenAround(row, col, reach)) continue;
    const LeafShape shape(radius, random);
    const double shade = lightAt(noise, row / side, col / side) + random.uniform(-0.3, 0.3);
    const LeafTexture texture(shade, radius, noise, random);
    canvas.paint(shape, texture, row, col, reach, static_cast<float>(edge));
  }
  RealImage result = canvas.take();
  spreadTones(result);
  return result;
}

}  // namespace ptycho
