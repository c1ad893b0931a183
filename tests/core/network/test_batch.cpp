#include "tests/core/network/test_batch.h"

#include <cmath>
#include <vector>

namespace ptycho::test {

using torch::Tensor;

Tensor randomNumbers(torch::IntArrayRef shape, std::uint64_t seed) {
  auto generator = at::detail::createCPUGenerator(seed);
  return torch::rand(shape, generator, torch::TensorOptions(torch::kFloat));
}

Tensor patchesOf(const Tensor& pictures, const ScanBatch& batch) {
  std::vector<Tensor> patches;
  for (std::int64_t b = 0; b < pictures.size(0); ++b) {
    for (const Position& at : batch.positions) {
      patches.push_back(pictures[b]
                            .narrow(1, std::lround(at.row), batch.window())
                            .narrow(2, std::lround(at.col), batch.window()));
    }
  }
  return torch::stack(patches);
}

Tensor plainObject(const Tensor& channels, const OutputRange& range) {
  const Tensor exact = channels.to(torch::kDouble);
  return torch::polar(exact.select(1, 0) * range.amplitude_max,
                      range.phase_max_rad + (range.phase_min_rad - range.phase_max_rad) * exact.select(1, 1));
}

double distance(const Tensor& a, const Tensor& b) { return ((a - b).norm() / b.norm()).item().toDouble(); }

SimulatedBatch simulatedBatch(const BatchShape& shape) {
  SimulatedBatch made;
  ScanBatch& batch = made.batch;
  batch.objects = shape.objects;
  batch.rows = shape.window + (shape.grid - 1) * shape.step;
  batch.cols = batch.rows + 3;  // a margin that no window reaches, and rows ≠ cols
  for (std::int64_t i = 0; i < shape.grid * shape.grid; ++i) {
    batch.positions.push_back({static_cast<double>(i / shape.grid * shape.step),
                               static_cast<double>(i % shape.grid * shape.step)});
  }
  batch.magnitudes = torch::zeros({shape.objects * batch.patterns(), 1, shape.window, shape.window});
  const double sigma = static_cast<double>(shape.window) * 30 / 128;
  const Tensor axis = torch::arange(shape.window, torch::kDouble) - static_cast<double>(shape.window / 2);
  const Tensor squares = axis.square().unsqueeze(1) + axis.square().unsqueeze(0);
  const Tensor probe = torch::polar((squares / (-2 * sigma * sigma)).exp(), squares * (2.0 / (sigma * sigma)));
  batch.probe = probe.to(torch::kComplexFloat);
  const Tensor noise = randomNumbers({shape.objects, 2, batch.rows + 4, batch.cols + 4}, shape.seed);
  made.truth = torch::avg_pool2d(noise, 5, 1);
  made.truth = ((made.truth - 0.5) * 3 + 0.5).clamp(0.05, 0.95);
  const Tensor patches = patchesOf(plainObject(made.truth, batch.range).unsqueeze(1), batch);
  batch.magnitudes = torch::fft::fft2(patches * probe, c10::nullopt, {-2, -1}, "ortho").abs().to(torch::kFloat);
  return made;
}

}  // namespace ptycho::test
