#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/cli/run_session.h"
#include "core/learn/training_spec.h"

namespace ptycho::cli {

/// Hands a training's progress to its run session and says on the terminal how it goes: "training 120/2500, loss 0.0123,
/// 231 patterns/s, validation A 0.102 of flat 0.150, φ 0.301 of flat 0.402, 12 min left". A validation is a line of the
/// log as well.
class TrainProgress : public RunContext {
 public:
  TrainProgress(RunSession& session, const LoopSpec& loop) : m_session(session), m_loop(loop) {}

  bool keepGoing() override { return m_session.keepGoing(); }
  void progress(const Progress& progress) override;
  void event(const Event& event) override;
  bool wantsPreview() override { return m_session.wantsPreview(); }
  void publish(std::string_view name, const ComplexImage& picture) override { m_session.publish(name, picture); }
  bool wantsCheckpoint() override { return m_session.wantsCheckpoint(); }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string timeLeft(const Progress& progress);

  RunSession& m_session;
  LoopSpec m_loop;
  std::string m_rate;        ///< of the last record
  std::string m_validation;  ///< the last one
  Clock::time_point m_begin = Clock::now();
  std::optional<std::int64_t> m_first;  ///< step that this process began with
};

/// "40 s", "12 min", "3 h 20 min".
[[nodiscard]] std::string durationText(double seconds);

}  // namespace ptycho::cli
