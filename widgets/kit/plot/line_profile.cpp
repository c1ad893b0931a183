#include "widgets/kit/plot/line_profile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <complex>
#include <limits>

namespace ptycho {
namespace {

/// Mean of numbers (their sum is real) or of directions.
class Mean {
 public:
  explicit Mean(Averaging averaging) : m_averaging(averaging) {}
  void add(double value, double weight) {
    m_sum += weight * (m_averaging == Averaging::Plain ? std::complex<double>(value) : std::polar(1.0, value));
    m_weight += weight;
  }
  [[nodiscard]] double value() const {
    if (!(m_weight > 0)) return std::numeric_limits<double>::quiet_NaN();
    return m_averaging == Averaging::Plain ? m_sum.real() / m_weight : std::arg(m_sum);
  }

 private:
  Averaging m_averaging;
  std::complex<double> m_sum = 0;
  double m_weight = 0;
};

void addSample(const RealImage& image, double row, double col, Mean& mean) {
  const double lastRow = static_cast<double>(image.rows()) - 1, lastCol = static_cast<double>(image.cols()) - 1;
  constexpr double kRounding = 1e-9;
  if (row < -kRounding || col < -kRounding || row > lastRow + kRounding || col > lastCol + kRounding) return;
  row = std::clamp(row, 0.0, lastRow);
  col = std::clamp(col, 0.0, lastCol);
  const auto r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(col);
  const double down = row - static_cast<double>(r), right = col - static_cast<double>(c);
  const std::array<double, 4> weights{(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right};
  for (std::size_t k = 0; k < 4; ++k) {
    if (weights[k] > 0) mean.add(image(r + k / 2, c + k % 2), weights[k]);
  }
}

}  // namespace

double ProfileLine::length_px() const { return std::hypot(row_to - row_from, col_to - col_from); }

std::vector<double> profileDistances(const ProfileLine& line) {
  const double length = line.length_px();
  constexpr double kRounding = 1e-9;
  const auto steps = static_cast<std::size_t>(std::ceil(length - kRounding));
  std::vector<double> distances(steps + 1);
  for (std::size_t i = 1; i <= steps; ++i) {
    distances[i] = length * static_cast<double>(i) / static_cast<double>(steps);
  }
  return distances;
}

std::vector<double> profileValues(const RealImage& image, const ProfileLine& line, Averaging averaging) {
  std::vector<double> values = profileDistances(line);
  const double length = line.length_px();
  const double down = length > 0 ? (line.row_to - line.row_from) / length : 0;
  const double right = length > 0 ? (line.col_to - line.col_from) / length : 1;
  for (double& value : values) {
    Mean mean(averaging);
    for (int k = 0; k < line.width_px && !image.empty(); ++k) {
      const double aside = k - 0.5 * (line.width_px - 1);
      addSample(image, line.row_from + down * value + right * aside, line.col_from + right * value - down * aside,
                mean);
    }
    value = mean.value();
  }
  return values;
}

std::string profileCsv(const std::vector<ProfileColumn>& columns) {
  std::string text;
  const auto separate = [&](std::size_t k) { text += k + 1 < columns.size() ? ',' : '\n'; };
  for (std::size_t k = 0; k < columns.size(); ++k) {
    text += columns[k].name;
    separate(k);
  }
  if (columns.empty()) return text;
  for (std::size_t i = 0; i < columns.front().values.size(); ++i) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      std::array<char, 40> digits{};
      const double value = columns[k].values[i];
      const auto end = std::to_chars(digits.begin(), digits.end(), value, std::chars_format::general, 9).ptr;
      if (std::isnan(value)) text += "nan";
      else text.append(digits.begin(), end);
      separate(k);
    }
  }
  return text;
}

}  // namespace ptycho
