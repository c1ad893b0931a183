#include "tests/bench/engine_speed.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

#include <fmt/format.h>
#include <malloc.h>

#include "core/base/process_memory.h"
#include "core/optics/fft_wisdom.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "tests/bench/reference_scan.h"

#ifdef PTYCHODESK_TORCH_ENGINES
#include "tests/bench/torch/torch_engines.h"
#endif

namespace ptycho {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kMegabyte = 1e6;
constexpr int kWarmUp = 3;

double secondsOf(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Transforms of every pattern on one array each, nothing else. Their scale is left out, so values grow: they start
/// anew each time, outside the clock.
class BareTransforms {
 public:
  BareTransforms(std::size_t patterns, std::size_t side, FftPlanning planning)
      : m_fft(side, side, planning), m_waves(patterns, side, side) {}

  double seconds(int transforms, int threads) {
    std::ranges::fill(m_waves, Complex(1, 0));
    return secondsOf([&] {
      const auto count = static_cast<std::ptrdiff_t>(m_waves.count());
#pragma omp parallel for schedule(dynamic) num_threads(threads)
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        Complex* wave = m_waves.image(static_cast<std::size_t>(j));
        for (int k = 0; k < transforms; ++k) {
          if (k % 2 == 0) m_fft.forwardUnscaled(wave);
          else m_fft.inverseUnscaled(wave);
        }
      }
    });
  }

 private:
  Fft2 m_fft;
  ComplexStack m_waves;
};

/// Rough like a picture: transforms of something flat are rounding noise nearly everywhere.
ComplexImage roughStart(const Acquisition& acquisition) {
  ComplexImage object = acquisition.truth;
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = std::polar(0.75F + 0.2F * static_cast<float>(std::sin(0.7 * static_cast<double>(i % 4099))),
                           -0.5F + 0.4F * static_cast<float>(std::cos(1.3 * static_cast<double>(i % 3571))));
  }
  return object;
}

StageSpec stageOf(const std::string& text) { return parseChain(text).value().front(); }

#ifdef PTYCHODESK_TORCH_ENGINES
/// The implementation of the same update with the same options; null where there is none.
std::unique_ptr<TorchEngine> torchFor(const StageSpec& stage, const Acquisition& acquisition, int threads) {
  std::string name = engineName(stage.engine);
  if (stage.engine == EngineKind::MaximumLikelihood) {
    name += stage.noise == NoiseModel::Poisson ? "-poisson" : "-gaussian";
  } else if (stage.noise == NoiseModel::Poisson) {
    return nullptr;
  }
  if (stage.probe_from > 0 || std::ranges::count(TorchEngine::names(), name) == 0) return nullptr;
  return TorchEngine::make(name, acquisition.patterns, acquisition.probe, acquisition.scan, roughStart(acquisition),
                           threads, stage.range);
}
#endif

std::string outputOf(const std::string& command) {
  std::string text;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    for (std::array<char, 256> line{}; fgets(line.data(), line.size(), pipe);) text += line.data();
    pclose(pipe);
  }
  return text;
}

void askForMemory(EngineSpeed& speed, int step_px) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string text = outputOf(fmt::format("'{}' memory '{}' --threads {} --step {}", program, speed.stage,
                                                speed.threads, step_px));
  double own = 0;
  double process = 0;
  if (std::sscanf(text.c_str(), "%lf %lf", &own, &process) != 2) return;
  speed.memory_mb = own / kMegabyte;
  speed.process_mb = process / kMegabyte;
}

EngineSpeed measureSpeed(const std::string& stageText, int threads, double seconds, const Acquisition& acquisition,
                         BareTransforms& estimated, BareTransforms& measured) {
  const StageSpec stage = stageOf(stageText);
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = problem.startFrom(roughStart(acquisition));
  const auto engine = makeEngine({problem, stage, RangeSpec{}}, estimate);
  EngineSpeed speed;
  speed.stage = stageText;
  speed.threads = threads;
  speed.transforms = stage.engine == EngineKind::MaximumLikelihood ? 3 : 2;
  std::function<void()> torchIteration;
#ifdef PTYCHODESK_TORCH_ENGINES
  const auto torch = torchFor(stage, acquisition, threads);
  if (torch) torchIteration = [&] { torch->iterate(); };
#endif
  for (int k = 0; k < kWarmUp; ++k) {
    engine->iterate(estimate);
    if (torchIteration) torchIteration();
  }
  std::array<std::vector<double>, 4> values;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end || values[0].size() < 5) {
    const double byRule = estimated.seconds(speed.transforms, threads);
    const double ours = secondsOf([&] { engine->iterate(estimate); });
    values[0].push_back(ours);
    values[1].push_back(ours / byRule);
    values[2].push_back(ours / measured.seconds(speed.transforms, threads));
    if (torchIteration) values[3].push_back(ours / secondsOf(torchIteration));
  }
  speed.seconds = quartilesOf(values[0]);
  speed.estimated = quartilesOf(values[1]);
  speed.measured = quartilesOf(values[2]);
  if (torchIteration) speed.torch = quartilesOf(values[3]);
  return speed;
}

