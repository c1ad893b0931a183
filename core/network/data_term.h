#pragma once

#include <torch/torch.h>

#include "core/network/scan_batch.h"
#include "core/network/window_layout.h"

namespace ptycho {

/// The measured side of a batch of scans, prepared once for any number of evaluations. Pixels with M < 0 were not measured
/// and count for nothing.
struct DataTerm : torch::CustomClassHolder {
  /// @param regularisation  ε of the preconditioner W + ε·max W
  explicit DataTerm(const ScanBatch& batch, double regularisation = 1e-3);

  WindowLayout layout;
  torch::Tensor probe;           ///< P complex64 [w, w]
  torch::Tensor magnitudes;      ///< M float32 [b·n, 1, w, w]
  torch::Tensor columns;         ///< M with rows and columns exchanged, as the CPU's transforms see it; only there
  torch::Tensor illumination;    ///< W / max W, W(r) = Σ_j |P(r − r_j)|²; float32 [1, 1, H, W]
  /// M/|F| at most in the derivative of the update, which else the few pixels with next to no |F| drown: through four
  /// steps from a smooth start the gradient had the norm 3 with 1000, all but noise, and 0.012 with 2. Up to 2 no step
  /// away from the object grows in D. Values are never changed by it.
  double steepest = 2;
  torch::Tensor preconditioner;  ///< 1 / (W + ε·max W), 0 where no window reaches; float32 [H, W]
};
using DataTermPtr = c10::intrusive_ptr<DataTerm>;

// On the CPU complex64 objects go through FFTW, pattern by pattern, with the analytic derivatives; everything else
// through LibTorch's transforms. Both are differentiable in the object and give the same bits for any number of threads.

/// The mean over patterns and pixels of (|F_j| − M_j)², F_j = FFT2(P·O[patch_j]) (PHYSICS.md, section 8). Its gradient is
/// 2/(b·n·w²) · Σ_j P_j* F⁻¹[(1 − M/|F|)F].
/// @param object  complex [b, H, W]
[[nodiscard]] torch::Tensor dataLoss(const torch::Tensor& object, const DataTermPtr& data);

/// The update of accelerated Wirtinger flow (Xu, Eldar & others 2018):
///   U = [Σ_j P_j* F⁻¹((1 − M/|F|)F)] / (W + ε·max W),   complex [b, H, W].
/// Its derivative is the weighted sum of P_j* F⁻¹ D F P_j, with D: δ ↦ δ − (M/|F|)·[δ − F·Re(F*δ)/|F|²] at each pixel,
/// self-adjoint for the real inner product, M/|F| held below data->steepest.
[[nodiscard]] torch::Tensor dataUpdate(const torch::Tensor& object, const DataTermPtr& data);

/// The same two by LibTorch's transforms on any device, in complex64 or complex128.
[[nodiscard]] torch::Tensor dataLossByTorch(const torch::Tensor& object, const DataTerm& data);
[[nodiscard]] torch::Tensor dataUpdateByTorch(const torch::Tensor& object, const DataTerm& data);

}  // namespace ptycho
