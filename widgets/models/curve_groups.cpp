#include "widgets/models/curve_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Reads a curve between its samples, for places that only grow.
class Reader {
 public:
  explicit Reader(const GroupMember& member) : m_x(*member.x), m_y(*member.y) {}

  double at(double x) {
    while (m_right < m_x.size() && m_x[m_right] < x) ++m_right;
    if (m_right == m_x.size()) return kNaN;
    if (m_x[m_right] == x) return m_y[m_right];
    if (m_right == 0) return kNaN;
    const double share = (x - m_x[m_right - 1]) / (m_x[m_right] - m_x[m_right - 1]);
    return m_y[m_right - 1] + share * (m_y[m_right] - m_y[m_right - 1]);
  }

 private:
  const std::vector<double>& m_x;
  const std::vector<double>& m_y;
  std::size_t m_right = 0;
};

double meanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// @param values  ascending
double medianOf(const std::vector<double>& values) {
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double deviationOf(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double mean = meanOf(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Two-sided 95 % point of Student's t: tabulated to 10 degrees of freedom, then by the Cornish–Fisher expansion to the
/// second order (below 0.1 % off there).
double studentT95(std::size_t freedom) {
  constexpr std::array<double, 10> kTable{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
  if (freedom == 0) return 0;
  if (freedom <= kTable.size()) return kTable[freedom - 1];
  constexpr double z = 1.959964;
  const auto f = static_cast<double>(freedom);
  return z + (z * z * z + z) / (4 * f) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * f * f);
}

double halfWidth(const std::vector<double>& values, GroupSpread spread) {
  const double root = std::sqrt(static_cast<double>(values.size()));
  const double deviation = deviationOf(values);
  switch (spread) {
    case GroupSpread::MinMax: break;
    case GroupSpread::Deviation: return deviation;
    case GroupSpread::StandardError: return deviation / root;
    case GroupSpread::Interval95: return studentT95(values.size() - 1) * deviation / root;
  }
  return 0;
}

}  // namespace

GroupCurve groupCurve(const std::vector<GroupMember>& members, GroupCentre centre, GroupSpread spread) {
  GroupCurve group;
  if (members.empty()) return group;
  const auto longest = std::max_element(members.begin(), members.end(),
                                        [](const auto& a, const auto& b) { return a.x->size() < b.x->size(); });
  std::vector<Reader> readers(members.begin(), members.end());
  std::vector<double> values;
  for (const double x : *longest->x) {
    values.clear();
    for (Reader& reader : readers) {
      if (const double y = reader.at(x); std::isfinite(y)) values.push_back(y);
    }
    group.x.push_back(x);
    if (values.empty()) {
      for (auto* column : {&group.centre, &group.low, &group.high}) column->push_back(kNaN);
      continue;
    }
    std::sort(values.begin(), values.end());
    const double middle = centre == GroupCentre::Mean ? meanOf(values) : medianOf(values);
    const double half = halfWidth(values, spread);
    group.centre.push_back(middle);
    group.low.push_back(spread == GroupSpread::MinMax ? values.front() : middle - half);
    group.high.push_back(spread == GroupSpread::MinMax ? values.back() : middle + half);
  }
  return group;
}

}  // namespace ptycho
