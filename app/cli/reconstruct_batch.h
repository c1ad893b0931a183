#pragma once

#include <string>
#include <vector>

#include "app/cli/reconstruct_job.h"
#include "app/cli/verb.h"

namespace ptycho::cli {

/// Several acquisitions, reconstructed independently of one another.
struct ReconstructBatch {
  std::vector<std::string> inputs;
  std::vector<bool> foreign;    ///< for each input: a scan of another program
  ReconstructJob common;        ///< everything but the input, whether it is imported, and the output
  std::string output_folder;    ///< results NAME.h5, NAME from the input; empty: run folders only
  RunTarget target;             ///< with `folder`: a run folder NAME in it for each
  int jobs = 0;                 ///< at a time; 0: one a core for small files, one at a time for large ones
  bool json = false;
  std::vector<std::string> command;
};

/// One failure does not end the others. Prints a table, or with `json` a list.
/// @return 0, 1 when any failed, 3 when stopped
[[nodiscard]] Result<int> runReconstructBatch(const ReconstructBatch& batch);

}  // namespace ptycho::cli
