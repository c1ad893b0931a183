#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/cli/run_session.h"
#include "core/measured/import_spec.h"
#include "core/reconstruct/reconstruct.h"
#include "core/simulate/simulate.h"
#include "core/source/photo.h"

namespace ptycho::cli {

/// One acquisition to reconstruct, with everything that is given by name.
struct ReconstructJob {
  std::string input;      ///< acquisition file, or a scan of another program, which is imported first, or a photograph
  ImportSpec import;      ///< how; not looked at for an acquisition
  bool imports = false;   ///< the input is a scan of another program, see isForeignFile()
  std::optional<SimulationSpec> simulation;  ///< makes an acquisition of an input that is a photograph
  bool import_to_errors = false;  ///< what was assumed is printed on standard error
  ReconstructionSpec spec;
  std::string start;      ///< for StartKind::Given: a file, file:/dataset, imported, or network:RUN (its prediction)
  std::string support;    ///< a file, or file:/dataset; empty: none
  std::filesystem::path output;  ///< result file beside the one in the run folder; empty: none
  int threads = 1;
  double checkpoint_every_s = 60;
  double memory_gb = 0;   ///< for the patterns; 0: half of what is available

  /// The input is a photograph, of which patterns are simulated first.
  [[nodiscard]] bool simulates() const { return simulation && isPhotoName(input); }
};

/// What it came to; the object itself is in the file.
struct ReconstructOutcome {
  Reconstruction numbers;  ///< without pictures
  std::string input;
  std::string name;
  std::string chain;
  std::filesystem::path file;        ///< the result
  std::filesystem::path run_folder;  ///< empty: none
  int threads = 1;
  double object_pixel_m = 0;         ///< 0: unknown
  [[nodiscard]] bool stopped() const { return numbers.completion == Completion::StoppedEarly; }
};

/// Loads, reconstructs, writes the result; keeps checkpoints in the session's run folder and removes them when all is
/// done. The session is finished, except after an error.
/// @param resume  where the run goes on; null: from its start
[[nodiscard]] Result<ReconstructOutcome> runReconstructJob(const ReconstructJob& job, RunSession& session,
                                                           RestoringArchive* resume = nullptr);

/// spec.json of its run.
[[nodiscard]] Json reconstructRunSpec(const ReconstructJob& job, const std::vector<std::string>& command);

/// {"amplitude_nrmse": …} for --json.
[[nodiscard]] Json outcomeJson(const ReconstructOutcome& outcome);
void printOutcome(const ReconstructOutcome& outcome);

}  // namespace ptycho::cli
