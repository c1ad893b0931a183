// The difference map's pass over 36 patterns three ways, measured in turn in the same loop:
//   ptychodesk-bench --benchmark_filter=RoundTrip
// Time is that of the fused pass; "bare_ms" forward and inverse Fft2 alone; "loops" and "fused" the medians of the
// ratios to it of the same arithmetic in separate loops round Fft2, and through RoundTrip; "empty" RoundTrip alone.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/base/simd.h"
#include "core/optics/complex_lanes.h"
#include "core/optics/fft.h"
#include "core/optics/round_trip.h"

namespace {

using namespace ptycho;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPatterns = 36;

constexpr std::size_t kStep = 40;
constexpr std::size_t kAcross = 6;

/// `lines` rows of a window: those of probe, ψ and out follow each other, those of the object are `stride` apart.
struct Lines {
  std::size_t side;
  std::size_t lines;
  std::size_t stride;
};

/// out = 2·P·O − ψ
PTYCHO_SIMD void reflect(Lines at, const Complex* probe, const Complex* object, const Complex* psi, Complex* out) {
  for (std::size_t line = 0; line < at.lines; ++line) {
    eachLanes(at.side, [=](std::size_t i, std::size_t n) __attribute__((always_inline)) {
      const auto wave = product(loadLanes(probe + i, n), loadLanes(object + i, n));
      storeLanes(wave + wave - loadLanes(psi + i, n), out + i, n);
    });
    probe += at.side, object += at.stride, psi += at.side, out += at.side;
  }
}

/// Gives every value the modulus of its target; where that is negative (masked) only the scale of the transforms.
PTYCHO_SIMD void replaceModulus(const float* target, float scale, Complex* values, std::size_t count) {
  auto* v = reinterpret_cast<float*>(values);
  for (std::size_t i = 0; i < count; ++i) {
    const float power = v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1];
    const float factor = target[i] < 0 ? scale : target[i] / std::sqrt(power + 1e-30F);
    v[2 * i] *= factor;
    v[2 * i + 1] *= factor;
  }
}

/// ψ += m − P·O, sum += conj(P)·(ψ − P·O)
PTYCHO_SIMD void update(Lines at, const Complex* probe, const Complex* object, const Complex* projected, Complex* psi,
                        Complex* sum) {
  for (std::size_t line = 0; line < at.lines; ++line) {
    eachLanes(at.side, [=](std::size_t i, std::size_t n) __attribute__((always_inline)) {
      const auto p = loadLanes(probe + i, n);
      const auto wave = product(p, loadLanes(object + i, n));
      const auto next = loadLanes(psi + i, n) + (loadLanes(projected + i, n) - wave);
      storeLanes(next, psi + i, n);
      storeLanes(loadLanes(sum + i, n) + conjugateProduct(p, next - wave), sum + i, n);
    });
    probe += at.side, object += at.stride, projected += at.side, psi += at.side, sum += at.stride;
  }
}

/// Patterns at 6 × 6 positions on one object; a sum over the object and working memory for each thread.
struct Problem {
  Problem(std::size_t side, std::size_t threads, FftPlanning planning)
      : side(side), width(side + (kAcross - 1) * kStep), fft(side, side, planning), transform(side, planning),
        probe(side, side, Complex(0.8F, 0.3F)), object(width, width, Complex(0.7F, -0.2F)),
        psi(kPatterns, side, side), targets(kPatterns, side, side, 1.0F), bareWaves(kPatterns, side, side),
        sums(threads, object), waves(threads, probe) {
    for (std::size_t i = 0; i < psi.size(); ++i) psi.data()[i] = std::polar(1.0F, 0.37F * static_cast<float>(i % 911));
    for (std::size_t i = 0; i < targets.size(); i += 17) targets.data()[i] = -1;
    for (std::size_t t = 0; t < threads; ++t) buffers.emplace_back(side);
  }
  [[nodiscard]] std::size_t position(std::size_t j) const { return (j / kAcross * width + j % kAcross) * kStep; }

  std::size_t side;
  std::size_t width;
  Fft2 fft;
  RoundTrip transform;
  ComplexImage probe;
  ComplexImage object;
  ComplexStack psi;
  RealStack targets;
  ComplexStack bareWaves;
  std::vector<ComplexImage> sums;
  std::vector<ComplexImage> waves;
  std::vector<RoundTripBuffer> buffers;
};

