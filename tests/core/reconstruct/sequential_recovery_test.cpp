#include <cmath>

#include <gtest/gtest.h>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/scan_cover.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// ‖s·O − T‖ / ‖T‖ where at least a tenth of the brightest light falls, with the complex factor s that makes it least:
/// an unknown probe shares any factor with the object.
double litError(const Acquisition& acquisition, const Estimate& estimate) {
  const ReconstructionProblem problem(acquisition, 1);
  const ScanCover cover(problem, problem.startFrom(acquisition.truth));
  std::complex<double> cross = 0;
  double found = 0;
  double truth = 0;
  for (std::size_t i = 0; i < acquisition.truth.size(); ++i) {
    if (cover.illumination()[i] < 0.1F * cover.largestIllumination()) continue;
    const std::complex<double> o(estimate.object[i]);
    const std::complex<double> t(acquisition.truth[i]);
    cross += std::conj(o) * t;
    found += std::norm(o);
    truth += std::norm(t);
  }
  return std::sqrt(std::max(0.0, truth - std::norm(cross) / found) / truth);
}

Estimate solved(const Acquisition& acquisition, const std::string& stage) {
  const ReconstructionProblem problem(acquisition, 1);
  Estimate estimate = problem.startFrom(ComplexImage(acquisition.truth.rows(), acquisition.truth.cols(),
                                                     std::polar(0.75F, -0.5F)));
  const StageSpec spec = parseChain(stage).value().front();
  const auto engine = makeEngine({problem, spec, RangeSpec{}}, estimate);
  for (int k = 0; k < spec.iterations; ++k) engine->iterate(estimate);
  return estimate;
}

struct Case {
  const char* stage;
  double known;    ///< bound of litError() with a known probe
  double unknown;  ///< and with a probe that starts with another curvature
};

class Recovery : public testing::TestWithParam<Case> {};

TEST_P(Recovery, findsTheObjectWithAKnownProbe) {
  const Acquisition acquisition = test::smallScan({6, 2, true, 1});
  const double error = litError(acquisition, solved(acquisition, GetParam().stage));
  EXPECT_LT(error, GetParam().known);
}

TEST_P(Recovery, findsObjectAndProbeFromAWrongCurvature) {
  const Acquisition acquisition = test::smallScan({6, 2, true, 1});
  Acquisition wrong = acquisition;
  for (std::size_t r = 0; r < 32; ++r) {
    for (std::size_t c = 0; c < 32; ++c) {
      const double r2 = std::pow(static_cast<double>(r) - 16, 2) + std::pow(static_cast<double>(c) - 16, 2);
      wrong.probe.image(0)[r * 32 + c] *= Complex(std::polar(1.0, -0.3 / 32 * r2));
    }
  }
  const std::string stage = GetParam().stage;
  const double fixed = litError(acquisition, solved(wrong, stage));
  const double error = litError(acquisition, solved(wrong, stage + ":probe_from=2"));
  EXPECT_LT(error, GetParam().unknown);
  EXPECT_LT(error, 0.5 * fixed);
}

INSTANTIATE_TEST_SUITE_P(Engines, Recovery,
                         testing::Values(Case{"pie:150", 0.03, 0.12}, Case{"epie:150", 0.035, 0.12},
                                         Case{"rpie:150", 0.025, 0.1}, Case{"rpie:150:alpha=0.1", 0.015, 0.1},
                                         Case{"mpie:150", 0.003, 0.05},
                                         Case{"lsqml:150", 0.02, 0.1}, Case{"lsqml:150:momentum=0", 0.02, 0.1},
                                         Case{"lsqml:150:noise=poisson", 0.03, 0.12},
                                         Case{"admm:150", 0.02, 0.15}));

/// rPIE and mPIE with their defaults stay nearer to the truth than a flat picture where windows hardly overlap.
TEST(SparseScan, isNoWorseThanFlatWithTheDefaults) {
  const Acquisition acquisition = test::smallScan({15, 0, true, 1});
  const ComplexImage flat(acquisition.truth.rows(), acquisition.truth.cols(), std::polar(0.75F, -0.5F));
  const double start = litError(acquisition, ReconstructionProblem(acquisition, 1).startFrom(flat));
  for (const char* engine : {"rpie", "mpie"}) {
    EXPECT_LT(litError(acquisition, solved(acquisition, std::string(engine) + ":60")), start) << engine;
  }
}

}  // namespace
}  // namespace ptycho
