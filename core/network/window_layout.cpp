#include "core/network/window_layout.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace ptycho {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows of the object are shared among threads, each going through the windows in their order: no two threads write the
/// same row, and the order of the sum does not depend on them.
template <class Scalar>
void addOnCpu(const Scalar* windows, std::int64_t objects, std::int64_t channels, const WindowLayout& at, Scalar* out) {
  const std::int64_t side = at.window;
  at::parallel_for(0, objects * at.rows, 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t object = task / at.rows;
      const std::int64_t row = task % at.rows;
      for (std::int64_t j = 0; j < at.patterns(); ++j) {
        const std::int64_t inside = row - at.row[static_cast<std::size_t>(j)];
        if (inside < 0 || inside >= side) continue;
        const std::int64_t col = at.col[static_cast<std::size_t>(j)];
        for (std::int64_t c = 0; c < channels; ++c) {
          const Scalar* from = windows + (((object * at.patterns() + j) * channels + c) * side + inside) * side;
          Scalar* to = out + ((object * channels + c) * at.rows + row) * at.cols + col;
          for (std::int64_t k = 0; k < side; ++k) to[k] += from[k];
        }
      }
    }
  });
}

template <class Scalar>
void cutOnCpu(const Scalar* objects, std::int64_t windows, std::int64_t channels, const WindowLayout& at, Scalar* out) {
  const std::int64_t side = at.window;
  at::parallel_for(0, windows, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t window = begin; window < end; ++window) {
      const auto j = static_cast<std::size_t>(window % at.patterns());
      for (std::int64_t c = 0; c < channels; ++c) {
        const std::int64_t plane = (window / at.patterns()) * channels + c;
        for (std::int64_t r = 0; r < side; ++r) {
          const Scalar* from = objects + (plane * at.rows + at.row[j] + r) * at.cols + at.col[j];
          std::copy_n(from, side, out + ((window * channels + c) * side + r) * side);
        }
      }
    }
  });
}

/// Window j of the objects as a view [b, C, w, w].
Tensor windowOf(const Tensor& objects, const WindowLayout& at, std::int64_t j) {
  const auto k = static_cast<std::size_t>(j);
  return objects.narrow(2, at.row[k], at.window).narrow(3, at.col[k], at.window);
}

Tensor added(const Tensor& windows, const WindowLayout& at) {
  const std::int64_t objects = windows.size(0) / at.patterns();
  Tensor out = torch::zeros({objects, windows.size(1), at.rows, at.cols}, windows.options());
  if (windows.device().is_cpu()) {
    const Tensor from = windows.contiguous();
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "addWindows", [&] {
      addOnCpu(from.data_ptr<scalar_t>(), objects, from.size(1), at, out.data_ptr<scalar_t>());
    });
    return out;
  }
  const Tensor byObject = windows.view({objects, at.patterns(), windows.size(1), at.window, at.window});
  for (std::int64_t j = 0; j < at.patterns(); ++j) windowOf(out, at, j).add_(byObject.select(1, j));
  return out;
}

Tensor cut(const Tensor& objects, const WindowLayout& at) {
  const std::int64_t windows = objects.size(0) * at.patterns();
  Tensor out = torch::empty({windows, objects.size(1), at.window, at.window}, objects.options());
  if (objects.device().is_cpu()) {
    const Tensor from = objects.contiguous();
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "cutWindows", [&] {
      cutOnCpu(from.data_ptr<scalar_t>(), windows, from.size(1), at, out.data_ptr<scalar_t>());
    });
    return out;
  }
  Tensor byObject = out.view({objects.size(0), at.patterns(), objects.size(1), at.window, at.window});
  for (std::int64_t j = 0; j < at.patterns(); ++j) byObject.select(1, j).copy_(windowOf(objects, at, j));
  return out;
}

// The layout rides in saved_data as one list: a custom function keeps only what IValue can hold.
void saveLayout(AutogradContext* context, const WindowLayout& at) {
  std::vector<std::int64_t> numbers{at.window, at.rows, at.cols};
  numbers.insert(numbers.end(), at.row.begin(), at.row.end());
  numbers.insert(numbers.end(), at.col.begin(), at.col.end());
  context->saved_data["layout"] = numbers;
}

WindowLayout savedLayout(AutogradContext* context) {
  const std::vector<std::int64_t> numbers = context->saved_data["layout"].toIntVector();
  const auto n = static_cast<std::ptrdiff_t>((numbers.size() - 3) / 2);
  const auto rows = numbers.begin() + 3;
  return {{rows, rows + n}, {rows + n, numbers.end()}, numbers[0], numbers[1], numbers[2]};
}

struct AddWindows : torch::autograd::Function<AddWindows> {
  static Tensor forward(AutogradContext* context, const Tensor& windows, const WindowLayout& at) {
    saveLayout(context, at);
    return added(windows, at);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    return {cutWindows(gradients[0], savedLayout(context)), Tensor()};
  }
};

struct CutWindows : torch::autograd::Function<CutWindows> {
  static Tensor forward(AutogradContext* context, const Tensor& objects, const WindowLayout& at) {
    saveLayout(context, at);
    return cut(objects, at);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    return {addWindows(gradients[0], savedLayout(context)), Tensor()};
  }
};

}  // namespace

WindowLayout windowLayout(const ScanBatch& batch) {
  WindowLayout layout{{}, {}, batch.window(), batch.rows, batch.cols};
  if (batch.positions.empty() || batch.magnitudes.size(0) != batch.objects * batch.patterns()) {
    throw std::invalid_argument("a batch of scans needs one pattern for each position of each object");
  }
  for (const Position& position : batch.positions) {
    layout.row.push_back(std::llround(position.row));
    layout.col.push_back(std::llround(position.col));
    if (layout.row.back() < 0 || layout.row.back() + layout.window > layout.rows || layout.col.back() < 0 ||
        layout.col.back() + layout.window > layout.cols) {
      throw std::invalid_argument("window " + std::to_string(layout.row.size() - 1) + " does not lie inside the object");
    }
  }
  return layout;
}

Tensor addWindows(const Tensor& windows, const WindowLayout& layout) { return AddWindows::apply(windows, layout); }

Tensor cutWindows(const Tensor& objects, const WindowLayout& layout) { return CutWindows::apply(objects, layout); }

Tensor reachedPixels(const WindowLayout& layout, const torch::Device& device) {
  const torch::NoGradGuard noGradient;
  const auto options = torch::TensorOptions(torch::kFloat).device(device);
  return addWindows(torch::ones({layout.patterns(), 1, layout.window, layout.window}, options), layout).clamp_max(1);
}

}  // namespace ptycho