void bare(Problem& p, std::size_t j) {
  p.fft.forwardUnscaled(p.bareWaves.image(j));
  p.fft.inverseUnscaled(p.bareWaves.image(j));
}

void loops(Problem& p, std::size_t j, std::size_t thread) {
  Complex* wave = p.waves[thread].data();
  const Lines all{p.side, p.side, p.width};
  const std::size_t at = p.position(j);
  reflect(all, p.probe.data(), p.object.data() + at, p.psi.image(j), wave);
  p.fft.forwardUnscaled(wave);
  replaceModulus(p.targets.image(j), p.fft.scale() * p.fft.scale(), wave, p.side * p.side);
  p.fft.inverseUnscaled(wave);
  update(all, p.probe.data(), p.object.data() + at, wave, p.psi.image(j), p.sums[thread].data() + at);
}

void fused(Problem& p, std::size_t j, std::size_t thread) {
  const float scale = p.transform.scale() * p.transform.scale();
  const Complex* object = p.object.data() + p.position(j);
  Complex* sum = p.sums[thread].data() + p.position(j);
  p.transform.run(
      p.buffers[thread],
      [&](std::size_t row, std::size_t lines, Complex* rows) {
        const std::size_t at = row * p.side;
        reflect({p.side, lines, p.width}, p.probe.data() + at, object + row * p.width, p.psi.image(j) + at, rows);
      },
      [&](std::size_t column, std::size_t lines, Complex* columns) {
        replaceModulus(p.targets.image(j) + column * p.side, scale, columns, lines * p.side);
      },
      [&](std::size_t row, std::size_t lines, const Complex* rows) {
        const std::size_t at = row * p.side;
        update({p.side, lines, p.width}, p.probe.data() + at, object + row * p.width, rows, p.psi.image(j) + at,
               sum + row * p.width);
      });
}

void empty(Problem& p, std::size_t thread) {
  const auto zeros = [&](std::size_t, std::size_t lines, Complex* rows) {
    std::fill_n(rows, lines * p.side, Complex{});
  };
  const auto nothing = [](std::size_t, std::size_t, Complex*) {};
  p.transform.run(p.buffers[thread], zeros, nothing, nothing);
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

/// Seconds for every pattern; each thread does its own run of them: work(pattern, thread).
template <class Work>
double timed(std::size_t threads, Work work) {
  const auto begin = Clock::now();
#pragma omp parallel for schedule(static, 1) num_threads(static_cast<int>(threads))
  for (std::size_t t = 0; t < threads; ++t) {
    for (std::size_t j = t * kPatterns / threads; j < (t + 1) * kPatterns / threads; ++j) work(j, t);
  }
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void roundTrip(benchmark::State& state, std::size_t side, std::size_t threads, FftPlanning planning) {
  Problem problem(side, threads, planning);
  std::vector<double> bareTimes, loopRatios, fusedRatios, emptyRatios;
  for (auto _ : state) {
    std::ranges::fill(problem.bareWaves, Complex(1, 0));  // unscaled transforms grow: start anew, outside the clock
    const double reference = timed(threads, [&](std::size_t j, std::size_t) { bare(problem, j); });
    const double separate = timed(threads, [&](std::size_t j, std::size_t t) { loops(problem, j, t); });
    const double together = timed(threads, [&](std::size_t j, std::size_t t) { fused(problem, j, t); });
    const double alone = timed(threads, [&](std::size_t, std::size_t t) { empty(problem, t); });
    state.SetIterationTime(together);
    bareTimes.push_back(reference);
    loopRatios.push_back(separate / reference);
    fusedRatios.push_back(together / reference);
    emptyRatios.push_back(alone / reference);
  }
  state.counters["bare_ms"] = 1e3 * median(bareTimes);
  state.counters["loops"] = median(loopRatios);
  state.counters["fused"] = median(fusedRatios);
  state.counters["empty"] = median(emptyRatios);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto planning : {FftPlanning::Estimated, FftPlanning::Measured}) {
    for (const std::size_t side : {128, 256, 512}) {
      for (const std::size_t threads : {1, 2}) {
        const std::string name = std::string("RoundTrip/") +
                                 (planning == FftPlanning::Measured ? "measured/" : "estimated/") +
                                 std::to_string(side) + "/threads:" + std::to_string(threads);
        benchmark::RegisterBenchmark(name.c_str(), roundTrip, side, threads, planning)
            ->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(0.2);
      }
    }
  }
  return true;
}();

}  // namespace
