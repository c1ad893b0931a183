#include "core/reconstruct/scan_cover.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/optics/fourier_shift.h"
#include "core/reconstruct/kernels.h"

namespace ptycho {

namespace {
/// Enough chunks to keep many threads busy, few enough that neighbours share their sums.
constexpr std::size_t kChunks = 64;
constexpr std::size_t kSmallestChunk = 3;

/// One row of Σ_m |P_jm|² with the probe of pattern j, from the row `shared` of Σ_m |P_m|².
void variedPower(const Estimate& estimate, std::size_t j, std::size_t row, const float* shared, float* power) {
  const std::size_t side = estimate.probe.cols();
  const ProbeVariation& variation = estimate.variation;
  const Complex* first = estimate.probe.image(0) + row * side;
  for (std::size_t c = 0; c < side; ++c) {
    Complex varied = first[c];
    for (std::size_t k = 0; k < variation.modes.count(); ++k) {
      varied += variation.coefficients(j, k) * variation.modes.image(k)[row * side + c];
    }
    power[c] = std::max(0.0F, shared[c] + std::norm(varied) - std::norm(first[c]));
  }
}
}  // namespace

ScanCover::ScanCover(const ReconstructionProblem& problem, const Estimate& estimate)
    : m_problem(problem),
      m_order(problem.patterns()),
      m_shared(problem.window(), problem.window()),
      m_illumination(static_cast<std::size_t>(problem.scan().object_rows),
                     static_cast<std::size_t>(problem.scan().object_cols)) {
  std::iota(m_order.begin(), m_order.end(), std::size_t{0});
  update(estimate);
}

void ScanCover::update(const Estimate& estimate) {
  if (m_positions != estimate.positions) {
    m_positions = estimate.positions;
    m_wholePixels = true;
    for (std::size_t j = 0; j < m_positions.size(); ++j) m_wholePixels = m_wholePixels && onWholePixel(j);
    sortPatterns();
    makeChunks();
    makeRamps();
  }
  illuminate(estimate);
}

bool ScanCover::onWholePixel(std::size_t j) const {
  const auto& p = m_positions[j];
  return p.row == std::floor(p.row) && p.col == std::floor(p.col);
}

float ScanCover::epsilon(double regularisation) const {
  constexpr double kSmallestBetweenPixels = 0.2;
  const double used = m_wholePixels ? regularisation : std::max(regularisation, kSmallestBetweenPixels);
  return static_cast<float>(used * m_largestIllumination);
}

void ScanCover::sortPatterns() {
  std::ranges::sort(m_order, [this](std::size_t a, std::size_t b) {
    if (row(a) != row(b)) return row(a) < row(b);
    return col(a) != col(b) ? col(a) < col(b) : a < b;
  });
  m_sortedRow.clear();
  for (const std::size_t j : m_order) m_sortedRow.push_back(row(j));
}

void ScanCover::makeChunks() {
  const std::size_t side = m_problem.window();
  const std::size_t perChunk = std::max(kSmallestChunk, m_order.size() / kChunks);
  m_chunks.clear();
  m_largestBox = 0;
  for (std::size_t first = 0; first < m_order.size(); first += perChunk) {
    const std::size_t last = std::min(first + perChunk, m_order.size());
    std::size_t lowRow = SIZE_MAX, lowCol = SIZE_MAX, highRow = 0, highCol = 0;
    for (std::size_t k = first; k < last; ++k) {
      lowRow = std::min(lowRow, row(m_order[k]));
      lowCol = std::min(lowCol, col(m_order[k]));
      highRow = std::max(highRow, row(m_order[k]));
      highCol = std::max(highCol, col(m_order[k]));
    }
    m_chunks.push_back({first, last, lowRow, lowCol, highRow - lowRow + side, highCol - lowCol + side});
    m_largestBox = std::max(m_largestBox, m_chunks.back().rows * m_chunks.back().cols);
  }
}

void ScanCover::makeRamps() {
  if (m_wholePixels) return;
  const std::size_t side = m_problem.window();
  if (m_ramps.empty()) m_ramps = ComplexStack(m_positions.size(), 2, side);
  const auto count = static_cast<std::ptrdiff_t>(m_positions.size());
#pragma omp parallel for schedule(static) num_threads(m_problem.threads())
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const auto j = static_cast<std::size_t>(k);
    const auto& p = m_positions[j];
    fillShiftRamp(p.row - std::floor(p.row), side, m_ramps.image(j));
    fillShiftRamp(p.col - std::floor(p.col), side, m_ramps.image(j) + side);
  }
}

