#include "tests/bench/torch/torch_engines.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/bench/torch/torch_model.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ptycho {

namespace {

const TorchMakers& makers() {
  static const TorchMakers all = [] {
    TorchMakers makers;
    for (const auto& group : {sequentialEngines(), projectionEngines(), likelihoodEngines()}) {
      makers.insert(makers.end(), group.begin(), group.end());
    }
    return makers;
  }();
  return all;
}

torch::Tensor tensor(const Complex* values, std::vector<std::int64_t> shape) {
  return torch::from_blob(const_cast<Complex*>(values), shape, torch::kComplexFloat).clone();
}

/// Setting the number anew, even the same, makes LibTorch start a pool of threads that spins for a while.
void useThreads(int threads) {
  if (at::get_num_threads() != threads) at::set_num_threads(threads);
}

/// Freed tensors stay in the heap. Without this glibc hands their pages back and faults them in anew at every
/// operation, or not, as the history of the heap has it: a factor of two in time, and no fair thing to divide by.
void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest that glibc takes
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

void require(bool condition, const std::string& what) {
  if (!condition) throw std::invalid_argument("TorchEngine: " + what);
}

}  // namespace

TorchModel::TorchModel(const RealStack& measured, const ComplexStack& knownProbe, const Scan& scan, bool keepsRange,
                       const TorchSettings& values)
    : settings(values), range(keepsRange), rows(scan.object_rows), cols(scan.object_cols) {
  const std::int64_t count = static_cast<std::int64_t>(measured.count());
  const std::int64_t side = scan.window_px;
  require(knownProbe.count() == 1, "one probe mode");
  require(scan.hasIntegerPositions(), "whole-pixel positions");
  require(scan.positions.size() == measured.count() && measured.rows() == knownProbe.rows() &&
              static_cast<std::int64_t>(measured.rows()) == side && measured.cols() == measured.rows() &&
              knownProbe.cols() == knownProbe.rows(),
          "patterns, probe and scan of one shape");
  for (const auto& p : scan.positions) {
    corners.emplace_back(static_cast<std::int64_t>(p.row), static_cast<std::int64_t>(p.col));
  }
  probe = tensor(knownProbe.data(), {side, side});
  conjugateProbe = probe.conj().resolve_conj();
  probePower = probe.abs().square();
  intensities = torch::from_blob(const_cast<float*>(measured.data()), {count, side, side}, torch::kFloat).clone();
  magnitudes = intensities.sqrt();
  const torch::Tensor weight = scatter(probePower.expand({count, side, side}));
  epsilon = settings.regularisation * weight.max().item<double>();
  inverseWeight = (weight + epsilon).clamp_min_(1e-30).reciprocal_().to(torch::kComplexFloat);
}

torch::Tensor TorchModel::window(const torch::Tensor& object, std::int64_t j) const {
  const auto& [row, col] = corners[static_cast<std::size_t>(j)];
  return object.narrow(0, row, probe.size(0)).narrow(1, col, probe.size(1));
}

// Copies of slices: five times as fast as index_select() and index_add_() with an index of every pixel.
torch::Tensor TorchModel::gather(const torch::Tensor& object) const {
  std::vector<torch::Tensor> windows;
  for (std::int64_t j = 0; j < magnitudes.size(0); ++j) windows.push_back(window(object, j));
  return torch::stack(windows);
}

torch::Tensor TorchModel::scatter(const torch::Tensor& patches) const {
  torch::Tensor sum = torch::zeros({rows, cols}, patches.options());
  for (std::int64_t j = 0; j < patches.size(0); ++j) window(sum, j).add_(patches[j]);
  return sum;
}

torch::Tensor TorchModel::overlap(const torch::Tensor& waves, const torch::Tensor& object) const {
  return inRange(scatter(conjugateProbe * waves).add_(object, epsilon).mul_(inverseWeight));
}

torch::Tensor TorchModel::inRange(const torch::Tensor& object) const {
  if (!range) return object;
  const double middle = 0.5 * (settings.phase_min_rad + settings.phase_max_rad);
  const double half = 0.5 * (settings.phase_max_rad - settings.phase_min_rad);
  const c10::complex<double> turn(std::cos(middle), -std::sin(middle));
  const torch::Tensor phase = (object * turn).angle().clamp_(-half, half).add_(middle);
  return torch::polar(object.abs().clamp_(settings.amplitude_min, settings.amplitude_max), phase);
}

struct TorchEngine::Private {
  TorchModel model;
  int threads;
  std::unique_ptr<TorchIteration> iteration;
};

TorchEngine::TorchEngine(std::unique_ptr<Private> made) : d(std::move(made)) {}
TorchEngine::~TorchEngine() = default;

std::unique_ptr<TorchEngine> TorchEngine::make(const std::string& engine, const RealStack& intensities,
                                               const ComplexStack& probe, const Scan& scan, const ComplexImage& start,
                                               int threads, bool range, const TorchSettings& settings) {
  const auto found = std::ranges::find(makers(), engine, &TorchMakers::value_type::first);
  require(found != makers().end(), "no engine is named " + engine);
  require(threads > 0, "at least one thread");
  useThreads(threads);
  keepFreedMemory();
  const torch::NoGradGuard noGradient;
  auto made = std::make_unique<Private>(Private{{intensities, probe, scan, range, settings}, threads, nullptr});
  require(static_cast<std::int64_t>(start.rows()) == made->model.rows &&
              static_cast<std::int64_t>(start.cols()) == made->model.cols,
          "a start of the object's shape");
  made->iteration = found->second(made->model, tensor(start.data(), {made->model.rows, made->model.cols}));
  return std::unique_ptr<TorchEngine>(new TorchEngine(std::move(made)));
}

const std::vector<std::string>& TorchEngine::names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const auto& maker : makers()) found.push_back(maker.first);
    return found;
  }();
  return names;
}

void TorchEngine::iterate() {
  useThreads(d->threads);
  const torch::NoGradGuard noGradient;
  d->iteration->iterate();
}

ComplexImage TorchEngine::object() const {
  const torch::Tensor values = d->iteration->object().contiguous();
  ComplexImage out(static_cast<std::size_t>(values.size(0)), static_cast<std::size_t>(values.size(1)));
  std::copy_n(reinterpret_cast<const Complex*>(values.data_ptr<c10::complex<float>>()), out.size(), out.data());
  return out;
}

}  // namespace ptycho
