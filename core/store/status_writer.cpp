#include "core/store/status_writer.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/store/clock_text.h"
#include "core/store/quick_replace.h"

namespace ptycho {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 500ms;
constexpr auto kHeartbeat = 2s;
constexpr double kFirstPromise_s = 120;  // until the work reports for the first time: it may be loading data
constexpr double kShortestGrace_s = 30;
constexpr std::size_t kLongestMessage = 1'500;  // the whole file stays below one disk block of 4 KiB

std::string statusText(const RunStatus& status) {
  RunStatus shown = status;
  if (shown.message.size() > kLongestMessage) shown.message = shown.message.substr(0, kLongestMessage) + "…";
  return jsonText(runStatusToJson(shown), 1) + "\n";
}

}  // namespace

StatusWriter::StatusWriter(std::filesystem::path folder, RunStatus first, std::function<void()> onTick)
    : m_file(std::move(folder) / run_file::kStatus),
      m_onTick(std::move(onTick)),
      m_status(std::move(first)),
      m_promised_s(kFirstPromise_s),
      m_started(Clock::now()),
      m_lastSign(m_started),
      m_lastWrite(m_started) {
  write(false);
  m_thread = std::thread([this] { beat(); });
}

StatusWriter::~StatusWriter() { stopThread(); }

void StatusWriter::stopThread() {
  {
    const std::lock_guard lock(m_guard);
    m_closing = true;
  }
  m_wake.notify_all();
  if (m_thread.joinable()) m_thread.join();
}

void StatusWriter::beat() {
  std::unique_lock lock(m_guard);
  while (!m_wake.wait_for(lock, kTick, [this] { return m_closing; })) {
    const auto now = Clock::now();
    const double grace_s = std::max(2 * m_promised_s, kShortestGrace_s);
    const bool promiseKept = m_pauses > 0 || std::chrono::duration<double>(now - m_lastSign).count() <= grace_s;
    const bool due = m_changed || (promiseKept && now - m_lastWrite >= kHeartbeat - kTick);
    lock.unlock();
    try {
      m_onTick();
      if (due) write(false);
    } catch (const std::exception& exception) {
      logWarning(std::string("heartbeat: ") + exception.what());
    }
    lock.lock();
  }
}

double StatusWriter::elapsed(Clock::time_point now) const {
  auto paused = m_paused;
  if (m_pauses > 0) paused += now - m_pausedSince;
  return std::chrono::duration<double>(now - m_started - paused).count();
}

void StatusWriter::write(bool synced) {
  const std::lock_guard writing(m_writing);
  std::string text;
  {
    const std::lock_guard lock(m_guard);
    const auto now = Clock::now();
    ++m_status.heartbeat;
    m_status.elapsed_s = elapsed(now);
    m_status.updated_at = clockText();
    m_changed = false;
    m_lastWrite = now;
    text = statusText(m_status);
  }
  auto written = synced ? replaceFileText(m_file, text) : replaceQuickly(m_file, text);
  if (!written && written.error().code == ErrorCode::NoSpace) written = overwriteInPlace(m_file, text);
  if (!written) logWarning(written.error().text());
}

void StatusWriter::changeSoon(const Edit& edit) {
  const std::lock_guard lock(m_guard);
  edit(m_status);
  m_changed = true;
}

void StatusWriter::changeNow(const Edit& edit) {
  changeSoon(edit);
  write(false);
}

void StatusWriter::close(const Edit& edit) {
  stopThread();
  changeSoon(edit);
  write(true);
}

void StatusWriter::alive(double promised_s) {
  const std::lock_guard lock(m_guard);
  m_promised_s = promised_s > 0 ? promised_s : m_promised_s;
  m_lastSign = Clock::now();
}

void StatusWriter::alive() { alive(0); }

void StatusWriter::beginPause() {
  const std::lock_guard lock(m_guard);
  if (m_pauses++ == 0) m_pausedSince = Clock::now();
}

void StatusWriter::endPause() {
  const std::lock_guard lock(m_guard);
  const auto now = Clock::now();
  if (--m_pauses == 0) m_paused += now - m_pausedSince;
  m_lastSign = now;
}

RunStatus StatusWriter::status() const {
  const std::lock_guard lock(m_guard);
  return m_status;
}

}  // namespace ptycho
