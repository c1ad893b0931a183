#pragma once

#include "core/learn/trained_network.h"
#include "core/store/network_file.h"

namespace ptycho::testing {

/// Tensors of every type and of ranks 0 to 4, one of them empty, with values that no arithmetic leaves alone (NaN with a
/// payload, −0, the largest integers). `first` is the first byte of the first one.
[[nodiscard]] std::vector<NamedTensor> sampleTensors(unsigned char first = 7);
[[nodiscard]] TrainedNetwork sampleNetwork();
[[nodiscard]] TrainingState sampleTrainingState(std::int64_t step, unsigned char first = 7);
/// Accepts all.
[[nodiscard]] Result<void> anyLayout(const TrainingSpec& spec, const std::vector<TensorLayout>& layouts);

}  // namespace ptycho::testing
