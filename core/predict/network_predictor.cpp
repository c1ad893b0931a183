#include "core/predict/network_predictor.h"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <complex>

#include <fmt/format.h>

#include "core/network/device.h"
#include "core/network/object_network.h"
#include "core/predict/measured_magnitudes.h"
#include "core/reconstruct/problem.h"

namespace ptycho {

namespace {

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string nameOf(const TrainedNetwork& network) {
  const NetworkSpec& spec = network.spec.network;
  std::string name = fmt::format("{}, {} base channels", fieldText(findField<NetworkSpec>("architecture")->get(spec)),
                                 spec.base_channels);
  if (spec.unrolled_steps > 0) name += fmt::format(", {} physics steps", spec.unrolled_steps);
  return name + fmt::format(", step {}", network.validation.step);
}

/// Positions on the nearest whole pixel.
std::vector<Position> wholePixels(std::vector<Position> positions) {
  for (Position& position : positions) position = {std::round(position.row), std::round(position.col)};
  return positions;
}

/// 1 where a window reaches [rows, cols].
MaskImage reachedPixels(const Scan& scan, const std::vector<Position>& positions, std::size_t side) {
  MaskImage reached(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  for (const Position& position : positions) {
    for (std::size_t r = 0; r < side; ++r) {
      std::uint8_t* row =
          reached.row(static_cast<std::size_t>(position.row) + r) + static_cast<std::size_t>(position.col);
      std::fill_n(row, side, std::uint8_t{1});
    }
  }
  return reached;
}

class NetworkPredictor : public Predictor {
 public:
  NetworkPredictor(const TrainedNetwork& trained, std::shared_ptr<ObjectNetwork> network, const std::string& device,
                   int threads)
      : m_name(nameOf(trained)),
        m_spec(trained.spec),
        m_device(device),
        m_threads(threads),
        m_network(std::move(network)) {
    m_network->to(m_device);
    m_network->eval();
  }

  [[nodiscard]] std::string name() const override { return m_name; }

  [[nodiscard]] Result<Prediction> predict(const Acquisition& acquisition, RunContext& context) override {
    PTYCHO_CHECK(ReconstructionProblem::check(acquisition));
    const auto trained = static_cast<std::size_t>(m_spec.simulation.probe.window_px);
    if (acquisition.patternRows() != trained) {
      return badInput(fmt::format("are {0} × {0} px, but the network was trained on {1} × {1} px; crop or pad them to "
                                  "that, or train a network with --window {0}.",
                                  acquisition.patternRows(), trained),
                      "patterns");
    }
    context.progress({"predicting", 0, static_cast<std::int64_t>(acquisition.patternCount()), 60});
    try {
      Prediction prediction;
      PTYCHO_TRY(prediction.object, objectOf(acquisition, prediction.seconds));
      const ReconstructionProblem problem(acquisition, m_threads);
      prediction.residual = diffractionResidual(problem, problem.startFrom(prediction.object));
      if (const auto failure = problem.failure()) return tl::unexpected(*failure);
      return prediction;
    } catch (const c10::Error& error) {
      return fail(ErrorCode::Failed,
                  fmt::format("cannot be computed on {}: {}; with too little memory choose another "
                              "device or reconstruct fewer patterns.",
                              m_device.str(), error.what_without_backtrace()),
                  m_name);
    }
  }

 private:
  [[nodiscard]] Result<ComplexImage> objectOf(const Acquisition& acquisition, double& seconds) const {
    const torch::NoGradGuard noGradients;
    // Setting the number anew, even the same, makes LibTorch start a pool of threads that spins for a while.
    if (at::get_num_threads() != m_threads) at::set_num_threads(m_threads);
    const double begin = now_s();
    PTYCHO_TRY(const ScanBatch batch, batchOf(acquisition));
    const torch::Tensor channels = m_network->forward(batch).to(torch::kCPU, torch::kFloat32).contiguous();
    ComplexImage object =
        toObject(channels, reachedPixels(acquisition.scan, batch.positions, acquisition.patternRows()));
    seconds = now_s() - begin;
    return object;
  }

  [[nodiscard]] Result<ScanBatch> batchOf(const Acquisition& acquisition) const {
    const auto count = static_cast<std::int64_t>(acquisition.patternCount());
    const auto side = static_cast<std::int64_t>(acquisition.patternRows());
    ScanBatch batch;
    batch.magnitudes = torch::empty({count, 1, side, side}, torch::kFloat32);
    PTYCHO_CHECK(measuredMagnitudes(acquisition, batch.magnitudes.data_ptr<float>()));
    batch.magnitudes = batch.magnitudes.to(m_device);
    batch.probe = torch::empty({side, side}, torch::kComplexFloat);
    std::copy_n(acquisition.probe.image(0), acquisition.probe.imageSize(),
                reinterpret_cast<Complex*>(batch.probe.data_ptr<c10::complex<float>>()));
    batch.probe = batch.probe.to(m_device);
    batch.positions = wholePixels(acquisition.scan.positions);
    batch.rows = acquisition.scan.object_rows;
    batch.cols = acquisition.scan.object_cols;
    batch.range = m_spec.outputRange();
    return batch;
  }

  /// Channels [1, 2, rows, cols] → A·exp(iφ), see OutputRange; the middle of the ranges where nothing was seen.
  [[nodiscard]] ComplexImage toObject(const torch::Tensor& channels, const MaskImage& reached) const {
    const OutputRange range = m_spec.outputRange();
    const ObjectSpec& ranges = m_spec.simulation.object;
    const auto flat = std::polar(static_cast<float>(0.5 * (ranges.amplitude_min + ranges.amplitude_max)),
                                 static_cast<float>(0.5 * (ranges.phase_min_rad + ranges.phase_max_rad)));
    const float* amplitude = channels.data_ptr<float>();
    const float* phase = amplitude + reached.size();
    ComplexImage object(reached.rows(), reached.cols(), flat);
    for (std::size_t i = 0; i < object.size(); ++i) {
      if (reached[i] == 0) continue;
      object[i] =
          std::polar(static_cast<float>(range.amplitude_max) * amplitude[i],
                     static_cast<float>(range.phase_max_rad + (range.phase_min_rad - range.phase_max_rad) * phase[i]));
    }
    return object;
  }

  std::string m_name;
  TrainingSpec m_spec;
  torch::Device m_device;
  int m_threads;
  std::shared_ptr<ObjectNetwork> m_network;
};

}  // namespace

Result<std::unique_ptr<Predictor>> makeNetworkPredictor(const TrainedNetwork& network, const std::string& device,
                                                        int threads) {
  PTYCHO_TRY(const std::string chosen, chooseDevice(device));
  try {
    auto module = makeObjectNetwork(network.spec.network, network.spec.loop.seed);
    PTYCHO_CHECK(loadNetworkWeights(*module, network.weights));
    return std::make_unique<NetworkPredictor>(network, std::move(module), chosen, threads);
  } catch (const c10::Error& error) {
    return fail(ErrorCode::Failed, fmt::format("cannot be put on {}: {}.", chosen, error.what_without_backtrace()),
                nameOf(network));
  }
}

}  // namespace ptycho
