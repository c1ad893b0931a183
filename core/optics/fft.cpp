#include "core/optics/fft.h"

#include <cmath>
#include <map>

#include "core/optics/column_blocks.h"
#include "core/optics/fft_planner.h"
#include "core/optics/round_trip.h"

namespace ptycho {

namespace {

// Square sides between these go by blocks: below, a window fits the cache; above, the padded copy would be large.
constexpr std::size_t kSmallestByBlocks = 160;
constexpr std::size_t kLargestByBlocks = 1024;

RoundTripBuffer& threadBuffer(std::size_t side) {
  thread_local std::map<std::size_t, RoundTripBuffer> buffers;
  return buffers.try_emplace(side, side).first->second;
}

bool isAligned(Complex* data) { return fftwf_alignment_of(reinterpret_cast<float*>(data)) == 0; }

}  // namespace

std::mutex& fftPlannerMutex() {
  static std::mutex mutex;
  static const bool known = importKnownPlans();
  (void)known;  // without them plans are made by rule
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
      m_plans(nullptr) {
  if (rows == cols && rows >= kSmallestByBlocks && rows <= kLargestByBlocks && planning == FftPlanning::Estimated) {
    m_blocks = std::make_unique<RoundTrip>(rows);
    return;
  }
  m_plans = std::make_unique<Plans>();
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
  if (!m_plans) return;
  const std::lock_guard lock(fftPlannerMutex());
  for (int i = 0; i < 2; ++i) {
    fftwf_destroy_plan(m_plans->forward[i]);
    fftwf_destroy_plan(m_plans->inverse[i]);
  }
}

void Fft2::forwardByBlocks(Complex* data) const {
  const std::size_t side = m_rows;
  m_blocks->forward(
      threadBuffer(side),
      [&](std::size_t row, std::size_t lines, Complex* rows) { std::copy_n(data + row * side, lines * side, rows); },
      [&](std::size_t column, std::size_t lines, Complex* columns) {
        linesToColumns(columns, side, lines, data + column, side);
      });
}

void Fft2::inverseByBlocks(Complex* data) const {
  const std::size_t side = m_rows;
  m_blocks->inverse(
      threadBuffer(side),
      [&](std::size_t column, std::size_t lines, Complex* columns) {
        columnsToLines(data + column, side, side, lines, columns);
      },
      [&](std::size_t row, std::size_t lines, const Complex* rows) { std::copy_n(rows, lines * side, data + row * side); });
}

void Fft2::forwardUnscaled(Complex* data) const {
  if (m_blocks) {
    forwardByBlocks(data);
    return;
  }
  fftwf_execute_dft(m_plans->forward[isAligned(data) ? 0 : 1], fftwValues(data), fftwValues(data));
}

void Fft2::inverseUnscaled(Complex* data) const {
  if (m_blocks) {
    inverseByBlocks(data);
    return;
  }
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
