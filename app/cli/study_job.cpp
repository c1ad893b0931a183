#include "app/cli/study_job.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include <unistd.h>

#include <fmt/format.h>

#include "app/cli/run_resume.h"
#include "app/cli/study_child.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/base/version.h"
#include "core/store/library_version.h"
#include "core/study/study_report.h"

#ifdef PTYCHODESK_WITH_FIGURES
#include "app/cli/offscreen_application.h"
#include "core/study/report_html.h"
#include "widgets/kit/report/report_pdf.h"
#endif

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

constexpr auto kLook = std::chrono::milliseconds(100);
constexpr const char* kLogs = "logs";

/// The last line that a child wrote.
std::string lastLine(const fs::path& file) {
  std::ifstream stream(file);
  std::string line, last;
  while (std::getline(stream, line)) {
    if (!line.empty()) last = line;
  }
  return last;
}

/// One study that is carried out.
class StudyRun {
 public:
  StudyRun(const StudyJob& job, const StudyPlan& plan, RunSession& session)
      : m_job(job), m_plan(plan), m_session(session), m_folder(session.folder()), m_forwarder(m_folder) {}

  Result<StudyOutcome> run() {
    PTYCHO_CHECK(writeFiles());
    for (const std::string& sentence : m_plan.left_out) logWarning(sentence);
    PTYCHO_CHECK(m_session.writeWithRoom([&] { return writeStudyReport(results(), m_folder); }));
    for (const StudyChild& child : m_plan.children) {
      report(child.id);
      if (!m_session.keepGoing()) return finish(Completion::StoppedEarly);
      if (childState(m_folder, child.id).isDone()) {
        ++m_done;
        continue;
      }
      if (const std::string waits = missing(child); !waits.empty()) {
        m_failures.push_back(fmt::format("{} waits for {}, which is not done.", child.id, waits));
        continue;
      }
      PTYCHO_TRY(const bool goOn, carryOut(child));
      PTYCHO_CHECK(m_session.writeWithRoom([&] { return writeStudyReport(results(), m_folder); }));
      if (!goOn) return finish(Completion::StoppedEarly);
    }
    return finish(Completion::Done);
  }

 private:
  Result<void> writeFiles() {
    std::error_code status;
    for (const char* folder : {"specs", kLogs}) {
      fs::create_directories(m_folder / folder, status);
      if (status) return tl::unexpected(errnoError(status.value(), "cannot be made", m_folder / folder));
    }
    for (const StudyFile& file : m_plan.files) {
      PTYCHO_CHECK(m_session.writeWithRoom(
          [&] { return replaceFileText(m_folder / file.path, jsonText(file.content, 2) + "\n"); }));
    }
    return {};
  }

  [[nodiscard]] std::string missing(const StudyChild& child) const {
    for (const std::string& id : child.after) {
      if (!childState(m_folder, id).isDone()) return id;
    }
    return {};
  }

  void report(const std::string& phase) {
    m_session.progress(
        {phase, static_cast<std::int64_t>(m_done), static_cast<std::int64_t>(m_plan.children.size()), 30});
  }

  void tell(const std::string& id, const std::string& state, double seconds) {
    m_session.event({{"kind", std::string("child")}, {"run", id}, {"state", state}, {"seconds", seconds}});
    logInfo(fmt::format("{}: {}", id, state));
  }

  /// New, or from where it stopped.
  std::vector<std::string> argumentsFor(const StudyChild& child) const {
    const fs::path folder = m_folder / child.id;
    const auto status = readRunStatus(folder);
    if (status && status->state != RunState::Queued) {
      return {child.verb, "--resume", child.id, "--threads", std::to_string(m_job.resources.threads)};
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);  // killed before it began: there is nothing in it
    return child.arguments;
  }

