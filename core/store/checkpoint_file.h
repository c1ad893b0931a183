#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/reconstruct/checkpoint.h"

namespace ptycho {

/// Keeps a checkpoint in a run folder as checkpoint.h5: our HDF5, ptychodesk_kind = "checkpoint". Arrays are streamed
/// one by one and never copied as a whole; /index (JSON) lists them with all counts and numbers as their bits; the
/// attribute `checksum` covers every bit of both. The new file is read back before the one before becomes
/// checkpoint-previous.h5, so that at any moment a whole checkpoint is on the disk.
[[nodiscard]] Result<void> writeCheckpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint);

/// The newest whole checkpoint of a run folder.
struct OpenedCheckpoint {
  std::unique_ptr<RestoringArchive> archive;  ///< reads from the file, straight into what is shown to it
  int iterations = 0;                         ///< carried out when it was made
  std::string warning;                        ///< why it is not the newest one; empty: it is
};
/// All data are checked first; a damaged checkpoint.h5 is passed over for the previous one.
/// Errors: NotFound without any checkpoint; BadInput when none is whole.
[[nodiscard]] Result<OpenedCheckpoint> openCheckpoint(const std::filesystem::path& folder);

/// After a run is done.
void removeCheckpoints(const std::filesystem::path& folder);

}  // namespace ptycho
