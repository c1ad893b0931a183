#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/base/simd.h"
#include "core/metrics/fast_argument.h"
#include "core/metrics/lane_sum.h"
#include "core/metrics/metrics.h"
#include "core/metrics/phase_difference.h"

namespace ptycho {

namespace {

constexpr std::size_t kBlock = 256;  ///< values between a pass over pixels and its sum; stays in the first cache

double ratio(double error, double norm) {
  if (norm > 0) return error / norm;
  return error > 0 ? std::numeric_limits<double>::infinity() : error;
}

struct TruthSums {
  double amplitudeSquares = 0;  ///< Σ |O|²
  double phaseSquares = 0;      ///< Σ arg(O)²
};

PTYCHO_SIMD TruthSums truthSums(const float* truth, std::size_t count) {
  LaneSum amplitude, phase;
  alignas(64) double amplitudes[kBlock], phases[kBlock];
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t length = std::min(kBlock, count - first);
    for (std::size_t i = 0; i < length; ++i) {
      const double re = truth[2 * (first + i)];
      const double im = truth[2 * (first + i) + 1];
      const double angle = fastArgument(re, im);
      amplitudes[i] = re * re + im * im;
      phases[i] = angle * angle;
    }
    amplitude.add(amplitudes, length);
    phase.add(phases, length);
  }
  return {amplitude.total(), phase.total()};
}

struct AmplitudeSums {
  double innerRe = 0, innerIm = 0;  ///< Σ conj(Ô)·O
  double squaredError = 0;          ///< Σ (|Ô| − |O|)²
};

PTYCHO_SIMD AmplitudeSums amplitudeSums(const float* estimate, const float* truth, std::size_t count) {
  LaneSum innerRe, innerIm, squaredError;
  alignas(64) double re[kBlock], im[kBlock], squares[kBlock];
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t length = std::min(kBlock, count - first);
    for (std::size_t i = 0; i < length; ++i) {
      const double er = estimate[2 * (first + i)];
      const double ei = estimate[2 * (first + i) + 1];
      const double tr = truth[2 * (first + i)];
      const double ti = truth[2 * (first + i) + 1];
      re[i] = er * tr + ei * ti;
      im[i] = er * ti - ei * tr;
      const double difference = std::sqrt(er * er + ei * ei) - std::sqrt(tr * tr + ti * ti);
      squares[i] = difference * difference;
    }
    innerRe.add(re, length);
    innerIm.add(im, length);
    squaredError.add(squares, length);
  }
  return {innerRe.total(), innerIm.total(), squaredError.total()};
}

struct PhaseSums {
  double sum = 0;      ///< Σ δ
  double squares = 0;  ///< Σ δ²
};

PTYCHO_SIMD PhaseSums phaseSums(const float* estimate, const float* truth, std::size_t count, double cosine,
                                double sine) {
  LaneSum sum, squares;
  alignas(64) double delta[kBlock], squared[kBlock];
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t length = std::min(kBlock, count - first);
    for (std::size_t i = 0; i < length; ++i) {
      delta[i] = phaseDifference(estimate[2 * (first + i)], estimate[2 * (first + i) + 1], truth[2 * (first + i)],
                                 truth[2 * (first + i) + 1], cosine, sine);
      squared[i] = delta[i] * delta[i];
    }
    sum.add(delta, length);
    squares.add(squared, length);
  }
  return {sum.total(), squares.total()};
}

const float* parts(const ComplexImage& image) { return reinterpret_cast<const float*>(image.data()); }

ComplexImage pick(const ComplexImage& image, const std::vector<std::size_t>& pixels) {
  ComplexImage picked(1, pixels.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) picked[i] = image[pixels[i]];
  return picked;
}

}  // namespace

TruthComparison::TruthComparison(const ComplexImage& truth, const MaskImage* region)
    : m_rows(truth.rows()), m_cols(truth.cols()), m_all(region == nullptr), m_truth(truth) {
  if (region) {
    if (!region->sameShape(truth)) throw std::invalid_argument("TruthComparison: the region has another shape");
    for (std::size_t i = 0; i < region->size(); ++i) {
      if ((*region)[i]) m_region.push_back(i);
    }
    m_truth = pick(truth, m_region);
  }
  const TruthSums sums = truthSums(parts(m_truth), m_truth.size());
  m_amplitudeNorm = std::sqrt(sums.amplitudeSquares);
  m_phaseNorm = std::sqrt(sums.phaseSquares);
}

ObjectError TruthComparison::compare(const ComplexImage& estimate) const {
  if (estimate.rows() != m_rows || estimate.cols() != m_cols) {
    throw std::invalid_argument("objectError: the estimate has another shape than the truth");
  }
  ObjectError error;
  const auto count = static_cast<double>(m_truth.size());
  if (count == 0) {
    error.amplitude_nrmse = error.phase_nrmse = std::numeric_limits<double>::quiet_NaN();
    return error;
  }
  const ComplexImage picked = m_all ? ComplexImage() : pick(estimate, m_region);
  const float* values = parts(m_all ? estimate : picked);
  const AmplitudeSums amplitude = amplitudeSums(values, parts(m_truth), m_truth.size());
  error.amplitude_nrmse = ratio(std::sqrt(amplitude.squaredError), m_amplitudeNorm);
  error.global_phase_rad = fastArgument(amplitude.innerRe, amplitude.innerIm);
  const PhaseSums phase = phaseSums(values, parts(m_truth), m_truth.size(), std::cos(error.global_phase_rad),
                                    std::sin(error.global_phase_rad));
  error.phase_offset_rad = phase.sum / count;
  // What rounding leaves of Σδ² − n·c² may be a hair below 0; NaN must stay NaN.
  const double variance = phase.squares - count * error.phase_offset_rad * error.phase_offset_rad;
  error.phase_nrmse = ratio(std::sqrt(variance < 0 ? 0.0 : variance), m_phaseNorm);
  return error;
}

ObjectError objectError(const ComplexImage& estimate, const ComplexImage& truth, const MaskImage* region) {
  return TruthComparison(truth, region).compare(estimate);
}

ObjectError flatBaseline(const ComplexImage& truth, double amplitude, double phase_rad) {
  const Complex flat(static_cast<float>(amplitude * std::cos(phase_rad)),
                     static_cast<float>(amplitude * std::sin(phase_rad)));
  return objectError(ComplexImage(truth.rows(), truth.cols(), flat), truth);
}

}  // namespace ptycho
