// One iteration of every straightforward LibTorch implementation on the reference scan (36 × 128², step 40 px), median
// of the repetitions:
//   ptychodesk-torch-bench [--benchmark_filter=dm]

#include <benchmark/benchmark.h>

#include "tests/bench/reference_scan.h"
#include "tests/bench/torch/torch_engines.h"

namespace {

using namespace ptycho;

const Acquisition& scanOfReference() {
  static const Acquisition acquisition = referenceScan(40);
  return acquisition;
}

void torchIteration(benchmark::State& state, const std::string& name, int threads, bool range) {
  const Acquisition& scan = scanOfReference();
  const ComplexImage start(static_cast<std::size_t>(scan.scan.object_rows),
                           static_cast<std::size_t>(scan.scan.object_cols), std::polar(0.75F, -0.5F));
  const auto engine = TorchEngine::make(name, scan.patterns, scan.probe, scan.scan, start, threads, range);
  for (int k = 0; k < 3; ++k) engine->iterate();  // memory and threads settle
  for (auto _ : state) engine->iterate();
}

[[maybe_unused]] const bool registered = [] {
  for (const int threads : {1, 2}) {
    for (const std::string& name : TorchEngine::names()) {
      for (const bool range : {false, true}) {
        if (range && name != "dm" && name != "raar" && name != "awf" && name != "epie") continue;
        const std::string title = "Torch/" + name + (range ? ":range" : "") + "/threads:" + std::to_string(threads);
        benchmark::RegisterBenchmark(title.c_str(), torchIteration, name, threads, range)
            ->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(1)->Repetitions(15)->ReportAggregatesOnly();
      }
    }
  }
  return true;
}();

}  // namespace
