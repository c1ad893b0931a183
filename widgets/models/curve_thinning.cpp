#include "widgets/models/curve_thinning.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The samples of one column that must be drawn.
class Column {
 public:
  Column(const std::vector<double>& x, const std::vector<double>& y, std::vector<CurvePoint>& out)
      : m_x(x), m_y(y), m_out(out) {}

  void add(std::size_t i, bool drawable) {
    if (m_begin == kNone) {
      m_begin = i;
      m_beginsWithGap = !drawable;
    }
    m_end = i;
    m_endsWithGap = !drawable;
    if (!drawable) return;
    if (m_first == kNone) m_first = m_least = m_greatest = i;
    if (m_y[i] < m_y[m_least]) m_least = i;
    if (m_y[i] > m_y[m_greatest]) m_greatest = i;
    m_last = i;
  }

  void flush() {
    if (m_begin == kNone) return;
    if (m_beginsWithGap) m_out.push_back({m_x[m_begin], kNaN});
    if (m_first != kNone) {
      std::array<std::size_t, 4> picks{m_first, m_least, m_greatest, m_last};
      std::sort(picks.begin(), picks.end());
      const auto end = std::unique(picks.begin(), picks.end());
      for (auto pick = picks.begin(); pick != end; ++pick) m_out.push_back({m_x[*pick], m_y[*pick]});
      if (m_endsWithGap) m_out.push_back({m_x[m_end], kNaN});
    }
    m_begin = m_first = kNone;
  }

 private:
  const std::vector<double>& m_x;
  const std::vector<double>& m_y;
  std::vector<CurvePoint>& m_out;
  std::size_t m_begin = kNone, m_end = kNone;
  std::size_t m_first = kNone, m_least = kNone, m_greatest = kNone, m_last = kNone;
  bool m_beginsWithGap = false, m_endsWithGap = false;
};

}  // namespace

std::vector<CurvePoint> thinnedCurve(const std::vector<double>& x, const std::vector<double>& y,
                                     const std::vector<std::size_t>& breaks, const std::vector<double>& columnEdges,
                                     bool positiveOnly) {
  std::vector<CurvePoint> points;
  const std::size_t size = std::min(x.size(), y.size());
  if (size == 0 || columnEdges.size() < 2) return points;
  const auto end = x.begin() + static_cast<std::ptrdiff_t>(size);
  std::size_t from = static_cast<std::size_t>(std::lower_bound(x.begin(), end, columnEdges.front()) - x.begin());
  std::size_t to = static_cast<std::size_t>(std::upper_bound(x.begin(), end, columnEdges.back()) - x.begin());
  if (from > 0) --from;
  if (to < size) ++to;

  Column column(x, y, points);
  std::size_t edge = 0;  // the next one; what lies left of it belongs to the column before
  auto next = std::lower_bound(breaks.begin(), breaks.end(), from);
  for (std::size_t i = from; i < to; ++i) {
    if (edge < columnEdges.size() && x[i] >= columnEdges[edge]) {
      column.flush();
      while (edge < columnEdges.size() && x[i] >= columnEdges[edge]) ++edge;
    }
    if (next != breaks.end() && *next == i) {
      column.flush();
      points.push_back({x[i], kNaN});
      ++next;
    }
    column.add(i, std::isfinite(y[i]) && (!positiveOnly || y[i] > 0));
  }
  column.flush();
  return points;
}

std::vector<double> columnEdges(double low, double high, std::size_t columns, bool logarithmic) {
  std::vector<double> edges(columns + 1);
  for (std::size_t k = 0; k <= columns; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(columns);
    edges[k] = logarithmic ? low * std::pow(high / low, share) : low + share * (high - low);
  }
  return edges;
}

ValueRange middleShare(std::vector<double>& values, double share) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return {kNaN, kNaN};
  const auto last = static_cast<double>(values.size() - 1);
  const auto at = [&](double place) {
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(place * last));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
  };
  const double low = at((1 - share) / 2);
  return {low, at((1 + share) / 2)};
}

}  // namespace ptycho
