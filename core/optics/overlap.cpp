#include "core/optics/overlap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "core/optics/fft.h"
#include "core/optics/probe.h"

namespace ptycho {

namespace {

/// ∫I(r)I(r−d)/∫I² for every whole displacement, by FFT with zero padding; fractions bilinearly.
class OverlapTable {
 public:
  explicit OverlapTable(const RealImage& intensity)
      : m_rows(2 * intensity.rows()), m_cols(2 * intensity.cols()), m_values(m_rows, m_cols) {
    ComplexImage padded(m_rows, m_cols);
    for (std::size_t r = 0; r < intensity.rows(); ++r) {
      for (std::size_t c = 0; c < intensity.cols(); ++c) padded(r, c) = intensity(r, c);
    }
    const Fft2 fft(m_rows, m_cols);
    fft.forward(padded.data());
    for (auto& value : padded) value = std::norm(value);
    fft.inverse(padded.data());
    const float zero = padded[0].real();
    for (std::size_t i = 0; i < m_values.size(); ++i) m_values[i] = zero > 0 ? padded[i].real() / zero : 0;
  }

  [[nodiscard]] double at(double dRow, double dCol) const {
    if (std::abs(dRow) >= static_cast<double>(m_rows / 2) || std::abs(dCol) >= static_cast<double>(m_cols / 2)) return 0;
    const auto r0 = static_cast<std::ptrdiff_t>(std::floor(dRow));
    const auto c0 = static_cast<std::ptrdiff_t>(std::floor(dCol));
    const double fr = dRow - static_cast<double>(r0);
    const double fc = dCol - static_cast<double>(c0);
    const double value = (1 - fr) * ((1 - fc) * whole(r0, c0) + fc * whole(r0, c0 + 1)) +
                         fr * ((1 - fc) * whole(r0 + 1, c0) + fc * whole(r0 + 1, c0 + 1));
    return std::max(0.0, value);
  }

 private:
  [[nodiscard]] double whole(std::ptrdiff_t r, std::ptrdiff_t c) const {
    const auto rows = static_cast<std::ptrdiff_t>(m_rows);
    const auto cols = static_cast<std::ptrdiff_t>(m_cols);
    return m_values(static_cast<std::size_t>((r + rows) % rows), static_cast<std::size_t>((c + cols) % cols));
  }

