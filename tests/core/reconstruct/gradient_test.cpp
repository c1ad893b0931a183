#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/detector_transform.h"
#include "core/optics/forward_model.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/scan_cover.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// L(O) = Σ_j Σ (|F_j| − M_j)² over valid pixels, straightforwardly.
double loss(const Acquisition& acquisition, const ComplexImage& object) {
  const std::size_t side = acquisition.probe.rows();
  const DetectorTransform detector(side, side, transferFor(acquisition).value());
  const RealStack model =
      detectorIntensities(detector, object, acquisition.probe, acquisition.scan, SubpixelMethod::Fourier, 1);
  double sum = 0;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double difference = std::sqrt(static_cast<double>(model.data()[i])) -
                              std::sqrt(static_cast<double>(acquisition.patterns.data()[i]));
    sum += difference * difference;
  }
  return sum;
}

class Gradient : public testing::TestWithParam<test::SmallScan> {};

TEST_P(Gradient, ofTheAcceleratedFlowMatchesFiniteDifferences) {
  const Acquisition acquisition = test::smallScan(GetParam());
  const ReconstructionProblem problem(acquisition, 1);
  const auto rows = static_cast<std::size_t>(acquisition.scan.object_rows);
  const ComplexImage start(rows, rows, std::polar(0.8F, -0.3F));
  StageSpec stage;
  stage.engine = EngineKind::Awf;
  Estimate estimate = problem.startFrom(start);
  // The first step is plain: O − g / (W + ε max W), and dL/dO = 2g.
  (void)makeEngine({problem, stage, RangeSpec{}}, estimate)->iterate(estimate);
  const ComplexImage& object = estimate.object;
  const ScanCover cover(problem, estimate);
  const float epsilon = cover.epsilon(stage.regularisation);
  for (const auto& [r, c] : {std::pair<std::size_t, std::size_t>{20, 25}, {31, 30}, {28, 22}}) {
    const Complex gradient = (start(r, c) - object(r, c)) * (cover.illumination()(r, c) + epsilon);
    const float h = 0.004F;
    ComplexImage plus = start;
    ComplexImage minus = start;
    plus(r, c) += h;
    minus(r, c) -= h;
    const double slopeRe = (loss(acquisition, plus) - loss(acquisition, minus)) / (2 * h);
    plus(r, c) = start(r, c) + Complex(0, h);
    minus(r, c) = start(r, c) - Complex(0, h);
    const double slopeIm = (loss(acquisition, plus) - loss(acquisition, minus)) / (2 * h);
    const double size = std::hypot(slopeRe, slopeIm);
    EXPECT_NEAR(slopeRe, 2 * gradient.real(), 0.02 * size) << r << "," << c;
    EXPECT_NEAR(slopeIm, 2 * gradient.imag(), 0.02 * size) << r << "," << c;
  }
}

INSTANTIATE_TEST_SUITE_P(Scans, Gradient,
                         testing::Values(test::SmallScan{}, test::SmallScan{6, 2, false, 1},
                                         test::SmallScan{6, 0, true, 2},
                                         test::SmallScan{6, 0, true, 1, 0.1}, test::SmallScan{6, 2, false, 2, 0.1}));

}  // namespace
}  // namespace ptycho
