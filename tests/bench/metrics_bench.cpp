// What judging a picture costs: NRMSE and SSIM of 428 × 428 pictures, and making one.

#include <benchmark/benchmark.h>

#include "core/metrics/metrics.h"
#include "core/source/dead_leaves.h"
#include "core/source/sample_object.h"

namespace {

using namespace ptycho;

ComplexImage object(std::int64_t index) {
  const RealImage luma = deadLeaves(1, index, 428, 428);
  return complexObject(luma, luma, ObjectSpec{});
}

void objectErrorOfAnIteration(benchmark::State& state) {
  const TruthComparison comparison(object(0));
  const ComplexImage estimate = object(1);
  for (auto _ : state) benchmark::DoNotOptimize(comparison.compare(estimate));
}
BENCHMARK(objectErrorOfAnIteration)->Unit(benchmark::kMillisecond);

void similarity(benchmark::State& state) {
  const RealImage a = deadLeaves(1, 0, 428, 428);
  const RealImage b = deadLeaves(1, 1, 428, 428);
  for (auto _ : state) benchmark::DoNotOptimize(ssim(a, b, 1));
}
BENCHMARK(similarity)->Unit(benchmark::kMillisecond);

void oneDeadLeavesPicture(benchmark::State& state) {
  std::int64_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(deadLeaves(1, index++, 428, 428));
}
BENCHMARK(oneDeadLeavesPicture)->Unit(benchmark::kMillisecond);

}  // namespace
