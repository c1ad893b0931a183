#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/learn/predictor.h"
#include "core/learn/trained_network.h"

namespace ptycho::cli {

/// The network file that a name means: the file itself, or the result.h5 of a training's run folder. A training writes
/// that file at every new best validation, so that a run that goes on, was stopped or was lost has its best network
/// there.
/// Errors: nothing of that name; a run of another verb; a training before its first validation.
[[nodiscard]] Result<std::filesystem::path> networkFileOf(const std::string& fileOrRun);

/// The weights with where they come from; with LibTorch their layout is checked before memory is taken for them.
[[nodiscard]] Result<TrainedNetwork> readTrainedNetwork(const std::string& fileOrRun);

/// A trained network ready to be used.
/// @param fileOrRun  see networkFileOf()
/// @param device     auto, cpu, cuda:N
/// Errors: those of networkFileOf(); a damaged file; a device that is not there; a program without networks
/// (PTYCHODESK_TORCH=OFF).
[[nodiscard]] Result<std::unique_ptr<Predictor>> openPredictor(const std::string& fileOrRun, const std::string& device,
                                                               int threads);

/// How a build without LibTorch answers: Unsupported (exit code 2), naming what was asked for.
[[nodiscard]] tl::unexpected<Error> withoutNetworks(const std::string& what);

}  // namespace ptycho::cli
