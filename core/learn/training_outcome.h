#pragma once

#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/learn/trained_network.h"

namespace ptycho {

/// One of several processes that train together (the environment RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT that
/// torchrun and Slurm scripts set). Each takes batch_objects / world objects of every step; gradients and batch
/// statistics' moving averages are averaged.
struct DataParallel {
  int rank = 0;
  int world = 1;
  std::string address = "127.0.0.1";
  int port = 29500;
};
/// What a training came to.
struct TrainingOutcome {
  TrainedNetwork network;       ///< the best by validation amplitude + phase NRMSE
  Completion completion = Completion::Done;
  std::int64_t steps = 0;       ///< carried out, over all resumptions
  double seconds = 0;           ///< of training, validation and pauses excluded, over all resumptions
  double patterns_per_s = 0;
  double loader_wait = 0;       ///< share of the training time spent waiting for data
  std::uint64_t peak_memory_bytes = 0;
};

}  // namespace ptycho
