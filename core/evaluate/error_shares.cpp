#include "core/evaluate/error_shares.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ptycho {

namespace {

constexpr double kDark = 0.1;
constexpr std::size_t kRim_px = 16;
constexpr double kSeam_px = 2;

/// Indices first … last − 1 of the pixels whose centres are less than kSeam_px outside [from, to], within 0 … size − 1.
struct PixelRange {
  std::size_t first = 0;
  std::size_t last = 0;

  PixelRange(double from, double to, std::size_t size) {
    const auto inside = [size](double value) {
      return static_cast<std::size_t>(std::clamp(value, 0.0, static_cast<double>(size)));
    };
    first = inside(std::floor(from - kSeam_px - 0.5) + 1);  // the first r with r + 0.5 > from − 2
    last = inside(std::ceil(to + kSeam_px - 0.5));
  }
};

void mark(MaskImage& mask, const PixelRange& rows, const PixelRange& cols) {
  for (std::size_t r = rows.first; r < rows.last; ++r) {
    for (std::size_t c = cols.first; c < cols.last; ++c) mask(r, c) = 1;
  }
}

double sumOver(const MaskImage& mask, const RealImage& estimate, const RealImage& truth) {
  double sum = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const double difference = static_cast<double>(estimate[i]) - truth[i];
    if (mask[i] != 0) sum += difference * difference;
  }
  return sum;
}

}  // namespace

MaskImage windowSeams(const Scan& scan) {
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  MaskImage seams(rows, cols, 0);
  const double side = scan.window_px;
  for (const Position& at : scan.positions) {
    for (const double row : {at.row, at.row + side}) {
      if (row > 0 && row < scan.object_rows) mark(seams, {row, row, rows}, {at.col, at.col + side, cols});
    }
    for (const double col : {at.col, at.col + side}) {
      if (col > 0 && col < scan.object_cols) mark(seams, {at.row, at.row + side, rows}, {col, col, cols});
    }
  }
  return seams;
}

ErrorShares errorShares(const RealImage& estimate, const RealImage& truth, const RealImage& coverage,
                        const ErrorPlaces& places) {
  if (!estimate.sameShape(truth) || !estimate.sameShape(coverage)) {
    throw std::invalid_argument("errorShares: estimate, truth and coverage differ in shape");
  }
  const double threshold = estimate.empty() ? 0 : kDark * *std::ranges::max_element(coverage);
  ErrorShares sums;
  double all = 0;
  for (std::size_t r = 0; r < truth.rows(); ++r) {
    const std::size_t rowsToBorder = std::min(r, truth.rows() - 1 - r);
    for (std::size_t c = 0; c < truth.cols(); ++c) {
      const double difference = static_cast<double>(estimate(r, c)) - truth(r, c);
      const double error = difference * difference;
      all += error;
      if (coverage(r, c) < threshold) {
        sums.dark += error;
        ++sums.dark_area;
      }
      if (std::min({rowsToBorder, c, truth.cols() - 1 - c}) < kRim_px) {
        sums.rim += error;
        ++sums.rim_area;
      }
    }
  }
  const auto pixels = static_cast<double>(std::max<std::size_t>(truth.size(), 1));
  sums.dark_area /= pixels;
  sums.rim_area /= pixels;
  if (all == 0) all = 1;  // no error: the sums are 0
  sums.dark /= all;
  sums.rim /= all;
  const auto take = [&](const MaskImage& mask, double& share, double& area) {
    share = area = ErrorShares::none().seam;
    if (mask.empty()) return;
    if (mask.rows() != truth.rows() || mask.cols() != truth.cols()) {
      throw std::invalid_argument("errorShares: a mask of places and the truth differ in shape");
    }
    share = std::isfinite(all) ? sumOver(mask, estimate, truth) / all : all;
    area = static_cast<double>(std::ranges::count_if(mask, [](auto value) { return value != 0; })) / pixels;
  };
  take(places.seams, sums.seam, sums.seam_area);
  take(places.uniform, sums.uniform, sums.uniform_area);
  return sums;
}

}  // namespace ptycho
