#include "core/store/run_recorder.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/store/clock_text.h"
#include "core/store/event_log.h"
#include "core/store/result_file.h"
#include "core/store/run_control.h"
#include "core/store/status_writer.h"

namespace ptycho {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPoll = 50ms;
constexpr auto kFirstRetry = 100ms;
constexpr auto kLongestRetry = 2s;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// To the millisecond, which is all that anybody reads.
double secondsSince1970() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) / 1000;
}

/// What an earlier process left: a heartbeat that must go on growing, and the request that it has obeyed.
RunStatus earlierStatus(const fs::path& folder) {
  const auto status = readRunStatus(folder);
  return status ? *status : RunStatus();
}

RunStatus firstStatus(const RunStatus& earlier) {
  RunStatus status;
  status.state = RunState::Running;
  status.heartbeat = earlier.heartbeat;
  status.control_id = earlier.control_id;
  status.pid = ::getpid();
  status.host = hostName();
  status.boot_id = bootId();
  status.process_start = processStartTime(status.pid);
  status.started_at = clockText();
  return status;
}

/// New files that an earlier process was killed over, before they got their names.
void removeLeftovers(const fs::path& folder) {
  std::error_code status;
  for (fs::directory_iterator item(folder, status), end; !status && item != end; item.increment(status)) {
    const std::string name = item->path().filename().string();
    if (!name.ends_with(".part")) continue;
    for (const char* file : {run_file::kStatus, run_file::kPreview, run_file::kResult, run_file::kNewCheckpoint}) {
      std::error_code ignored;
      if (name.starts_with(fmt::format(".{}.", file))) fs::remove(item->path(), ignored);
    }
  }
}

}  // namespace

struct RunRecorder::State {
  State(fs::path where, const std::atomic<int>* signal, double interval_s)
      : folder(fs::absolute(std::move(where)).lexically_normal()),
        outsideStop(signal),
        preview_interval_s(interval_s),
        control(folder, earlierStatus(folder).control_id),
        events(folder),
        writer(folder, firstStatus(earlierStatus(folder)), [this] { lookForRequest(); }) {}

  bool stopping() const { return stopAsked || signal() != 0; }
  int signal() const { return outsideStop ? outsideStop->load() : 0; }
  StopCause cause() const {
    if (stopAsked) return StopCause::Request;
    switch (signal()) {
      case 0: return StopCause::None;
      case SIGINT: return StopCause::Interrupt;
      case SIGUSR1: return StopCause::TimeWarning;
      default: return StopCause::Termination;
    }
  }

  /// Called by the work and by the heartbeat: a request is acknowledged also during a long step.
  void lookForRequest() {
    const std::lock_guard lock(controlGuard);
    const auto request = control.next();
    if (!request) return;
    const bool stop = request->kind == RunRequestKind::Stop;
    if (stop) stopAsked = true;
    else pauseAsked = request->kind == RunRequestKind::Pause;
    writer.changeNow([&](RunStatus& status) {
      status.control_id = request->id;
      if (stop) status.state = RunState::Stopping;
      if (stop) status.message = "stop requested; ends after this step";
      else if (pauseAsked && status.state == RunState::Running)
        status.message = "pause requested; pauses after this step";
    });
  }

  void showStopping() {
    if (stopShown) return;
    stopShown = true;
    writer.changeNow([this](RunStatus& status) {
      status.state = RunState::Stopping;
      status.message = stopAsked ? "stop requested" : "stop requested by a signal";
    });
  }

  /// Sleeps for `time`, waking early for a stop; requests are obeyed meanwhile.
  void waitFor(Clock::duration time, const std::function<bool()>& enough) {
    const auto end = Clock::now() + time;
    while (!enough() && !stopping() && Clock::now() < end) {
      std::this_thread::sleep_for(std::min<Clock::duration>(kPoll / 2, end - Clock::now()));
      lookForRequest();
    }
  }

  void enterPause(const std::string& message) {
    writer.beginPause();
    writer.changeNow([&](RunStatus& status) {
      status.state = RunState::Paused;
      status.message = message;
    });
  }

  void leavePause() {
    writer.endPause();
    if (stopping()) return showStopping();
    writer.changeNow([](RunStatus& status) {
      status.state = RunState::Running;
      status.message.clear();
    });
  }