std::string spread(const Quartiles& q, double factor = 1) {
  return q.median > 0 ? fmt::format("{:.2f} ({:.2f}–{:.2f})", factor * q.median, factor * q.low, factor * q.high)
                      : std::string("–");
}

Json quartilesToJson(const Quartiles& q) { return {{"low", q.low}, {"median", q.median}, {"high", q.high}}; }

}  // namespace

Quartiles quartilesOf(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const auto at = [&](std::size_t quarters) { return values[quarters * (values.size() - 1) / 4]; };
  return {at(1), at(2), at(3)};
}

std::vector<EngineSpeed> measureSpeeds(const std::vector<std::string>& stages, const std::vector<int>& threads,
                                       double seconds, int step_px, EnginePlans plans) {
  const Acquisition acquisition = referenceScan(step_px);
  BareTransforms measured(acquisition.patternCount(), acquisition.patternRows(), FftPlanning::Measured);
  // What was measured would be used by plans made by rule as well.
  forgetFftWisdom();
  BareTransforms estimated(acquisition.patternCount(), acquisition.patternRows(), FftPlanning::Estimated);
  if (plans == EnginePlans::Tuned) RoundTrip(acquisition.patternRows(), FftPlanning::Measured);  // leaves its wisdom
  if (plans == EnginePlans::Known && !useKnownFftPlans()) {
    fmt::print(stderr, "The known plans are not for this processor and FFTW: plans are made by rule.\n");
  }
  std::vector<EngineSpeed> speeds;
  for (const int count : threads) {
    for (const std::string& stage : stages) {
      speeds.push_back(measureSpeed(stage, count, seconds, acquisition, estimated, measured));
      askForMemory(speeds.back(), step_px);
    }
  }
  return speeds;
}

void printMemory(const std::string& stage, int threads, int step_px) {
  const Acquisition acquisition = referenceScan(step_px);
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = problem.startFrom(roughStart(acquisition));
  malloc_trim(0);  // what was freed must not be taken for what the engine needs
  std::ofstream("/proc/self/clear_refs") << 5;  // sets the peak back to what is held now (proc(5))
  const std::uint64_t before = peakMemoryBytes();
  const auto engine = makeEngine({problem, stageOf(stage), RangeSpec{}}, estimate);
  for (int k = 0; k < 3; ++k) engine->iterate(estimate);
  const std::uint64_t after = peakMemoryBytes();
  fmt::print("{} {}\n", after - before, after);
}

void printSpeeds(const std::vector<EngineSpeed>& speeds) {
  fmt::print("Medians (quartiles). bare: transforms of all patterns alone, planned by rule / by timing; torch: "
             "straightforward LibTorch.\n{:<26} {:>7} {:>10} {:>19} {:>19} {:>19} {:>19} {:>8} {:>8}\n",
             "stage", "threads", "transforms", "ms per iteration", "/ bare, by rule", "/ bare, timed", "/ torch",
             "own MB", "peak MB");
  for (const EngineSpeed& speed : speeds) {
    fmt::print("{:<26} {:>7} {:>10} {:>19} {:>19} {:>19} {:>19} {:>8.1f} {:>8.1f}\n", speed.stage, speed.threads,
               speed.transforms, spread(speed.seconds, 1e3), spread(speed.estimated), spread(speed.measured),
               spread(speed.torch), speed.memory_mb, speed.process_mb);
  }
}

Json speedsToJson(const std::vector<EngineSpeed>& speeds) {
  Json rows = Json::array();
  for (const EngineSpeed& speed : speeds) {
    rows.push_back({{"stage", speed.stage}, {"threads", speed.threads}, {"transforms", speed.transforms},
                    {"seconds", quartilesToJson(speed.seconds)},
                    {"to_bare_estimated", quartilesToJson(speed.estimated)},
                    {"to_bare_measured", quartilesToJson(speed.measured)}, {"to_torch", quartilesToJson(speed.torch)},
                    {"engine_memory_mb", speed.memory_mb}, {"process_memory_mb", speed.process_mb}});
  }
  return rows;
}

}  // namespace ptycho
