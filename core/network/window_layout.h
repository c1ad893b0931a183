#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "core/network/scan_batch.h"

namespace ptycho {

/// Where the n windows of a scan lie in the object, on whole pixels.
struct WindowLayout {
  std::vector<std::int64_t> row;  ///< of the top-left corner
  std::vector<std::int64_t> col;
  std::int64_t window = 0;        ///< w
  std::int64_t rows = 0;          ///< H
  std::int64_t cols = 0;          ///< W

  [[nodiscard]] std::int64_t patterns() const { return static_cast<std::int64_t>(row.size()); }
};

/// Positions rounded to the nearest pixel. Throws std::invalid_argument where a window does not lie inside the object or
/// the patterns are not objects · n.
[[nodiscard]] WindowLayout windowLayout(const ScanBatch& batch);

/// Sums windows where they lie:  out[b, c, r, k] = Σ_j windows[b·n + j, c, r − row_j, k − col_j].
/// Differentiable; floats or doubles on any device. Windows are added in their order: the same bits for any number of
/// threads.
/// @param windows  [b·n, C, w, w]
/// @return         [b, C, H, W]
[[nodiscard]] torch::Tensor addWindows(const torch::Tensor& windows, const WindowLayout& layout);

/// The adjoint of addWindows: what each window shows of its object, [b, C, H, W] → [b·n, C, w, w]. Differentiable.
[[nodiscard]] torch::Tensor cutWindows(const torch::Tensor& objects, const WindowLayout& layout);

/// 1 where a window reaches, else 0; float32 [1, 1, H, W].
[[nodiscard]] torch::Tensor reachedPixels(const WindowLayout& layout, const torch::Device& device);

}  // namespace ptycho
