#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/store/run_folder.h"

namespace ptycho {

/// Puts a new checkpoint into a run folder so that at any moment a whole one is on the disk: `write` makes
/// checkpoint-new.h5, `readBack` reads it, and only then the one before becomes checkpoint-previous.h5 and the new one
/// checkpoint.h5. An error until then leaves the folder as it was; one between the two renames leaves checkpoint-new.h5,
/// which openNewestCheckpoint() finds.
[[nodiscard]] Result<void> rotateCheckpoint(
    const std::filesystem::path& folder, const std::function<Result<void>(const std::filesystem::path&)>& write,
    const std::function<Result<void>(const std::filesystem::path&)>& readBack);

/// The newest checkpoint that `open` accepts. When it is not checkpoint.h5, `warning` says why and what `describe`
/// makes of the one that was taken.
/// @return the error of checkpoint.h5 when none is whole: NotFound without any
template <class Opened>
Result<Opened> openNewestCheckpoint(const std::filesystem::path& folder,
                                    const std::function<Result<Opened>(const std::filesystem::path&)>& open,
                                    const std::function<std::string(const Opened&, const char* name)>& describe) {
  auto current = open(folder / run_file::kCheckpoint);
  if (current) return current;
  // Between two renames of an interrupted worker the newest one has not got its name yet.
  for (const char* name : {run_file::kNewCheckpoint, run_file::kPreviousCheckpoint}) {
    auto other = open(folder / name);
    if (!other) continue;
    other->warning = current.error().text() + " " + describe(*other, name);
    return other;
  }
  return current;
}

}  // namespace ptycho
