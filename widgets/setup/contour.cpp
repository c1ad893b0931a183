#include "widgets/setup/contour.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ptycho {

namespace {

/// The grid that is marched over, with every edge of every cell numbered: 2·sample to the right, 2·sample + 1 down.
class Grid {
 public:
  Grid(const RealImage& picture, double level, std::size_t stride)
      : m_picture(picture),
        m_level(level),
        m_stride(stride),
        m_rows((picture.rows() + stride - 1) / stride),
        m_cols((picture.cols() + stride - 1) / stride) {}

  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] std::size_t cols() const { return m_cols; }
  [[nodiscard]] double at(std::size_t r, std::size_t c) const { return m_picture(r * m_stride, c * m_stride); }
  [[nodiscard]] bool above(std::size_t r, std::size_t c) const { return at(r, c) >= m_level; }
  [[nodiscard]] std::size_t right(std::size_t r, std::size_t c) const { return 2 * (r * m_cols + c); }
  [[nodiscard]] std::size_t down(std::size_t r, std::size_t c) const { return 2 * (r * m_cols + c) + 1; }

  /// Where the level crosses an edge.
  [[nodiscard]] QPointF crossing(std::size_t edge) const {
    const std::size_t r = edge / 2 / m_cols;
    const std::size_t c = edge / 2 % m_cols;
    const bool isDown = edge % 2 == 1;
    const double a = at(r, c);
    const double b = isDown ? at(r + 1, c) : at(r, c + 1);
    const double t = a == b ? 0.5 : std::clamp((m_level - a) / (b - a), 0.0, 1.0);
    const auto scale = static_cast<double>(m_stride);
    const QPointF start(static_cast<double>(c) * scale, static_cast<double>(r) * scale);
    return start + (isDown ? QPointF(0, t * scale) : QPointF(t * scale, 0));
  }

 private:
  const RealImage& m_picture;
  double m_level;
  std::size_t m_stride;
  std::size_t m_rows;
  std::size_t m_cols;
};

/// Pieces of one cell, each with the higher side on its left, so that every edge starts at most one of them.
void addCell(const Grid& grid, std::size_t r, std::size_t c, std::unordered_map<std::size_t, std::size_t>& next) {
  const int kind = (grid.above(r, c) ? 1 : 0) | (grid.above(r, c + 1) ? 2 : 0) | (grid.above(r + 1, c + 1) ? 4 : 0) |
                   (grid.above(r + 1, c) ? 8 : 0);
  const std::size_t top = grid.right(r, c);
  const std::size_t bottom = grid.right(r + 1, c);
  const std::size_t left = grid.down(r, c);
  const std::size_t right = grid.down(r, c + 1);
  switch (kind) {
    case 1: next[left] = top; break;
    case 2: next[top] = right; break;
    case 3: next[left] = right; break;
    case 4: next[right] = bottom; break;
    case 5:
      next[left] = top;
      next[right] = bottom;
      break;
    case 6: next[top] = bottom; break;
    case 7: next[left] = bottom; break;
    case 8: next[bottom] = left; break;
    case 9: next[bottom] = top; break;
    case 10:
      next[top] = right;
      next[bottom] = left;
      break;
    case 11: next[bottom] = right; break;
    case 12: next[right] = left; break;
    case 13: next[right] = top; break;
    case 14: next[top] = left; break;
    default: break;
  }
}

}  // namespace

std::vector<ContourLine> contourLines(const RealImage& picture, double level, std::size_t stride) {
  const Grid grid(picture, level, std::max<std::size_t>(1, stride));
  std::vector<ContourLine> lines;
  if (grid.rows() < 2 || grid.cols() < 2) return lines;
  std::unordered_map<std::size_t, std::size_t> next;
  for (std::size_t r = 0; r + 1 < grid.rows(); ++r) {
    for (std::size_t c = 0; c + 1 < grid.cols(); ++c) addCell(grid, r, c, next);
  }
  std::unordered_set<std::size_t> entered;
  for (const auto& [from, to] : next) entered.insert(to);
  const auto follow = [&](std::size_t edge) {
    ContourLine line{grid.crossing(edge)};
    for (auto step = next.find(edge); step != next.end(); step = next.find(edge)) {
      edge = step->second;
      next.erase(step);
      line.push_back(grid.crossing(edge));
    }
    lines.push_back(std::move(line));
  };
  // Lines that run out of the picture begin at an edge that nothing enters; what is left are loops.
  std::vector<std::size_t> starts;
  for (const auto& [from, to] : next) {
    if (!entered.contains(from)) starts.push_back(from);
  }
  for (const std::size_t start : starts) follow(start);
  while (!next.empty()) follow(next.begin()->first);
  return lines;
}

double levelHolding(const RealImage& picture, double share) {
  std::vector<float> values(picture.begin(), picture.end());
  std::ranges::sort(values, std::greater<>());
  double total = 0;
  for (const float value : values) total += value;
  double sum = 0;
  for (const float value : values) {
    sum += value;
    if (sum >= share * total) return value;
  }
  return values.empty() ? 0 : values.back();
}

}  // namespace ptycho
