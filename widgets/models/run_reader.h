#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/store/file_stamp.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"

namespace ptycho {

/// What one look at a run folder brought, beyond the look before.
struct RunLook {
  std::optional<RunStatus> status;
  RunLiveness liveness = RunLiveness::Queued;
  EventBatch events;                             ///< new ones only
  std::shared_ptr<const Json> spec;              ///< once
  std::shared_ptr<const PreviewRecord> preview;  ///< when the file was replaced
  std::shared_ptr<const ResultRecord> result;    ///< when the file appeared or was replaced, once nothing works on it
  bool gone = false;                             ///< the folder was there and is no more
  std::string problem;                           ///< why something that is there could not be read
};

/// No more signs of life are to be expected.
[[nodiscard]] bool hasEnded(RunLiveness liveness);

/// Reads a run folder piece by piece, remembering what was read. Tolerates what is missing, cut or damaged.
/// One thread at a time.
class RunReader {
 public:
  explicit RunReader(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  /// @param now_s  a monotonic clock, for the judgement of liveness
  [[nodiscard]] RunLook look(double now_s);
  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

 private:
  std::filesystem::path m_folder;
  LivenessJudge m_judge;
  bool m_seen = false;
  std::uint64_t m_eventOffset = 0;
  FileStamp m_specStamp;
  FileStamp m_previewStamp;
  FileStamp m_resultStamp;
};

}  // namespace ptycho
