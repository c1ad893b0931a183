#pragma once

#include <torch/torch.h>

#include <ATen/record_function.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ptycho {

/// What one layer did in a forward pass.
struct RecordedLayer {
  std::string name;                  ///< of the module, "patch.encoder.stages.0.convolution"
  std::string kind;                  ///< "Conv2d 4×4, stride 2"
  std::vector<std::int64_t> output;  ///< shape; empty for parameters that no known operation took
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;    ///< of convolutions and matrix products alone
};

/// Watches the operations of this thread while it lives and tells by their weights which layer of the network they
/// belong to, so that no architecture has to describe itself.
class LayerRecorder {
 public:
  explicit LayerRecorder(const torch::nn::Module& network);
  ~LayerRecorder();
  LayerRecorder(const LayerRecorder&) = delete;
  LayerRecorder& operator=(const LayerRecorder&) = delete;

  /// Layers in the order of their first use, then modules whose own parameters no known operation took.
  [[nodiscard]] std::vector<RecordedLayer> finish() const;

  struct Record;

 private:
  std::unique_ptr<Record> m_record;
  at::CallbackHandle m_callback;
};

}  // namespace ptycho
