#pragma once

#include <functional>
#include <optional>

#include "core/learn/trained_network.h"
#include "core/learn/training_batch.h"
#include "core/network/object_network.h"
#include "core/train/exchange.h"
#include "core/train/sample_tensors.h"

namespace ptycho {

/// Judges a network by the fixed held-out set: means over its objects of amplitude and phase NRMSE on the full object
/// (PHYSICS.md, section 5), in evaluation mode and with the statistics of the batch. float32 in evaluation mode,
/// whatever the precision of training, since that is how the network will be used.
class Validation {
 public:
  /// @param group  objects of one pass, whose statistics the batch mode takes together
  Validation(const TrainingSpec& spec, TrainingSource& source, const SampleTensors& tensors, std::size_t group);

  /// Called before each group with the objects done; false stops.
  using Watch = std::function<bool(std::size_t done, std::size_t all)>;
  /// @return nothing when stopped; `step`, `seconds` and `best` are left to the caller. The network's running
  ///         statistics are as before, and it is in training mode.
  [[nodiscard]] Result<std::optional<ValidationRecord>> run(ObjectNetwork& network, Exchange& exchange,
                                                            const Watch& watch);
  /// The first held-out object as the network sees it now.
  [[nodiscard]] Result<ComplexImage> picture(ObjectNetwork& network);

 private:
  const TrainingSpec& m_spec;
  TrainingSource& m_source;
  const SampleTensors& m_tensors;
  std::size_t m_group;
};

}  // namespace ptycho
