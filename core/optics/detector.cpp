#include "core/optics/detector.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kDeadPixelStream = 0xdead'0000'0000'0000;
constexpr std::uint64_t kReadoutStream = 0x4ead'0000'0000'0000;
constexpr std::uint64_t kHotFactor = 100;

double total(const float* values, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += values[i];
  return sum;
}

enum class PixelState : std::uint8_t { Good, Dead, Hot };

std::vector<PixelState> drawPixelStates(std::size_t count, const DetectorSpec& spec) {
  std::vector<PixelState> states(count, PixelState::Good);
  const CounterRandom random(spec.seed, kDeadPixelStream);
  for (std::size_t p = 0; p < count; ++p) {
    const double u = random.uniform(p);
    if (u < spec.dead_pixel_share) states[p] = PixelState::Dead;
    else if (u < spec.dead_pixel_share + spec.hot_pixel_share) states[p] = PixelState::Hot;
  }
  return states;
}

}  // namespace

const FieldList<DetectorSpec>& DetectorSpec::fields() {
  static const FieldList<DetectorSpec> list{
      field("photons", "Photons per pattern", "", 0, 1e15,
            "Poisson noise at this mean number of photons per pattern; 0 = noise-free", &DetectorSpec::photons_per_pattern),
      field("readout_rms", "Readout noise", "counts", 0, 1e9, "Gaussian noise added to every reading (needs photons > 0)",
            &DetectorSpec::readout_rms),
      field("full_well", "Full well", "counts", 0, 1e15, "Readings are cut off here (needs photons > 0); 0 = unlimited",
            &DetectorSpec::full_well),
      field("dead_pixel_share", "Dead pixels", "", 0, 0.5, "Share of pixels that read 0; they are masked",
            &DetectorSpec::dead_pixel_share),
      field("hot_pixel_share", "Hot pixels", "", 0, 0.5, "Share of pixels that read far too much; they are masked",
            &DetectorSpec::hot_pixel_share),
      field("noise_seed", "Noise seed", "", 0, 9e15, "Same seed, same noise", &DetectorSpec::seed),
  };
  return list;
}

MaskImage applyDetector(RealStack& patterns, const DetectorSpec& spec, int threads) {
  const std::size_t pixels = patterns.imageSize();
  const auto states = drawPixelStates(pixels, spec);
  double energy = 0;
  for (std::size_t j = 0; j < patterns.count(); ++j) energy += total(patterns.image(j), pixels);
  const double mean = patterns.empty() ? 0 : energy / static_cast<double>(patterns.count());
  const bool counting = spec.photons_per_pattern > 0 && mean > 0;
  const double scale = counting ? spec.photons_per_pattern / mean : 1.0;
  const double hotReading = spec.full_well > 0 ? spec.full_well
                                               : kHotFactor * mean * scale / static_cast<double>(pixels);
  const auto count = static_cast<std::ptrdiff_t>(patterns.count());
#pragma omp parallel for schedule(static) num_threads(threads)
  for (std::ptrdiff_t j = 0; j < count; ++j) {
    float* values = patterns.image(static_cast<std::size_t>(j));
    const CounterRandom photons(spec.seed, static_cast<std::uint64_t>(j));
    const CounterRandom readout(spec.seed, kReadoutStream + static_cast<std::uint64_t>(j));
    for (std::size_t p = 0; p < pixels; ++p) {
      double counts = values[p] * scale;
      if (counting) {
        counts = photons.poisson(p, counts);
        if (spec.readout_rms > 0) counts = std::max(0.0, counts + spec.readout_rms * readout.normal(p));
        if (spec.full_well > 0) counts = std::min(counts, spec.full_well);
      }
      if (states[p] == PixelState::Dead) counts = 0;
      if (states[p] == PixelState::Hot) counts = hotReading;
      values[p] = static_cast<float>(counts / scale);
    }
  }
  MaskImage mask(patterns.rows(), patterns.cols(), 1);
  for (std::size_t p = 0; p < pixels; ++p) mask[p] = states[p] == PixelState::Good ? 1 : 0;
  return mask;
}

DetectorReport describeDetector(const RealImage& pattern, const DetectorSpec& spec) {
  DetectorReport report;
  const double energy = total(pattern.data(), pattern.size());
  if (!(spec.photons_per_pattern > 0) || !(energy > 0)) return report;
  const double scale = spec.photons_per_pattern / energy;
  for (const float value : pattern) {
    const double mean = value * scale;
    report.brightest_counts = std::max(report.brightest_counts, mean);
    double term = std::exp(-mean);
    report.share_zero += term;
    double upToTen = term;
    for (int k = 1; k <= 10; ++k) {
      term *= mean / k;
      if (k == 1) report.share_one += term;
      upToTen += term;
    }
    report.share_above_ten += std::max(0.0, 1 - upToTen);
  }
  const auto pixels = static_cast<double>(pattern.size());
  report.share_zero /= pixels;
  report.share_one /= pixels;
  report.share_above_ten /= pixels;
  return report;
}

}  // namespace ptycho
