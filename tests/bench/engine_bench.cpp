// One iteration of each engine on the reference scan beside its bare transforms, measured in turn in the same loop:
//   ptychodesk-bench --benchmark_filter=Engine
// Time is that of one iteration; "bare_ms" the 72 transforms of 128 × 128 on the same number of threads; "ratio" the
// median of the ratios of neighbouring measurements. OMP_WAIT_POLICY=active is what a quiet computer runs best with.

#include <algorithm>
#include <chrono>

#include <benchmark/benchmark.h>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "tests/bench/reference_scan.h"

namespace {

using namespace ptycho;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

const Acquisition& scanOfReference() {
  static const Acquisition acquisition = referenceScan(40);
  return acquisition;
}

/// Forward and inverse transform of every pattern, nothing else.
void bareTransforms(ComplexStack& waves, const Fft2& fft, int threads) {
  const auto count = static_cast<std::ptrdiff_t>(waves.count());
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::ptrdiff_t j = 0; j < count; ++j) {
    fft.forwardUnscaled(waves.image(static_cast<std::size_t>(j)));
    fft.inverseUnscaled(waves.image(static_cast<std::size_t>(j)));
  }
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void engineIteration(benchmark::State& state, const char* stageText, int threads) {
  const Acquisition& acquisition = scanOfReference();
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = problem.startFrom(ComplexImage(static_cast<std::size_t>(acquisition.scan.object_rows),
                                                     static_cast<std::size_t>(acquisition.scan.object_cols),
                                                     std::polar(0.75F, -0.5F)));
  const auto engine = makeEngine({problem, parseChain(stageText).value().front(), RangeSpec{}}, estimate);
  ComplexStack waves(problem.patterns(), problem.window(), problem.window(), Complex(1, 0));
  std::vector<double> bare;
  std::vector<double> ratios;
  for (auto _ : state) {
    std::ranges::fill(waves, Complex(1, 0));  // unscaled transforms grow: start anew, outside the clock
    const auto begin = Clock::now();
    bareTransforms(waves, problem.fft(), threads);
    const double transforms = secondsSince(begin);
    const auto start = Clock::now();
    engine->iterate(estimate);
    const double iteration = secondsSince(start);
    state.SetIterationTime(iteration);
    bare.push_back(transforms);
    ratios.push_back(iteration / transforms);
  }
  state.counters["bare_ms"] = 1e3 * median(bare);
  state.counters["ratio"] = median(ratios);
}

void registerAll() {
  for (const int threads : {1, 2}) {
    for (const char* stage : {"dm:1", "dm:1:range", "raar:1:range", "awf:1", "awf:1:range", "pie:1", "epie:1", "rpie:1",
                              "mpie:1", "epie:1:probe_from=1", "rpie:1:probe_from=1", "epie:1:batch=6", "lsqml:1",
                              "lsqml:1:noise=poisson", "lsqml:1:probe_from=1"}) {
      const std::string name = "Engine/" + std::string(stage) + "/threads:" + std::to_string(threads);
      benchmark::RegisterBenchmark(name.c_str(), engineIteration, stage, threads)
          ->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1.0);
    }
  }
}

[[maybe_unused]] const bool registered = [] {
  registerAll();
  return true;
}();

}  // namespace
