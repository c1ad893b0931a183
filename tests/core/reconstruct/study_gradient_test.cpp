#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/optics/forward_model.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/presets.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

constexpr double kSpan = std::numbers::pi / 3;

/// L = mean over positions and pixels of (|F| − M)², straightforwardly.
double meanLoss(const Acquisition& acquisition, const ComplexImage& object) {
  const RealStack model = farFieldIntensities(object, acquisition.probe, acquisition.scan, SubpixelMethod::Fourier, 1);
  double sum = 0;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double difference = std::sqrt(static_cast<double>(model.data()[i])) -
                              std::sqrt(static_cast<double>(acquisition.patterns.data()[i]));
    sum += difference * difference;
  }
  return sum / static_cast<double>(model.size());
}

Complex fromChannels(double c0, double c1) { return Complex(std::polar(c0, -kSpan * c1)); }
double amplitudeChannel(Complex value) { return std::abs(value); }
double phaseChannel(Complex value) { return -std::arg(value) / kSpan; }

/// One step of size β from a picture of one value.
ComplexImage stepFrom(const Acquisition& acquisition, Complex value, double beta) {
  const ReconstructionProblem problem(acquisition, 1);
  const auto side = static_cast<std::size_t>(acquisition.scan.object_rows);
  Estimate estimate = problem.startFrom(ComplexImage(side, side, value));
  StageSpec stage;
  stage.engine = EngineKind::StudyGradient;
  stage.beta = beta;
  (void)makeEngine({problem, stage, RangeSpec{}, 1}, estimate)->iterate(estimate);
  return estimate.object;
}

class StudyGradient : public testing::TestWithParam<test::SmallScan> {};

TEST_P(StudyGradient, matchesFiniteDifferencesOfTheMeanLoss) {
  const Acquisition acquisition = test::smallScan(GetParam());
  constexpr double kC0 = 0.8, kC1 = 0.3, kBeta = 100;
  const Complex value = fromChannels(kC0, kC1);
  const ComplexImage after = stepFrom(acquisition, value, kBeta);
  for (const auto& [r, c] : {std::pair<std::size_t, std::size_t>{20, 25}, {31, 30}, {28, 22}}) {
    const double h = 0.004;
    const auto lossWith = [&](double c0, double c1) {
      ComplexImage object(after.rows(), after.cols(), value);
      object(r, c) = fromChannels(c0, c1);
      return meanLoss(acquisition, object);
    };
    const double slope0 = (lossWith(kC0 + h, kC1) - lossWith(kC0 - h, kC1)) / (2 * h);
    const double slope1 = (lossWith(kC0, kC1 + h) - lossWith(kC0, kC1 - h)) / (2 * h);
    const double tolerance = 0.02 * std::hypot(slope0, slope1);
    EXPECT_NEAR((kC0 - amplitudeChannel(after(r, c))) / kBeta, slope0, tolerance) << r << "," << c;
    EXPECT_NEAR((kC1 - phaseChannel(after(r, c))) / kBeta, slope1, tolerance) << r << "," << c;
  }
}

INSTANTIATE_TEST_SUITE_P(Scans, StudyGradient,
                         testing::Values(test::SmallScan{}, test::SmallScan{6, 2, false, 1},
                                         test::SmallScan{6, 0, true, 2}));

TEST(StudyGradientEngine, clampsItsChannelsAfterEachStep) {
  const Acquisition acquisition = test::smallScan();
  const ComplexImage after = stepFrom(acquisition, fromChannels(0.8, 0.3), 1e6);  // far beyond any good step
  std::size_t atAnEnd = 0;
  for (const Complex& value : after) {
    EXPECT_LE(amplitudeChannel(value), 1 + 1e-6);
    EXPECT_GE(phaseChannel(value), -1e-6);
    EXPECT_LE(phaseChannel(value), 1 + 1e-6);
    if (amplitudeChannel(value) < 1e-6 || amplitudeChannel(value) > 1 - 1e-6) ++atAnEnd;
  }
  EXPECT_GT(atAnEnd, after.size() / 10);
}

/// The null result of the study: from a flat picture its presets leave the object where it was, although nearly all of
/// it is still to be found, which ten steps with the gradient divided by Σ|P|² begin at once.
TEST(StudyGradientEngine, hardlyMovesAFlatPicture) {
  const Acquisition acquisition = test::smallScan();
  const Reconstruction divided = test::run(acquisition, test::chain("awf:10"));
  for (const char* name : {"study-gd:5:beta=0.05", "study-gd:10:beta=0.03"}) {
    const Reconstruction result = test::run(acquisition, test::chain(name));
    EXPECT_NEAR(result.amplitude_nrmse, result.flat_amplitude_nrmse, 1e-4 * result.flat_amplitude_nrmse) << name;
    EXPECT_NEAR(result.phase_nrmse, result.flat_phase_nrmse, 1e-4 * result.flat_phase_nrmse) << name;
    for (const IterationRecord& record : result.history) EXPECT_LT(record.update, 1e-5) << name;
    EXPECT_NEAR(result.residual, result.history.front().residual, 1e-4 * result.residual) << name;
    EXPECT_LT(divided.residual, 0.5 * result.residual) << name;
    RecordProperty(std::string(name) + " change of amplitude NRMSE",
                   std::to_string(result.amplitude_nrmse / result.flat_amplitude_nrmse - 1));
  }
}

TEST(StudyGradientEngine, hasThePresetsOfTheStudy) {
  EXPECT_EQ(findChainPreset("study-gd-5")->stages, test::chain("study-gd:5:beta=0.05").stages);
  EXPECT_EQ(findChainPreset("study-gd-10")->stages, test::chain("study-gd:10:beta=0.03").stages);
}

}  // namespace
}  // namespace ptycho