  std::size_t m_rows;
  std::size_t m_cols;
  RealImage m_values;
};

struct Neighbours {
  std::vector<double> nearest_px;    ///< per position; infinity when alone
  std::vector<double> best_overlap;  ///< per position
};

/// Looks only at positions in the same and the adjoining cells of one window: the cost grows with the positions.
Neighbours lookAround(const Scan& scan, const OverlapTable& table) {
  const auto& positions = scan.positions;
  std::map<std::pair<int, int>, std::vector<std::size_t>> cells;
  const auto cellOf = [&scan](const Position& p) {
    return std::pair{static_cast<int>(p.row) / scan.window_px, static_cast<int>(p.col) / scan.window_px};
  };
  for (std::size_t k = 0; k < positions.size(); ++k) cells[cellOf(positions[k])].push_back(k);
  Neighbours result{std::vector<double>(positions.size(), std::numeric_limits<double>::infinity()),
                    std::vector<double>(positions.size(), 0.0)};
  for (std::size_t k = 0; k < positions.size(); ++k) {
    const auto [cellRow, cellCol] = cellOf(positions[k]);
    for (int dr = -1; dr <= 1; ++dr) {
      for (int dc = -1; dc <= 1; ++dc) {
        const auto cell = cells.find({cellRow + dr, cellCol + dc});
        if (cell == cells.end()) continue;
        for (const std::size_t other : cell->second) {
          if (other == k) continue;
          const double dRow = positions[other].row - positions[k].row;
          const double dCol = positions[other].col - positions[k].col;
          result.nearest_px[k] = std::min(result.nearest_px[k], std::hypot(dRow, dCol));
          result.best_overlap[k] = std::max(result.best_overlap[k], table.at(dRow, dCol));
        }
      }
    }
  }
  return result;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

/// (Σf)²/Σf²: the area that a picture effectively fills.
double participationArea(const RealImage& picture) {
  double sum = 0;
  double squares = 0;
  for (const float value : picture) {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

double shareBelow(const RealImage& picture, double threshold) {
  const auto below = std::ranges::count_if(picture, [threshold](float v) { return v < threshold; });
  return static_cast<double>(below) / static_cast<double>(picture.size());
}

/// Pixels under each window: mean over the object and maximum, and how many lie under none.
void countWindows(const Scan& scan, OverlapReport& report, std::size_t& covered) {
  Image<int> count(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  const auto window = static_cast<std::size_t>(scan.window_px);
  for (const auto& p : scan.positions) {
    for (std::size_t r = 0; r < window; ++r) {
      int* row = count.row(static_cast<std::size_t>(p.row) + r) + static_cast<std::size_t>(p.col);
      for (std::size_t c = 0; c < window; ++c) ++row[c];
    }
  }
  double sum = 0;
  for (const int value : count) {
    sum += value;
    report.windows_maximum = std::max(report.windows_maximum, value);
    covered += value > 0 ? 1 : 0;
  }
  report.windows_mean = sum / static_cast<double>(count.size());
}

/// min/max of the coverage in the square of one step about the middle of the window centres.
double centreUniformity(const Scan& scan, const RealImage& coverage, double step) {
  double lastRow = 0;
  double lastCol = 0;
  for (const auto& p : scan.positions) {
    lastRow = std::max(lastRow, p.row);
    lastCol = std::max(lastCol, p.col);
  }
  const double row0 = lastRow / 2 + scan.window_px / 2.0;
  const double col0 = lastCol / 2 + scan.window_px / 2.0;
  float low = std::numeric_limits<float>::max();
  float high = 0;
  for (auto r = static_cast<std::ptrdiff_t>(std::ceil(row0 - step / 2)); static_cast<double>(r) <= row0 + step / 2; ++r) {
    for (auto c = static_cast<std::ptrdiff_t>(std::ceil(col0 - step / 2)); static_cast<double>(c) <= col0 + step / 2; ++c) {
      if (r < 0 || c < 0 || r >= scan.object_rows || c >= scan.object_cols) continue;
      const float value = coverage(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return high > 0 ? low / high : 0;
}

/// Every nearest distance along an axis is the same: a raster without jitter.
bool isPeriodic(const Scan& scan) {
  if (scan.positions.size() < 4) return false;
  std::vector<double> rows;
  std::vector<double> cols;
  for (const auto& p : scan.positions) {
    rows.push_back(p.row);
    cols.push_back(p.col);
  }
  const auto evenlySpaced = [](std::vector<double>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() < 2) return true;
    const double step = values[1] - values[0];
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (std::abs(values[i] - values[i - 1] - step) > 1e-9) return false;
    }
    return true;
  };
  const bool rowsEven = evenlySpaced(rows);
  const bool colsEven = evenlySpaced(cols);
  return rowsEven && colsEven && rows.size() * cols.size() == scan.positions.size();
}

}  // namespace

double normalisedOverlap(const RealImage& probeIntensity, double dRow, double dCol) {
  return OverlapTable(probeIntensity).at(dRow, dCol);
}

OverlapReport describeOverlap(const Scan& scan, const ComplexStack& probe) {
  OverlapReport report;
  const RealImage intensity = probeIntensity(probe);
  ProbeSpec fromArray;
  fromArray.kind = ProbeKind::File;
  const ProbeReport shape = describeProbe(probe, fromArray);
  const auto n = static_cast<double>(scan.positions.size());
  const auto window = static_cast<double>(scan.window_px);

  const Neighbours neighbours = lookAround(scan, OverlapTable(intensity));
  report.position_overlap = neighbours.best_overlap;
  report.normalised_median = median(neighbours.best_overlap);
  const auto [weakest, strongest] = std::ranges::minmax_element(neighbours.best_overlap);
  report.normalised_minimum = *weakest;
  report.normalised_maximum = *strongest;
  report.weakest_position = static_cast<std::size_t>(weakest - neighbours.best_overlap.begin());

  report.step_px = median(neighbours.nearest_px);
  const double step = report.step_px;
  report.linear_half_window = 1 - step / (window / 2);
  report.linear_amplitude_fwhm = 1 - step / shape.amplitude_fwhm_px;
  report.linear_intensity_fwhm = 1 - step / shape.intensity_fwhm_px;
  report.linear_window = 1 - step / window;

  const RealImage coverage = coverageMap(scan, intensity);
  const double probeArea = participationArea(intensity);
  const double coveredArea = participationArea(coverage);
  report.areal_redundancy = n * probeArea / coveredArea;
  report.equivalent_linear_overlap =
      1 - std::sqrt(coveredArea / n) / (2 * std::sqrt(probeArea / std::numbers::pi));

  std::size_t covered = 0;
  countWindows(scan, report, covered);
  const double measurements = n * window * window;
  const double unknowns = 2.0 * static_cast<double>(covered);
  report.measurements_per_unknown = measurements / unknowns;
  report.measurements_per_unknown_probe =
      measurements / (unknowns + 2.0 * static_cast<double>(probe.count()) * window * window);

  report.fundamental_sampling = window / step;
  report.probe_sampling = window / (2 * shape.r90_px);
  report.linear_oversampling = 2 * shape.r90_px / step;
  report.areal_oversampling = std::numbers::pi * shape.r90_px * shape.r90_px / (step * step);

  const float brightest = *std::ranges::max_element(coverage);
  report.unlit_share_1 = shareBelow(coverage, 0.01 * brightest);
  report.unlit_share_10 = shareBelow(coverage, 0.1 * brightest);
  report.centre_cell_uniformity = centreUniformity(scan, coverage, std::min(step, window));
  report.exactly_periodic = isPeriodic(scan);
  return report;
}

}  // namespace ptycho
