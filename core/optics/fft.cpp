#include "core/optics/fft.h"

#include <cmath>

#include "core/optics/fft_planner.h"

namespace ptycho {

namespace {

bool isAligned(Complex* data) { return fftwf_alignment_of(reinterpret_cast<float*>(data)) == 0; }

}  // namespace

std::mutex& fftPlannerMutex() {
  static std::mutex mutex;
  return mutex;
}

struct Fft2::Plans {
  // Images inside a stack of odd sides may start at any 8 bytes: those use the unaligned pair.
  fftwf_plan forward[2];
  fftwf_plan inverse[2];
};

Fft2::Fft2(std::size_t rows, std::size_t cols, FftPlanning planning)
    : m_rows(rows),
      m_cols(cols),
      m_scale(static_cast<float>(1.0 / std::sqrt(static_cast<double>(rows * cols)))),
      m_plans(std::make_unique<Plans>()) {
  ComplexImage scratch(rows, cols);
  const auto r = static_cast<int>(rows);
  const auto c = static_cast<int>(cols);
  const std::lock_guard lock(fftPlannerMutex());
  for (int unaligned = 0; unaligned < 2; ++unaligned) {
    const unsigned flags = plannerFlag(planning) | (unaligned ? FFTW_UNALIGNED : 0u);
    m_plans->forward[unaligned] =
        fftwf_plan_dft_2d(r, c, fftwValues(scratch.data()), fftwValues(scratch.data()), FFTW_FORWARD, flags);
    m_plans->inverse[unaligned] =
        fftwf_plan_dft_2d(r, c, fftwValues(scratch.data()), fftwValues(scratch.data()), FFTW_BACKWARD, flags);
  }
}

Fft2::~Fft2() {
  const std::lock_guard lock(fftPlannerMutex());
  for (int i = 0; i < 2; ++i) {
    fftwf_destroy_plan(m_plans->forward[i]);
    fftwf_destroy_plan(m_plans->inverse[i]);
  }
}

void Fft2::forwardUnscaled(Complex* data) const {
  fftwf_execute_dft(m_plans->forward[isAligned(data) ? 0 : 1], fftwValues(data), fftwValues(data));
}

void Fft2::inverseUnscaled(Complex* data) const {
  fftwf_execute_dft(m_plans->inverse[isAligned(data) ? 0 : 1], fftwValues(data), fftwValues(data));
}

void Fft2::scaleAll(Complex* data) const {
  auto* values = reinterpret_cast<float*>(data);
  const std::size_t count = 2 * m_rows * m_cols;
  for (std::size_t i = 0; i < count; ++i) values[i] *= m_scale;
}

void Fft2::forward(Complex* data) const {
  forwardUnscaled(data);
  scaleAll(data);
}

void Fft2::inverse(Complex* data) const {
  inverseUnscaled(data);
  scaleAll(data);
}

}  // namespace ptycho
