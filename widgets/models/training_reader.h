#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

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
  /// Tells a changed or replaced file from an untouched one.
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;
    std::int64_t bytes = -1;
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] Stamp stampOf(const char* name) const;
  /// True once per change; a file that is not there has not changed.
  [[nodiscard]] bool hasChanged(const char* name, Stamp& last) const;
  void readNewEvents(TrainingLook& look);

  std::filesystem::path m_folder;
  TrainingCurves m_curves;
  std::uint64_t m_offset = 0;
  Stamp m_events;
  Stamp m_spec;
  Stamp m_preview;
};

}  // namespace ptycho
