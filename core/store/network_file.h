#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/learn/trained_network.h"

namespace ptycho {

/// Says whether tensors of these layouts belong to the spec; called before memory is taken for them. An empty one accepts
/// all.
using LayoutCheck = std::function<Result<void>(const TrainingSpec&, const std::vector<TensorLayout>&)>;

/// A trained network as HDF5 (ptychodesk_kind = "network"): /weights/<name> plain tensors, /spec and /history as JSON,
/// `checksum` over everything. Loading runs no code; one flipped bit is an error.
[[nodiscard]] Result<void> writeNetworkFile(const std::filesystem::path& file, const TrainedNetwork& network);
[[nodiscard]] Result<TrainedNetwork> readNetworkFile(const std::filesystem::path& file, const LayoutCheck& check);

/// A training's checkpoint.h5 in its run folder, with the rules of checkpoint_file.h: the new one is read back before the
/// one before becomes checkpoint-previous.h5; a damaged newest one is passed over with a warning.
[[nodiscard]] Result<void> writeTrainingCheckpoint(const std::filesystem::path& folder, const TrainingState& state);
struct OpenedTrainingCheckpoint {
  TrainingState state;
  std::string warning;  ///< why it is not the newest one; empty: it is
};
[[nodiscard]] Result<OpenedTrainingCheckpoint> readTrainingCheckpoint(const std::filesystem::path& folder,
                                                                      const LayoutCheck& check);

}  // namespace ptycho
