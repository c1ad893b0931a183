#include "core/optics/detector_transform.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <fmt/format.h>

#include "core/optics/filter.h"

namespace ptycho {

namespace {

ComplexImage scaled(ComplexImage values, float factor) {
  for (auto& value : values) value *= factor;
  return values;
}

}  // namespace

ComplexImage fresnelTransfer(std::size_t side, double fresnelNumber) {
  const auto n = static_cast<double>(side);
  // H is separable: phases of single axes in double precision.
  std::vector<double> phases(side);
  for (std::size_t k = 0; k < side; ++k) {
    const double index = static_cast<double>(k) - (2 * k >= side ? n : 0.0);
    const double toMiddle = index * static_cast<double>(side / 2) / n;
    phases[k] = std::numbers::pi * (2 * (toMiddle - std::floor(toMiddle)) - index * index / (n * n * fresnelNumber));
  }
  ComplexImage transfer(side, side);
  for (std::size_t r = 0; r < side; ++r) {
    for (std::size_t c = 0; c < side; ++c) {
      const double phase = phases[r] + phases[c];
      transfer(r, c) = Complex(static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase)));
    }
  }
  return transfer;
}

Result<ComplexImage> transferOf(const Geometry& geometry, std::size_t side) {
  if (geometry.propagation == Propagation::FarField) return ComplexImage();
  const double fresnel = fresnelNumberOf(geometry);
  if (fresnel * static_cast<double>(side) >= 1) return fresnelTransfer(side, fresnel);
  return fail(ErrorCode::Unsupported,
              fmt::format("is near-field with a Fresnel number of {:.3g} a pixel, too small for windows of {} px (1/{} "
                          "is the least); look at distance and magnification, or treat it as a far field.",
                          fresnel, side, side),
              "propagation");
}

DetectorTransform::DetectorTransform(std::size_t rows, std::size_t cols, const ComplexImage& transfer)
    : m_fft(rows, cols), m_filter(scaled(transfer, m_fft.scale())) {}

void DetectorTransform::forwardUnscaled(Complex* wave) const {
  m_fft.forwardUnscaled(wave);
  if (m_filter.empty()) return;
  multiplyBy(m_filter.data(), FilterDirection::Forward, wave, m_filter.size());
  m_fft.inverseUnscaled(wave);
}

void DetectorTransform::inverseUnscaled(Complex* field) const {
  if (!m_filter.empty()) {
    m_fft.forwardUnscaled(field);
    multiplyBy(m_filter.data(), FilterDirection::Adjoint, field, m_filter.size());
  }
  m_fft.inverseUnscaled(field);
}

void DetectorTransform::scaleAll(Complex* values) const {
  const std::size_t count = m_fft.rows() * m_fft.cols();
  for (std::size_t i = 0; i < count; ++i) values[i] *= scale();
}

void DetectorTransform::forward(Complex* wave) const {
  if (m_filter.empty()) return m_fft.forward(wave);
  forwardUnscaled(wave);
  scaleAll(wave);
}

void DetectorTransform::inverse(Complex* field) const {
  if (m_filter.empty()) return m_fft.inverse(field);
  inverseUnscaled(field);
  scaleAll(field);
}

}  // namespace ptycho
