#include "app/cli/run_session.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/log.h"

namespace ptycho::cli {

namespace {

std::atomic<int> stopAsked{0};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void askToStop(int signal) {
  int none = 0;
  stopAsked.compare_exchange_strong(none, signal);
}

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

const std::atomic<int>& stopSignal() { return stopAsked; }

void installStopHandlers() {
  struct sigaction action {};
  action.sa_handler = askToStop;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGTERM, SIGINT, SIGUSR1}) sigaction(number, &action, nullptr);
  // A file-size limit is an error of write(), not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
}

Result<std::unique_ptr<RunSession>> RunSession::open(const RunTarget& target, const std::string& verb, const Json& spec) {
  std::unique_ptr<RunSession> session(new RunSession);
  session->m_quiet = target.quiet;
  if (!target.wanted) return session;
  if (!target.folder.empty()) {
    session->m_folder = target.folder;
    PTYCHO_CHECK(createRunFolderAt(session->m_folder, verb, spec));
  } else {
    const std::filesystem::path root = target.runs_root.empty() ? defaultRunsRoot() : std::filesystem::path(target.runs_root);
    PTYCHO_TRY(session->m_folder, createRunFolder(root, verb, target.name, spec));
  }
  session->record(!target.quiet);
  return session;
}

std::unique_ptr<RunSession> RunSession::reopen(const std::filesystem::path& folder) {
  std::unique_ptr<RunSession> session(new RunSession);
  session->m_folder = folder;
  session->record(true);
  return session;
}

void RunSession::record(bool logged) {
  if (logged) setLogFile((m_folder / run_file::kLog).string());
  m_recorder = std::make_unique<RunRecorder>(m_folder, &stopSignal());
}

bool RunSession::keepGoing() { return m_recorder ? m_recorder->keepGoing() : stopAsked.load() == 0; }

void RunSession::progress(const Progress& progress) {
  if (m_recorder) m_recorder->progress(progress);
  const double now = now_s();
  if (m_quiet || now - m_lastShown_s < 0.25 || ::isatty(STDERR_FILENO) == 0) return;
  m_lastShown_s = now;
  m_lineShown = true;
  fmt::print(stderr, "\r\033[K{} {}/{}{}{}", progress.phase, progress.done, progress.total,
             m_note.empty() ? "" : ", ", m_note);
  std::fflush(stderr);
}

void RunSession::event(const Event& event) {
  if (m_recorder) m_recorder->event(event);
}

bool RunSession::wantsPreview() { return m_recorder && m_recorder->wantsPreview(); }

void RunSession::publish(std::string_view name, const ComplexImage& picture) {
  if (m_recorder) m_recorder->publish(name, picture);
}

void RunSession::keepCheckpoints(double every_s) {
  m_checkpointEvery_s = every_s;
  m_nextCheckpoint_s = now_s() + every_s;
}

bool RunSession::wantsCheckpoint() {
  return m_checkpointEvery_s > 0 && now_s() >= m_nextCheckpoint_s;
}

Result<void> RunSession::writeCheckpoint(const std::function<Result<void>()>& write) {
  constexpr double kShare = 10;
  const double begin = now_s();
  auto written = write();
  const double end = now_s();
  m_nextCheckpoint_s = end + std::max(m_checkpointEvery_s, kShare * (end - begin));
  return written;
}

void RunSession::clearLine() {
  if (m_lineShown) fmt::print(stderr, "\r\033[K");
  m_lineShown = false;
}

Result<void> RunSession::writeWithRoom(const std::function<Result<void>()>& write) {
  return m_recorder ? m_recorder->writeWithRoom(write) : write();
}

void RunSession::finish(Completion completion, const std::string& message, StopCause limit) {
  clearLine();
  if (m_recorder) m_recorder->finish(completion, message, limit);
}

void RunSession::finishFailed(const Error& error) {
  clearLine();
  if (m_recorder) m_recorder->finishFailed(error);
}

int threadCount(int requested) {
  return requested > 0 ? requested : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace ptycho::cli
