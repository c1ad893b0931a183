// The difference map's pass over 36 patterns three ways, measured in turn in the same loop:
//   ptychodesk-bench --benchmark_filter=RoundTrip
// Time is that of the fused pass; "bare_ms" forward and inverse Fft2 alone; "loops" and "fused" the medians of the
// ratios to it of the same arithmetic in separate loops round Fft2, and through RoundTrip; "empty" RoundTrip alone.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include <benchmark/benchmark.h>

#include "core/base/simd.h"
#include "core/optics/fft.h"
#include "core/optics/round_trip.h"

namespace {

using namespace ptycho;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPatterns = 36;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

/// out = 2·P·O − ψ
PTYCHO_SIMD void reflect(const Complex* probe, const Complex* patch, const Complex* psi, Complex* out,
                         std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* s = raw(psi);
  float* w = raw(out);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    w[i] = 2 * (p[i] * o[i] - p[i + 1] * o[i + 1]) - s[i];
    w[i + 1] = 2 * (p[i] * o[i + 1] + p[i + 1] * o[i]) - s[i + 1];
  }
}

/// Gives every value the modulus of its target; where that is negative (masked) only the scale of the transforms.
PTYCHO_SIMD void replaceModulus(const float* target, float scale, Complex* values, std::size_t count) {
  float* v = raw(values);
  for (std::size_t i = 0; i < count; ++i) {
    const float power = v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1];
    const float factor = target[i] < 0 ? scale : target[i] / std::sqrt(power + 1e-30F);
    v[2 * i] *= factor;
    v[2 * i + 1] *= factor;
  }
}

/// ψ += m − P·O, sum += conj(P)·(ψ − P·O)
PTYCHO_SIMD void update(const Complex* probe, const Complex* patch, const Complex* projected, Complex* psi,
                        Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* m = raw(projected);
  float* s = raw(psi);
  float* out = raw(sum);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float waveRe = p[i] * o[i] - p[i + 1] * o[i + 1];
    const float waveIm = p[i] * o[i + 1] + p[i + 1] * o[i];
    s[i] += m[i] - waveRe;
    s[i + 1] += m[i + 1] - waveIm;
    const float re = s[i] - waveRe;
    const float im = s[i + 1] - waveIm;
    out[i] += p[i] * re + p[i + 1] * im;
    out[i + 1] += p[i] * im - p[i + 1] * re;
  }
}

struct Problem {
  explicit Problem(std::size_t side)
      : side(side), count(side * side), probe(side, side, Complex(0.8F, 0.3F)),
        patches(kPatterns, side, side, Complex(0.7F, -0.2F)), psi(kPatterns, side, side),
        sums(kPatterns, side, side), waves(kPatterns, side, side), targets(kPatterns, side, side, 1.0F) {
    for (std::size_t i = 0; i < psi.size(); ++i) psi.data()[i] = std::polar(1.0F, 0.37F * static_cast<float>(i % 911));
    for (std::size_t i = 0; i < targets.size(); i += 17) targets.data()[i] = -1;
  }
  std::size_t side;
  std::size_t count;
  ComplexImage probe;
  ComplexStack patches;
  ComplexStack psi;
  ComplexStack sums;
  ComplexStack waves;
  RealStack targets;
};

void bare(Problem& problem, const Fft2& fft, std::size_t j) {
  fft.forwardUnscaled(problem.waves.image(j));
  fft.inverseUnscaled(problem.waves.image(j));
}

void loops(Problem& p, const Fft2& fft, ComplexImage& wave, std::size_t j) {
  reflect(p.probe.data(), p.patches.image(j), p.psi.image(j), wave.data(), p.count);
  fft.forwardUnscaled(wave.data());
  replaceModulus(p.targets.image(j), fft.scale() * fft.scale(), wave.data(), p.count);
  fft.inverseUnscaled(wave.data());
  update(p.probe.data(), p.patches.image(j), wave.data(), p.psi.image(j), p.sums.image(j), p.count);
}

void fused(Problem& p, const RoundTrip& transform, RoundTripBuffer& buffer, std::size_t j) {
  const std::size_t side = p.side;
  const float scale = transform.scale() * transform.scale();
  transform.run(
      buffer,
      [&](std::size_t row, std::size_t lines, Complex* rows) {
        const std::size_t at = row * side;
        reflect(p.probe.data() + at, p.patches.image(j) + at, p.psi.image(j) + at, rows, lines * side);
      },
      [&](std::size_t column, std::size_t lines, Complex* columns) {
        replaceModulus(p.targets.image(j) + column * side, scale, columns, lines * side);
      },
      [&](std::size_t row, std::size_t lines, const Complex* rows) {
        const std::size_t at = row * side;
        update(p.probe.data() + at, p.patches.image(j) + at, rows, p.psi.image(j) + at, p.sums.image(j) + at,
               lines * side);
      });
}

void empty(Problem& p, const RoundTrip& transform, RoundTripBuffer& buffer) {
  const auto nothing = [](std::size_t, std::size_t, Complex*) {};
  const auto zeros = [&](std::size_t, std::size_t lines, Complex* rows) { std::fill_n(rows, lines * p.side, Complex{}); };
  transform.run(buffer, zeros, nothing, nothing);
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
  Problem problem(side);
  const Fft2 fft(side, side, planning);
  const RoundTrip transform(side, planning);
  std::vector<ComplexImage> waves(threads, ComplexImage(side, side));
  std::vector<RoundTripBuffer> buffers;
  for (std::size_t t = 0; t < threads; ++t) buffers.emplace_back(side);
  std::vector<double> bareTimes, loopRatios, fusedRatios, emptyRatios;
  for (auto _ : state) {
    std::ranges::fill(problem.waves, Complex(1, 0));  // unscaled transforms grow: start anew, outside the clock
    const double reference = timed(threads, [&](std::size_t j, std::size_t) { bare(problem, fft, j); });
    const double separate =
        timed(threads, [&](std::size_t j, std::size_t t) { loops(problem, fft, waves[t], j); });
    const double together =
        timed(threads, [&](std::size_t j, std::size_t t) { fused(problem, transform, buffers[t], j); });
    const double alone = timed(threads, [&](std::size_t, std::size_t t) { empty(problem, transform, buffers[t]); });
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
