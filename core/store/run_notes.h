#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// What people say about a run, beside what its worker wrote: notes.json in the run folder, replaced in one step, so
/// that it goes wherever the folder goes.
struct RunNotes {
  std::string title;  ///< shown in the place of the name; empty: the run's own
  std::vector<std::string> tags;
  std::string note;

  [[nodiscard]] bool empty() const { return title.empty() && tags.empty() && note.empty(); }
  bool operator==(const RunNotes&) const = default;
};

/// No file gives empty notes. Errors: a damaged file, one of a newer version.
[[nodiscard]] Result<RunNotes> readRunNotes(const std::filesystem::path& folder);
/// Empty notes remove the file. Errors: no folder of a run, a file of a newer version (which stays as it is), a folder
/// that cannot be written.
[[nodiscard]] Result<void> writeRunNotes(const std::filesystem::path& folder, const RunNotes& notes);

/// "noise, 60 px, noise" → {"60 px", "noise"}: parted by commas, without blanks around them, in order, each once.
[[nodiscard]] std::vector<std::string> tagsFromText(std::string_view text);

}  // namespace ptycho
