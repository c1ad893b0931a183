#include "core/train/sample_tensors.h"

#include "core/network/window_layout.h"

namespace ptycho {

namespace {

torch::Tensor view(const float* values, std::initializer_list<std::int64_t> shape) {
  return torch::from_blob(const_cast<float*>(values), shape, torch::kFloat32);
}

/// Where networks place windows.
torch::Tensor coveredPixels(ScanBatch scan) {
  const std::int64_t window = scan.probe.size(0);
  scan.magnitudes = torch::ones({scan.patterns(), 1, window, window});
  return (addWindows(scan.magnitudes, windowLayout(scan)).view({scan.rows, scan.cols}) > 0).to(torch::kFloat32);
}

}  // namespace

SampleTensors::SampleTensors(const Scan& scan, const ComplexStack& probe, const OutputRange& range,
                             const torch::Device& device)
    : m_device(device) {
  const auto window = static_cast<std::int64_t>(probe.rows());
  m_scan.probe = torch::from_blob(const_cast<Complex*>(probe.data()), {window, window}, torch::kComplexFloat)
                     .clone()
                     .to(device);
  m_scan.positions = scan.positions;
  m_scan.rows = scan.object_rows;
  m_scan.cols = scan.object_cols;
  m_scan.range = range;
  const torch::Tensor covered = coveredPixels(m_scan);
  if (!covered.all().item<bool>()) m_covered = covered.to(device);
}

Sample SampleTensors::sample(const TrainingBatch& batch, std::size_t first, std::size_t objects) const {
  Sample sample{m_scan, {}};
  const auto patterns = m_scan.patterns();
  const auto window = m_scan.probe.size(0);
  const auto count = static_cast<std::int64_t>(objects);
  sample.scan.objects = count;
  sample.scan.magnitudes =
      view(batch.magnitudes.image(first * static_cast<std::size_t>(patterns)), {count * patterns, 1, window, window})
          .to(m_device);
  const torch::Tensor amplitude = view(batch.amplitude.image(first), {count, m_scan.rows, m_scan.cols});
  const torch::Tensor phase = view(batch.phase.image(first), {count, m_scan.rows, m_scan.cols});
  sample.truth = torch::stack({amplitude, phase}, 1).to(m_device);
  return sample;
}

}  // namespace ptycho
