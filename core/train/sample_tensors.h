#pragma once

#include <torch/torch.h>

#include "core/learn/training_batch.h"
#include "core/network/scan_batch.h"

namespace ptycho {

/// Scans of some objects with the truth, on a device.
struct Sample {
  ScanBatch scan;
  torch::Tensor truth;  ///< A and φ (rad) float32 [b, 2, rows, cols]
};

/// Turns batches into tensors; what all batches share is made once.
class SampleTensors {
 public:
  SampleTensors(const Scan& scan, const ComplexStack& probe, const OutputRange& range, const torch::Device& device);

  /// Objects first … first + objects − 1 of the batch. On the CPU the magnitudes are those of the batch, not a copy:
  /// it must outlive the sample.
  [[nodiscard]] Sample sample(const TrainingBatch& batch, std::size_t first, std::size_t objects) const;
  /// 1 where a window reaches, 0 elsewhere [rows, cols]; undefined when windows reach everywhere.
  [[nodiscard]] const torch::Tensor& covered() const { return m_covered; }

 private:
  ScanBatch m_scan;  ///< without magnitudes
  torch::Tensor m_covered;
  torch::Device m_device;
};

}  // namespace ptycho
