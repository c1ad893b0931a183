#include "core/reconstruct/momentum.h"

#include <algorithm>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_sequential.h"

namespace ptycho {

namespace {

std::ptrdiff_t wrapped(int by, std::size_t size) {
  const auto n = static_cast<std::ptrdiff_t>(size);
  return ((by % n) + n) % n;
}

/// Cyclically towards higher rows and columns.
void roll(Complex* values, std::size_t rows, std::size_t cols, int byRows, int byCols) {
  const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(rows * cols);
  std::rotate(values, values + size - wrapped(byRows, rows) * static_cast<std::ptrdiff_t>(cols), values + size);
  for (std::size_t r = 0; r < rows; ++r) {
    Complex* row = values + r * cols;
    std::rotate(row, row + static_cast<std::ptrdiff_t>(cols) - wrapped(byCols, cols), row + cols);
  }
}

}  // namespace

Momentum::Momentum(const StageSpec& stage, std::size_t patterns, const Estimate& start)
    : m_friction(static_cast<float>(stage.momentum)),
      m_every(stage.momentum_every > 0 ? static_cast<std::uint64_t>(stage.momentum_every) : patterns),
      m_objectVelocity(start.object.rows(), start.object.cols()),
      m_objectFrom(start.object),
      m_probeVelocity(start.probe.count(), start.probe.rows(), start.probe.cols()),
      m_probeFrom(start.probe) {}

bool Momentum::advance(std::size_t patterns, bool updatesProbe, Estimate& estimate) {
  m_since += patterns;
  if (m_since < m_every) return false;
  m_since = 0;
  kernels::carryOn(m_friction, m_objectVelocity.data(), estimate.object.data(), m_objectFrom.data(),
                   estimate.object.size());
  if (updatesProbe) {
    kernels::carryOn(m_friction, m_probeVelocity.data(), estimate.probe.data(), m_probeFrom.data(),
                     estimate.probe.size());
  }
  return true;
}

void Momentum::follow(const Estimate& estimate, const EstimateChange& change) {
  if (change.roll_rows != 0 || change.roll_cols != 0) {
    roll(m_objectVelocity.data(), m_objectVelocity.rows(), m_objectVelocity.cols(), change.roll_rows, change.roll_cols);
    for (std::size_t m = 0; m < m_probeVelocity.count(); ++m) {
      roll(m_probeVelocity.image(m), m_probeVelocity.rows(), m_probeVelocity.cols(), change.roll_rows,
           change.roll_cols);
    }
  }
  if (!change.mixing.empty()) {
    const ComplexStack old = m_probeVelocity;
    std::ranges::fill(m_probeVelocity, Complex{});
    for (std::size_t a = 0; a < old.count(); ++a) {
      for (std::size_t b = 0; b < old.count(); ++b) {
        kernels::addMultiple(old.image(b), change.mixing(a, b), m_probeVelocity.image(a), old.imageSize());
      }
    }
  }
  if (change.probe_factor != 1) {
    for (auto& value : m_objectVelocity) value /= change.probe_factor;
    for (auto& value : m_probeVelocity) value *= change.probe_factor;
  }
  m_objectFrom = estimate.object;
  m_probeFrom = estimate.probe;
}

void Momentum::exchange(StateArchive& archive) {
  const auto span = [](auto& image) { return std::span<Complex>(image.data(), image.size()); };
  archive.count("momentum_since", m_since);
  archive.values("object_velocity", span(m_objectVelocity));
  archive.values("object_from", span(m_objectFrom));
  archive.values("probe_velocity", span(m_probeVelocity));
  archive.values("probe_from", span(m_probeFrom));
}

}  // namespace ptycho
