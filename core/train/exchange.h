#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "core/train/train.h"

namespace ptycho {

/// What processes that train together tell one another. Every process makes the same calls in the same order.
/// A peer that is gone is a c10::Error or std::exception.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  [[nodiscard]] virtual int rank() const { return 0; }
  [[nodiscard]] virtual int world() const { return 1; }
  /// Sum over all processes, in place; contiguous. The same bits in every process.
  virtual void sum(torch::Tensor&) {}
  /// The values of process 0 for everyone.
  virtual void broadcast(torch::Tensor&) {}

  /// Mean over all processes of many tensors of real numbers, sent as one bucket of float32.
  void average(const std::vector<torch::Tensor>& tensors);
};

/// Alone (world = 1), or over Gloo through a TCP store that process 0 opens at address:port. Gradients go through the
/// host's memory. Errors: peers that do not come within a minute; a build without Gloo.
[[nodiscard]] Result<std::unique_ptr<Exchange>> connectExchange(const DataParallel& parallel);

}  // namespace ptycho