  /// A child of a study that was killed may still be saving what it has.
  Result<bool> waitForEarlierOne(const StudyChild& child) {
    LivenessJudge judge;
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
      const auto status = readRunStatus(m_folder / child.id);
      if (!status) return true;
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
      const RunLiveness liveness = judge.judge(*status, elapsed.count());
      if (liveness != RunLiveness::Running && liveness != RunLiveness::Paused && liveness != RunLiveness::Stopping &&
          liveness != RunLiveness::Stuck) {
        return true;
      }
      report(child.id + ": waiting for the process that is still at it");
      if (!m_session.keepGoing()) return false;
      std::this_thread::sleep_for(kLook);
    }
  }

  /// @return false when the study is to stop
  Result<bool> carryOut(const StudyChild& child) {
    PTYCHO_TRY(const bool free, waitForEarlierOne(child));
    if (!free) return false;
    if (childState(m_folder, child.id).isDone()) {
      ++m_done;
      return true;
    }
    const fs::path log = m_folder / kLogs / (child.id + ".txt");
    tell(child.id, "started", 0);
    const auto begin = std::chrono::steady_clock::now();
    PTYCHO_TRY(StudyChildProcess process, StudyChildProcess::start(m_job.program, argumentsFor(child), m_folder, log));
    m_forwarder.follow(m_folder / child.id);
    std::optional<int> code;
    bool goOn = true;
    while (!(code = process.exitCode())) {
      report(phaseOf(child));
      if (goOn && !m_session.keepGoing()) {
        goOn = false;
        process.stop();
      }
      std::this_thread::sleep_for(kLook);
    }
    m_forwarder.follow({});
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    judge(child, *code, log, elapsed.count());
    return goOn;
  }

  void judge(const StudyChild& child, int code, const fs::path& log, double seconds) {
    const ChildState state = childState(m_folder, child.id);
    if (code == 0 && state.isDone()) {
      ++m_done;
      tell(child.id, "done", seconds);
    } else if (code == 3 || (state.state && *state.state == RunState::Stopped)) {
      tell(child.id, "stopped", seconds);
      if (m_session.keepGoing()) m_failures.push_back(child.id + " was stopped; it goes on with --resume.");
    } else {
      tell(child.id, "failed", seconds);
      const std::string line = lastLine(log);
      m_failures.push_back(fmt::format("{} failed ({}): {}", child.id,
                                       code < 0 ? fmt::format("signal {}", -code) : fmt::format("exit code {}", code),
                                       line.empty() ? state.message : line));
    }
  }

  /// "evaluate-hybrid-60-test: hybrid 12/20"
  std::string phaseOf(const StudyChild& child) {
    const auto status = readRunStatus(m_folder / child.id);
    if (!status || status->total <= 0) return child.id;
    return fmt::format("{}: {} {}/{}", child.id, status->phase, status->done, status->total);
  }

  StudyResults results() const {
    StudyResults results = collectStudy(m_folder, m_job.spec, m_plan);
    std::string command;
    for (const std::string& word : m_job.command) command += (command.empty() ? "" : " ") + word;
    results.environment = {{"program", m_job.program}, {"version", programVersion()}, {"compiler", __VERSION__},
                           {"hdf5", hdf5Version()}, {"host", hostName()}, {"threads", m_job.resources.threads},
                           {"device", m_job.resources.device}, {"networks", m_job.resources.networks},
                           {"command", command}, {"cores", std::thread::hardware_concurrency()}};
    return results;
  }

  /// The report is there as HTML: pages that cannot be made are no reason to fail.
  void writePdf([[maybe_unused]] const StudyResults& results) const {
#ifdef PTYCHODESK_WITH_FIGURES
    const OffscreenApplication application;
    const auto written = writeReportPdf(m_folder / study_file::kPdf, studyHtml(results, m_folder, ReportMedium::Print),
                                        m_job.spec.title);
    if (!written) logWarning(written.error().text());
#endif
  }

  Result<StudyOutcome> finish(Completion completion) {
    StudyOutcome outcome{results(), completion, m_failures, m_folder};
    PTYCHO_CHECK(m_session.writeWithRoom([&] { return writeStudyReport(outcome.results, m_folder); }));
    writePdf(outcome.results);
    const std::string count = fmt::format("{} of {} runs done", outcome.done(), m_plan.children.size());
    report("done");
    if (completion == Completion::Done && !m_failures.empty()) {
      m_session.finishFailed({ErrorCode::Failed, fmt::format("{}; {}", count, m_failures.front()), {}});
    } else {
      m_session.finish(completion, count + "; the comparison is in report.html.");
    }
    return outcome;
  }

  const StudyJob& m_job;
  const StudyPlan& m_plan;
  RunSession& m_session;
  const fs::path m_folder;
  RequestForwarder m_forwarder;
  std::size_t m_done = 0;
  std::vector<std::string> m_failures;
};

}  // namespace

std::size_t StudyOutcome::done() const {
  return static_cast<std::size_t>(std::ranges::count_if(results.children, &ChildState::isDone));
}

std::string ownProgram() {
  std::error_code status;
  return fs::read_symlink("/proc/self/exe", status).string();
}

Result<bool> hasNetworks(const std::string& program) {
  PTYCHO_TRY(StudyChildProcess process, StudyChildProcess::start(program, {"info", "network", "ptychonet"},
                                                                 fs::current_path(), "/dev/null"));
  const int code = process.wait();
  if (code == 127) {
    return fail(ErrorCode::NotFound, "cannot be started; name a program like ptychodesk-cli.", program);
  }
  return code == 0;
}

Result<StudyOutcome> runStudyJob(const StudyJob& job, const StudyPlan& plan, RunSession& session) {
  return StudyRun(job, plan, session).run();
}

Json studyRunSpec(const StudyJob& job) {
  return {{"schema", 1}, {"verb", "study"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
          {"command", job.command}, {"threads", job.resources.threads}, {"device", job.resources.device},
          {"children_by", job.program}, {"study", studySpecToJson(job.spec)}};
}

Result<StudyJob> jobOfStudy(const fs::path& folder) {
  PTYCHO_TRY(const Json json, specOfRun(folder, "study"));
  auto spec = studySpecFromJson(json.value("study", Json()));
  if (!spec) return passOn(spec.error(), (folder / run_file::kSpec).string());
  StudyJob job;
  job.spec = std::move(*spec);
  const Json threads = json.value("threads", Json());
  if (threads.is_number_integer()) job.resources.threads = std::clamp(threads.get<int>(), 1, 1024);
  if (const std::string device = stringAt(json, "device"); !device.empty()) job.resources.device = device;
  job.program = stringAt(json, "children_by");
  for (const Json& word : json.value("command", Json::array())) {
    if (word.is_string()) job.command.push_back(word.get<std::string>());
  }
  return job;
}

}  // namespace ptycho::cli
