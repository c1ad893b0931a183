#include "core/evaluate/error_shares.h"

#include <algorithm>
#include <stdexcept>

namespace ptycho {

namespace {
constexpr double kDark = 0.1;
constexpr std::size_t kRim_px = 16;
}  // namespace

ErrorShares errorShares(const RealImage& estimate, const RealImage& truth, const RealImage& coverage) {
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
  if (all == 0) all = 1;  // no error: both sums are 0
  sums.dark /= all;
  sums.rim /= all;
  return sums;
}

}  // namespace ptycho
