#include "tests/core/reconstruct/test_scan.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/base/random.h"

namespace ptycho::test {

namespace {

/// A second, weaker mode: the first one times a tilt.
ComplexStack withModes(const ComplexStack& probe, int modes) {
  ComplexStack all(static_cast<std::size_t>(modes), probe.rows(), probe.cols());
  for (int m = 0; m < modes; ++m) {
    for (std::size_t i = 0; i < probe.imageSize(); ++i) {
      const auto tilt = static_cast<float>(m * 0.4 * static_cast<double>(i % probe.cols()));
      all.image(static_cast<std::size_t>(m))[i] = probe.image(0)[i] * std::polar(m == 0 ? 1.0F : 0.3F, tilt);
    }
  }
  return all;
}

/// A smooth random phase of about ± 1 rad: near-field images of a plain beam say little about slow variations.
void diffuse(ComplexStack& probe) {
  const CounterRandom random(7, 1);
  for (std::size_t r = 0; r < probe.rows(); ++r) {
    for (std::size_t c = 0; c < probe.cols(); ++c) {
      double phase = 0;
      for (std::uint64_t wave = 0; wave < 12; ++wave) {
        const double down = 1.6 * random.uniform(4 * wave) - 0.8;
        const double across = 1.6 * random.uniform(4 * wave + 1) - 0.8;
        phase += std::cos(down * static_cast<double>(r) + across * static_cast<double>(c) +
                          2 * std::numbers::pi * random.uniform(4 * wave + 2));
      }
      probe.image(0)[r * probe.cols() + c] *= std::polar(1.0F, static_cast<float>(0.4 * phase));
    }
  }
}

}  // namespace

Acquisition smallScan(const SmallScan& scan) {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 7.5;
  spec.probe.curvature_rad_px2 = 1.0 / 32;
  spec.scan.grid = 5;
  spec.scan.step_px = scan.step_px;
  spec.scan.jitter_px = scan.jitter_px;
  spec.scan.integer_positions = scan.integer_positions;
  SuppliedArrays supplied;
  ComplexStack probe = makeProbe(spec.probe, spec.geometry).value();
  if (scan.fresnel_number > 0) {
    spec.geometry.propagation = Propagation::NearField;
    spec.geometry.magnification = fresnelNumberOf(spec.geometry) / scan.fresnel_number;
    diffuse(probe);
    supplied.probe = probe;
  }
  if (scan.modes > 1) supplied.probe = withModes(probe, scan.modes);
  RunContext context;
  auto simulated = simulate(spec, supplied, 1, context);
  if (!simulated) throw std::runtime_error(simulated.error().text());
  return std::move(simulated->acquisition);
}

ReconstructionSpec chain(const std::string& text) {
  ReconstructionSpec spec;
  spec.stages = parseChain(text).value();
  return spec;
}

Reconstruction run(const Acquisition& acquisition, const ReconstructionSpec& spec, int threads, const ComplexImage& start) {
  RunContext context;
  auto result = reconstruct(acquisition, spec, start, threads, context);
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}

}  // namespace ptycho::test
