#include "core/reconstruct/stall_detector.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ptycho {

namespace {
constexpr int kMeasurementsOfPatience = 8;
constexpr double kStandstill = 1.0 / (1 << 23);  // relative change that single precision no longer shows
}  // namespace

StallDetector::StallDetector(const StageSpec& stage)
    : m_patience(stage.patience),
      m_interval(std::max(1, stage.patience / kMeasurementsOfPatience)),
      m_tolerance(stage.tolerance) {
  restart(0);
}

void StallDetector::restart(int iteration) {
  m_reference = std::numeric_limits<double>::infinity();
  m_measured = 0;
  m_begin = m_progressAt = iteration;
}

bool StallDetector::wantsResidual(int iteration) const { return active() && (iteration - m_begin) % m_interval == 0; }

double StallDetector::typical() const {
  // A dip that nothing follows must not become the reference that later values are measured by.
  if (m_measured < 3) return std::max(m_last[0], m_last[static_cast<std::size_t>(m_measured) - 1]);
  std::array<double, 3> sorted = m_last;
  std::ranges::sort(sorted);
  return sorted[1];
}

bool StallDetector::look(int iteration, double residual) {
  if (std::isfinite(residual)) {
    m_last = {residual, m_last[0], m_last[1]};
    m_measured = std::min(m_measured + 1, 3);
    if (const double value = typical(); value < (1 - m_tolerance) * m_reference) {
      m_reference = value;
      m_progressAt = iteration;
    }
  }
  return active() && iteration - m_progressAt >= m_patience;
}

bool StallDetector::standsStill(double update) const { return active() && update <= kStandstill; }

void StallDetector::exchange(StateArchive& archive) {
  archive.number("reference", m_reference);
  archive.values("last", std::span<double>(m_last));
  exchangeInteger(archive, "measured", m_measured);
  exchangeInteger(archive, "begin", m_begin);
  exchangeInteger(archive, "progress_at", m_progressAt);
}

}  // namespace ptycho
