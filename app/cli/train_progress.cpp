#include "app/cli/train_progress.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/log.h"

namespace ptycho::cli {

namespace {

/// The number under a key, or NaN.
double numberOf(const Event& event, std::string_view key) {
  const auto found = std::ranges::find(event, key, &Event::value_type::first);
  if (found == event.end()) return std::nan("");
  if (const auto* real = std::get_if<double>(&found->second)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*whole);
  return std::nan("");
}

}  // namespace

std::string durationText(double seconds) {
  const auto minutes = static_cast<std::int64_t>(std::round(seconds / 60));
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  if (minutes < 100) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string TrainProgress::timeLeft(const Progress& progress) {
  if (!m_first) m_first = progress.done;
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - m_begin).count();
  if (progress.done <= *m_first) return {};
  double left_s =
      elapsed_s * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done - *m_first);
  if (m_loop.budget_minutes > 0) left_s = std::min(left_s, std::max(0.0, 60 * m_loop.budget_minutes - elapsed_s));
  return ", " + durationText(left_s) + " left";
}

void TrainProgress::progress(const Progress& progress) {
  m_session.note(m_rate + m_validation + timeLeft(progress));
  m_session.progress(progress);
}

void TrainProgress::event(const Event& event) {
  m_session.event(event);
  const double loss = numberOf(event, "loss");
  const double rate = numberOf(event, "patterns_per_s");
  const double amplitude = numberOf(event, "amplitude_nrmse");
  if (std::isfinite(loss)) m_rate = fmt::format("loss {:.4g}", loss);
  if (std::isfinite(loss) && std::isfinite(rate)) m_rate += fmt::format(", {:.0f} patterns/s", rate);
  if (std::isfinite(amplitude)) {
    const std::string text = fmt::format("A {:.4f} of flat {:.4f}, φ {:.4f} of flat {:.4f}", amplitude,
                                         numberOf(event, "flat_amplitude_nrmse"), numberOf(event, "phase_nrmse"),
                                         numberOf(event, "flat_phase_nrmse"));
    m_validation = ", validation " + text;
    logInfo(fmt::format("step {:.0f}: validation {}", numberOf(event, "step"), text));
  }
}

}  // namespace ptycho::cli
