#include "core/train/validation.h"

#include <algorithm>
#include <array>

#include "core/metrics/metrics.h"
#include "core/network/autocast.h"
#include "core/train/training_step.h"

namespace ptycho {

namespace {

/// Puts a network's running statistics back when it goes.
class KeptBuffers {
 public:
  explicit KeptBuffers(const torch::nn::Module& network) : m_buffers(network.buffers()) {
    for (const auto& buffer : m_buffers) m_kept.push_back(buffer.clone());
  }
  KeptBuffers(const KeptBuffers&) = delete;
  KeptBuffers& operator=(const KeptBuffers&) = delete;
  ~KeptBuffers() {
    const torch::NoGradGuard noGradients;
    for (std::size_t k = 0; k < m_buffers.size(); ++k) m_buffers[k].copy_(m_kept[k]);
  }

 private:
  std::vector<torch::Tensor> m_buffers;
  std::vector<torch::Tensor> m_kept;
};

ComplexImage object(const float* amplitude, const float* phase, std::size_t rows, std::size_t cols) {
  ComplexImage image(rows, cols);
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = std::polar(amplitude[i], phase[i]);
  return image;
}

/// Channels [b, 2, rows, cols] → objects.
std::vector<ComplexImage> objects(const torch::Tensor& channels, const OutputRange& range) {
  const torch::Tensor values = channels.detach().to(torch::kCPU, torch::kFloat32);
  const torch::Tensor amplitude = (values.select(1, 0) * range.amplitude_max).contiguous();
  const torch::Tensor phase =
      (values.select(1, 1) * (range.phase_min_rad - range.phase_max_rad) + range.phase_max_rad).contiguous();
  const auto rows = static_cast<std::size_t>(values.size(2));
  const auto cols = static_cast<std::size_t>(values.size(3));
  std::vector<ComplexImage> images;
  for (std::size_t k = 0; k < static_cast<std::size_t>(values.size(0)); ++k) {
    images.push_back(object(amplitude.data_ptr<float>() + k * rows * cols, phase.data_ptr<float>() + k * rows * cols,
                            rows, cols));
  }
  return images;
}

torch::Tensor evaluate(ObjectNetwork& network, const ScanBatch& scan) {
  network.eval();
  torch::Tensor channels = network.forward(scan);
  network.train();
  return channels;
}

torch::Tensor withBatchStatistics(ObjectNetwork& network, const ScanBatch& scan, Precision precision) {
  const KeptBuffers kept(network);
  const AutocastGuard autocast(scan.magnitudes.device().type(), scalarType(precision));
  return network.forward(scan);
}

double middle(double low, double high) { return 0.5 * (low + high); }

}  // namespace

Validation::Validation(const TrainingSpec& spec, TrainingSource& source, const SampleTensors& tensors,
                       std::size_t group)
    : m_spec(spec), m_source(source), m_tensors(tensors), m_group(group) {}

Result<std::optional<ValidationRecord>> Validation::run(ObjectNetwork& network, Exchange& exchange,
                                                        const Watch& watch) {
  const torch::NoGradGuard noGradients;
  const ObjectSpec& ranges = m_spec.simulation.object;
  const std::size_t all = m_source.validationImages();
  const auto rank = static_cast<std::size_t>(exchange.rank());
  const auto world = static_cast<std::size_t>(exchange.world());
  std::array<double, 6> sums{};
  for (std::size_t first = rank * m_group; first < all; first += world * m_group) {
    if (!watch(first, all)) return std::nullopt;
    PTYCHO_TRY(const TrainingBatch batch, m_source.validation(first, std::min(m_group, all - first)));
    const Sample sample = m_tensors.sample(batch, 0, batch.objects);
    const auto estimates = objects(evaluate(network, sample.scan), sample.scan.range);
    const auto batchEstimates =
        objects(withBatchStatistics(network, sample.scan, m_spec.loop.precision), sample.scan.range);
    for (std::size_t k = 0; k < batch.objects; ++k) {
      const ComplexImage truth = object(batch.amplitude.image(k), batch.phase.image(k), batch.amplitude.rows(),
                                        batch.amplitude.cols());
      const TruthComparison comparison(truth);
      const ObjectError error = comparison.compare(estimates[k]);
      const ObjectError batchError = comparison.compare(batchEstimates[k]);
      const ObjectError flat = flatBaseline(truth, middle(ranges.amplitude_min, ranges.amplitude_max),
                                            middle(ranges.phase_min_rad, ranges.phase_max_rad));
      const std::array<double, 6> values{error.amplitude_nrmse,      error.phase_nrmse,    batchError.amplitude_nrmse,
                                         batchError.phase_nrmse,     flat.amplitude_nrmse, flat.phase_nrmse};
      for (std::size_t i = 0; i < values.size(); ++i) sums[i] += values[i];
    }
  }
  torch::Tensor total = torch::from_blob(sums.data(), {6}, torch::kFloat64);
  exchange.sum(total);
  const double scale = 1 / static_cast<double>(all);
  ValidationRecord record;
  record.amplitude_nrmse = scale * sums[0];
  record.phase_nrmse = scale * sums[1];
  record.batch_amplitude_nrmse = scale * sums[2];
  record.batch_phase_nrmse = scale * sums[3];
  record.flat_amplitude_nrmse = scale * sums[4];
  record.flat_phase_nrmse = scale * sums[5];
  return record;
}

Result<ComplexImage> Validation::picture(ObjectNetwork& network) {
  const torch::NoGradGuard noGradients;
  PTYCHO_TRY(const TrainingBatch batch, m_source.validation(0, 1));
  const Sample sample = m_tensors.sample(batch, 0, 1);
  return std::move(objects(evaluate(network, sample.scan), sample.scan.range).front());
}

}  // namespace ptycho
