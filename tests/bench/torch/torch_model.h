#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "tests/bench/torch/torch_engines.h"

namespace ptycho {

/// The scan as tensors, with what several engines share.
struct TorchModel {
  TorchModel(const RealStack& measured, const ComplexStack& knownProbe, const Scan& scan, bool keepsRange,
             const TorchSettings& values);

  /// O[patch_j] of all patterns: complex64 [n, w, w].
  [[nodiscard]] torch::Tensor gather(const torch::Tensor& object) const;
  /// Its adjoint: adds patches [n, w, w] into zeros [H, W].
  [[nodiscard]] torch::Tensor scatter(const torch::Tensor& patches) const;
  /// The window of pattern j, a view.
  [[nodiscard]] torch::Tensor window(const torch::Tensor& object, std::int64_t j) const;
  /// P·O[patch_j] [n, w, w].
  [[nodiscard]] torch::Tensor exitWaves(const torch::Tensor& object) const { return probe * gather(object); }
  /// (Σ P*ψ + ε·O)/(W + ε), then the range.
  [[nodiscard]] torch::Tensor overlap(const torch::Tensor& waves, const torch::Tensor& object) const;
  /// With `range`: the nearest transmission in amplitude and in phase; else the same.
  [[nodiscard]] torch::Tensor inRange(const torch::Tensor& object) const;

  TorchSettings settings;
  bool range;
  torch::Tensor probe;           ///< complex64 [w, w]
  torch::Tensor conjugateProbe;
  torch::Tensor probePower;      ///< |P|² [w, w]
  torch::Tensor intensities;     ///< [n, w, w]
  torch::Tensor magnitudes;
  torch::Tensor inverseWeight;   ///< 1/(W + ε), complex64 [H, W]
  double epsilon = 0;            ///< regularisation · max W
  std::int64_t rows;
  std::int64_t cols;
  std::vector<std::pair<std::int64_t, std::int64_t>> corners;  ///< first row and column of each window
};

inline torch::Tensor toDetector(const torch::Tensor& waves) { return torch::fft::fft2(waves, {}, {-2, -1}, "ortho"); }
inline torch::Tensor toSample(const torch::Tensor& fields) { return torch::fft::ifft2(fields, {}, {-2, -1}, "ortho"); }
/// Π_F ψ for waves [.., w, w] and magnitudes of that shape.
inline torch::Tensor projectModulus(const torch::Tensor& waves, const torch::Tensor& magnitudes) {
  return toSample(toDetector(waves).sgn_().mul_(magnitudes));
}

/// One engine with its state.
class TorchIteration {
 public:
  TorchIteration(const TorchModel& model, torch::Tensor start) : m_model(model), m_object(std::move(start)) {}
  TorchIteration(const TorchIteration&) = delete;
  TorchIteration& operator=(const TorchIteration&) = delete;
  virtual ~TorchIteration() = default;
  virtual void iterate() = 0;
  [[nodiscard]] const torch::Tensor& object() const { return m_object; }

 protected:
  const TorchModel& m_model;
  torch::Tensor m_object;  ///< complex64 [H, W]
};

using TorchMaker = std::unique_ptr<TorchIteration> (*)(const TorchModel& model, torch::Tensor start);
using TorchMakers = std::vector<std::pair<std::string, TorchMaker>>;
[[nodiscard]] TorchMakers sequentialEngines();  ///< pie, epie, rpie, mpie
[[nodiscard]] TorchMakers projectionEngines();  ///< dm, raar, awf, admm
[[nodiscard]] TorchMakers likelihoodEngines();  ///< lsqml, ml-gaussian, ml-poisson, autograd

template <class Engine>
std::unique_ptr<TorchIteration> makeIteration(const TorchModel& model, torch::Tensor start) {
  return std::make_unique<Engine>(model, std::move(start));
}

}  // namespace ptycho
