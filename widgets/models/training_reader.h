#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/store/file_stamp.h"
#include "core/store/result_file.h"
#include "widgets/models/training_curves.h"

namespace ptycho {

/// What one look at a training's folder brought; null where nothing is new.
struct TrainingLook {
  std::shared_ptr<const TrainingCurves> curves;
  std::shared_ptr<const Json> spec;
  std::shared_ptr<const PreviewRecord> preview;
  std::string problem;  ///< why something that is there could not be read
};

/// Reads events, specification and picture of a training piece by piece and only where a file has changed, so that a
/// look at a quiet run costs three calls of stat(). Tolerates what is missing or cut. One thread at a time.
class TrainingReader {
 public:
  explicit TrainingReader(std::filesystem::path folder) : m_folder(std::move(folder)) {}
  /// @param withPreview  false leaves the picture unread; it then comes with the first look that asks for it
  [[nodiscard]] TrainingLook look(bool withPreview);

 private:
  void readNewEvents(TrainingLook& look);

  std::filesystem::path m_folder;
  TrainingCurves m_curves;
  std::uint64_t m_offset = 0;
  FileStamp m_events;
  FileStamp m_spec;
  FileStamp m_preview;
};

}  // namespace ptycho
