#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/run_session.h"
#include "core/study/study_results.h"

namespace ptycho::cli {

/// A study with what it is carried out by.
struct StudyJob {
  StudySpec spec;
  StudyResources resources;
  std::string program;                    ///< that runs the children
  std::vector<std::string> command;       ///< how this program was called
};

struct StudyOutcome {
  StudyResults results;
  Completion completion = Completion::Done;
  std::vector<std::string> failures;  ///< sentences: children that failed, or wait for one that did
  std::filesystem::path folder;
  [[nodiscard]] std::size_t done() const;
};

/// This program.
[[nodiscard]] std::string ownProgram();
/// Whether a program has networks: asks it to describe one. Error: it cannot be started.
[[nodiscard]] Result<bool> hasNetworks(const std::string& program);

/// Runs what is not done yet, one after the other, each in its own folder inside the session's: what was stopped,
/// failed or lost goes on, what is done stays. After each the outputs are written anew (study_report.h). A child that
/// fails does not stop those that do not need it. A stop is passed on to the child, and so are pauses. The session is
/// finished, also after failures of children.
[[nodiscard]] Result<StudyOutcome> runStudyJob(const StudyJob& job, const StudyPlan& plan, RunSession& session);

/// spec.json of its run.
[[nodiscard]] Json studyRunSpec(const StudyJob& job);
/// The job of a study's run folder.
[[nodiscard]] Result<StudyJob> jobOfStudy(const std::filesystem::path& folder);

}  // namespace ptycho::cli