  const fs::path folder;
  const std::atomic<int>* const outsideStop;
  double preview_interval_s;
  std::atomic<bool> stopAsked{false};
  std::atomic<bool> pauseAsked{false};
  std::atomic<bool> stopShown{false};
  bool finished = false;
  Clock::time_point lastLook{};
  Clock::time_point lastPreview{};
  std::mutex controlGuard;
  ControlWatch control;
  EventLog events;
  StatusWriter writer;  ///< last: its thread uses everything above
};

RunRecorder::RunRecorder(fs::path folder, const std::atomic<int>* stopSignal, double preview_interval_s) {
  removeLeftovers(folder);
  m_state = std::make_unique<State>(std::move(folder), stopSignal, preview_interval_s);
}

RunRecorder::~RunRecorder() {
  if (!m_state->finished) finishFailed({ErrorCode::Failed, "the work ended without a result; see log.txt.", {}});
}

bool RunRecorder::keepGoing() {
  State& state = *m_state;
  state.writer.alive();
  const auto now = Clock::now();
  if (now - state.lastLook >= kPoll) {
    state.lastLook = now;
    state.lookForRequest();
  }
  if (state.pauseAsked && !state.stopping()) {
    state.enterPause("paused on request");
    while (state.pauseAsked && !state.stopping()) state.waitFor(1s, [&state] { return !state.pauseAsked; });
    state.leavePause();
  }
  if (!state.stopping()) return true;
  state.showStopping();
  return false;
}

void RunRecorder::progress(const Progress& progress) {
  m_state->writer.alive(progress.promised_s);
  m_state->writer.changeSoon([&progress](RunStatus& status) {
    status.phase = progress.phase;
    status.done = progress.done;
    status.total = progress.total;
  });
}

Result<void> RunRecorder::writeWithRoom(const std::function<Result<void>()>& write) {
  State& state = *m_state;
  state.writer.alive();
  auto written = write();
  if (written || written.error().code != ErrorCode::NoSpace) return written;
  state.enterPause(fmt::format("no space on {}; free some and the run goes on, or stop it. {}", state.folder.string(),
                               written.error().text()));
  auto delay = std::chrono::duration_cast<Clock::duration>(kFirstRetry);
  while (!written && written.error().code == ErrorCode::NoSpace && !state.stopping()) {
    state.waitFor(delay, [] { return false; });
    written = write();
    delay = std::min<Clock::duration>(2 * delay, kLongestRetry);
  }
  state.leavePause();
  return written;
}

void RunRecorder::event(const Event& event) {
  Event stamped = event;
  stamped.emplace_back("time", secondsSince1970());
  const auto written = writeWithRoom([&] { return m_state->events.append(stamped); });
  if (!written) logWarning(written.error().text());
}

bool RunRecorder::wantsPreview() {
  return secondsBetween(m_state->lastPreview, Clock::now()) >= m_state->preview_interval_s;
}

void RunRecorder::publish(std::string_view name, const ComplexImage& picture) {
  if (!wantsPreview()) return;
  State& state = *m_state;
  const auto begin = Clock::now();
  const auto written =
      writePreview(state.folder / run_file::kPreview, {std::string(name), state.writer.status().done, picture});
  if (!written) logWarning(written.error().text());
  state.lastPreview = Clock::now();
  // On a slow disk previews come less often: they may cost a tenth of the time.
  constexpr double kShare = 10;
  state.preview_interval_s = std::max(state.preview_interval_s, kShare * secondsBetween(begin, state.lastPreview));
}

void RunRecorder::finish(Completion completion, const std::string& message, StopCause limit) {
  m_state->finished = true;
  m_state->writer.close([&](RunStatus& status) {
    status.state = completion == Completion::Done ? RunState::Done : RunState::Stopped;
    status.message = message;
    status.stopped_by = completion == Completion::Done ? limit : m_state->cause();
    if (message.empty() && completion == Completion::StoppedEarly) {
      status.message = m_state->stopAsked ? "stopped on request" : "stopped by a signal";
    }
  });
}

void RunRecorder::finishFailed(const Error& error) {
  m_state->finished = true;
  m_state->writer.close([&error](RunStatus& status) {
    status.state = RunState::Failed;
    status.message = error.text();
  });
}

bool RunRecorder::stopRequested() const { return m_state->stopping(); }

const fs::path& RunRecorder::folder() const { return m_state->folder; }

}  // namespace ptycho
