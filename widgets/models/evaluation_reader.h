#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/store/run_folder.h"
#include "widgets/models/image_table.h"

namespace ptycho {

/// What one look at an evaluation brought.
struct EvaluationLook {
  std::optional<RunStatus> status;
  RunLiveness liveness = RunLiveness::Queued;
  std::shared_ptr<const Json> spec;         ///< once
  std::shared_ptr<const ImageTable> table;  ///< when there is more of it than before
  bool complete = false;                    ///< the table comes from the result
  bool gone = false;                        ///< the folder was there and is no more
  std::string problem;                      ///< why something that is there could not be read
};

/// Reads the run folder of an evaluation piece by piece: rows from the events while it works, the result once it has
/// ended. Tolerates what is missing, cut, damaged or newer. One thread at a time.
class EvaluationReader {
 public:
  explicit EvaluationReader(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  /// @param now_s  a monotonic clock, for the judgement of liveness
  [[nodiscard]] EvaluationLook look(double now_s);

 private:
  void readSpec(EvaluationLook& look);
  void takeEvents(EvaluationLook& look);
  void readResult(EvaluationLook& look);

  std::filesystem::path m_folder;
  LivenessJudge m_judge;
  bool m_seen = false;
  bool m_hasSpec = false;
  std::uint64_t m_offset = 0;
  std::filesystem::file_time_type m_resultTime{};
  EvaluationTable m_growing;
  std::map<std::pair<std::int64_t, int>, std::size_t> m_places;  ///< of its records, by image and method
};

}  // namespace ptycho