void ScanCover::illuminate(const Estimate& estimate) {
  const std::size_t side = m_problem.window();
  RealImage& shared = m_shared;
  std::ranges::fill(shared, 0.0F);
  for (std::size_t m = 0; m < estimate.probe.count(); ++m) {
    kernels::addPower(estimate.probe.image(m), shared.data(), shared.size());
  }
  const auto rows = static_cast<std::ptrdiff_t>(m_illumination.rows());
#pragma omp parallel num_threads(m_problem.threads())
  {
    RealImage power(1, estimate.variation.empty() ? 0 : side);
#pragma omp for schedule(dynamic, 16)
    for (std::ptrdiff_t at = 0; at < rows; ++at) {
      const auto r = static_cast<std::size_t>(at);
      float* light = m_illumination.row(r);
      std::fill_n(light, m_illumination.cols(), 0.0F);
      const std::size_t lowest = r > side ? r - side : 0;
      auto k = static_cast<std::size_t>(std::ranges::lower_bound(m_sortedRow, lowest) - m_sortedRow.begin());
      for (; k < m_order.size() && m_sortedRow[k] <= r; ++k) {
        const std::size_t j = m_order[k];
        const auto& p = m_positions[j];
        const auto down = static_cast<float>(p.row - std::floor(p.row));
        const auto across = static_cast<float>(p.col - std::floor(p.col));
        // The window's row that lies here, and the one above it, which reaches down by the fraction.
        for (int above = 0; above < 2; ++above) {
          const std::size_t inWindow = r - m_sortedRow[k];
          if (above == 1 && (down == 0 || inWindow == 0)) continue;
          const std::size_t from = inWindow - static_cast<std::size_t>(above);
          if (from >= side) continue;
          const float weight = above == 1 ? down : 1 - down;
          const float* values = shared.row(from);
          if (!estimate.variation.empty()) {
            variedPower(estimate, j, from, values, power.data());
            values = power.data();
          }
          float* out = light + col(j);
          const std::size_t room = m_illumination.cols() - col(j);
          for (std::size_t c = 0; c < side; ++c) out[c] += weight * (1 - across) * values[c];
          if (across == 0) continue;
          for (std::size_t c = 0; c < side && c + 1 < room; ++c) out[c + 1] += weight * across * values[c];
        }
      }
    }
  }
  m_largestIllumination = *std::ranges::max_element(m_illumination);
}

void ScanCover::gather(const ComplexImage& object, std::size_t j, ComplexImage& patch) const {
  const std::size_t side = m_problem.window();
  for (std::size_t r = 0; r < side; ++r) std::copy_n(object.row(row(j) + r) + col(j), side, patch.row(r));
  if (onWholePixel(j)) return;
  fourierShift(m_problem.fft(), rowRamp(j), colRamp(j), ShiftDirection::Forward, patch.data());
}

void ScanCover::bringToGrid(std::size_t j, Complex* contribution) const {
  if (onWholePixel(j)) return;
  fourierShift(m_problem.fft(), rowRamp(j), colRamp(j), ShiftDirection::Adjoint, contribution);
}

const Complex* probeOf(const Estimate& estimate, std::size_t j, std::size_t mode, ComplexImage& buffer) {
  const Complex* shared = estimate.probe.image(mode);
  if (mode != 0 || estimate.variation.empty()) return shared;
  std::copy_n(shared, buffer.size(), buffer.data());
  for (std::size_t k = 0; k < estimate.variation.modes.count(); ++k) {
    kernels::addMultiple(estimate.variation.modes.image(k), estimate.variation.coefficients(j, k), buffer.data(),
                         buffer.size());
  }
  return buffer.data();
}

}  // namespace ptycho
