#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/metrics/metrics.h"

namespace ptycho {

namespace {

void requireSameShape(const RealImage& a, const RealImage& b, const char* what) {
  if (!a.sameShape(b)) throw std::invalid_argument(std::string(what) + ": the pictures differ in shape");
}

double squaredDifference(const RealImage& a, const RealImage& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum;
}

constexpr std::size_t kWindow = 11;

std::array<double, kWindow> gaussianWindow() {
  constexpr double kSigma = 1.5;
  std::array<double, kWindow> window{};
  double sum = 0;
  for (std::size_t k = 0; k < kWindow; ++k) {
    const double x = static_cast<double>(k) - static_cast<double>(kWindow / 2);
    window[k] = std::exp(-x * x / (2 * kSigma * kSigma));
    sum += window[k];
  }
  for (double& weight : window) weight /= sum;
  return window;
}

/// Weighted sums of a, b, a², b², ab under the window, one row of window positions at a time: five planes [5, cols].
class LocalMoments {
 public:
  LocalMoments(const RealImage& a, const RealImage& b) : m_a(a), m_b(b), m_columns(5 * a.cols()) {}

  /// The moments of the windows whose top row is `top`; valid until the next call. [5][cols − 10]
  const std::vector<double>& row(std::size_t top) {
    const std::size_t cols = m_a.cols();
    std::fill(m_columns.begin(), m_columns.end(), 0.0);
    for (std::size_t k = 0; k < kWindow; ++k) {
      const float* a = m_a.row(top + k);
      const float* b = m_b.row(top + k);
      for (std::size_t c = 0; c < cols; ++c) {
        const double x = a[c];
        const double y = b[c];
        m_columns[c] += m_window[k] * x;
        m_columns[cols + c] += m_window[k] * y;
        m_columns[2 * cols + c] += m_window[k] * x * x;
        m_columns[3 * cols + c] += m_window[k] * y * y;
        m_columns[4 * cols + c] += m_window[k] * x * y;
      }
    }
    const std::size_t inside = cols - kWindow + 1;
    m_moments.assign(5 * inside, 0.0);
    for (std::size_t plane = 0; plane < 5; ++plane) {
      for (std::size_t k = 0; k < kWindow; ++k) {
        const double* in = m_columns.data() + plane * cols + k;
        double* out = m_moments.data() + plane * inside;
        for (std::size_t c = 0; c < inside; ++c) out[c] += m_window[k] * in[c];
      }
    }
    return m_moments;
  }

 private:
  const RealImage& m_a;
  const RealImage& m_b;
  std::array<double, kWindow> m_window = gaussianWindow();
  std::vector<double> m_columns;
  std::vector<double> m_moments;
};

}  // namespace

double nrmse(const RealImage& a, const RealImage& b) {
  requireSameShape(a, b, "nrmse");
  double norm = 0;
  for (const float value : b) norm += static_cast<double>(value) * static_cast<double>(value);
  const double error = squaredDifference(a, b);
  if (norm > 0) return std::sqrt(error / norm);
  return error > 0 ? std::numeric_limits<double>::infinity() : error;
}

double psnr(const RealImage& a, const RealImage& b, double range) {
  requireSameShape(a, b, "psnr");
  const double meanSquare = squaredDifference(a, b) / static_cast<double>(a.size());
  if (meanSquare == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(range * range / meanSquare);
}

double ssim(const RealImage& a, const RealImage& b, double range) {
  requireSameShape(a, b, "ssim");
  if (a.rows() < kWindow || a.cols() < kWindow) return std::numeric_limits<double>::quiet_NaN();
  const double c1 = 0.01 * range * 0.01 * range;
  const double c2 = 0.03 * range * 0.03 * range;
  const std::size_t inside = a.cols() - kWindow + 1;
  const std::size_t tops = a.rows() - kWindow + 1;
  LocalMoments moments(a, b);
  double sum = 0;
  for (std::size_t top = 0; top < tops; ++top) {
    const std::vector<double>& m = moments.row(top);
    for (std::size_t c = 0; c < inside; ++c) {
      const double meanA = m[c];
      const double meanB = m[inside + c];
      const double varianceA = m[2 * inside + c] - meanA * meanA;
      const double varianceB = m[3 * inside + c] - meanB * meanB;
      const double covariance = m[4 * inside + c] - meanA * meanB;
      sum += (2 * meanA * meanB + c1) * (2 * covariance + c2) /
             ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
    }
  }
  return sum / static_cast<double>(tops * inside);
}

}  // namespace ptycho
