#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/reconstruct/problem.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

constexpr double kFresnel = 0.1;  ///< of a pixel in the near fields here

class EveryEngine : public testing::TestWithParam<const char*> {};

TEST_P(EveryEngine, isTheSameForAnyThreadCount) {
  const ReconstructionSpec spec = test::chain(std::string(GetParam()) + ":2:range," + GetParam() + ":1");
  for (const auto& scan : {test::SmallScan{6, 2, false, 2}, test::SmallScan{6, 2, false, 2, kFresnel}}) {
    const Acquisition acquisition = test::smallScan(scan);
    const Reconstruction one = test::run(acquisition, spec, 1);
    for (const int threads : {2, 3}) {
      const Reconstruction more = test::run(acquisition, spec, threads);
      EXPECT_EQ(one.object, more.object);
      for (std::size_t k = 0; k < one.history.size(); ++k) EXPECT_EQ(one.history[k].residual, more.history[k].residual);
    }
  }
}

/// All but the reference study's, which does not get anywhere.
class WorkingEngine : public testing::TestWithParam<const char*> {};

TEST_P(WorkingEngine, lowersTheResidualFromAFlatStart) {
  const Reconstruction result = test::run(test::smallScan(), test::chain(std::string(GetParam()) + ":60"));
  EXPECT_LT(result.residual, 0.35 * result.history.front().residual);
  EXPECT_LT(result.amplitude_nrmse, 0.6 * result.flat_amplitude_nrmse);
}

TEST_P(WorkingEngine, lowersTheResidualOfANearField) {
  const Reconstruction result =
      test::run(test::smallScan({6, 0, true, 1, kFresnel}), test::chain(std::string(GetParam()) + ":60"));
  EXPECT_LT(result.residual, 0.35 * result.history.front().residual);
  EXPECT_LT(result.amplitude_nrmse, 0.6 * result.flat_amplitude_nrmse);
}

TEST_P(EveryEngine, leavesATruthStartAlone) {
  for (const auto& scan : {test::SmallScan{}, test::SmallScan{6, 2, false, 1}, test::SmallScan{6, 0, true, 2},
                           test::SmallScan{6, 0, true, 1, kFresnel}, test::SmallScan{6, 2, false, 2, kFresnel}}) {
    const Acquisition acquisition = test::smallScan(scan);
    const ReconstructionProblem problem(acquisition, 1);
    EXPECT_LT(diffractionResidual(problem, problem.startFrom(acquisition.truth)), 1e-5);
    ReconstructionSpec spec = test::chain(std::string(GetParam()) + ":3:range");
    spec.start = StartKind::Given;
    const Reconstruction result = test::run(acquisition, spec, 1, acquisition.truth);
    EXPECT_LT(result.amplitude_nrmse, 2e-4);
    EXPECT_LT(result.phase_nrmse, 2e-4);
  }
}

TEST_P(EveryEngine, refusesNearFieldsOfUnknownDistanceAndSaysWhatToDo) {
  Acquisition acquisition = test::smallScan();
  acquisition.propagation = Propagation::NearField;
  RunContext context;
  const auto outcome = reconstruct(acquisition, test::chain(std::string(GetParam()) + ":1"), {}, 1, context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::Unsupported);
  for (const char* part : {"near-field", "Fresnel", "--distance", "--propagation far-field"}) {
    EXPECT_NE(outcome.error().message.find(part), std::string::npos) << outcome.error().text();
  }
}

TEST_P(EveryEngine, ignoresMaskedPixelsAltogether) {
  Acquisition acquisition = test::smallScan();
  acquisition.mask = MaskImage(32, 32, 1);
  for (const std::size_t i : {3U, 100U, 517U}) acquisition.mask[i] = 0;
  Acquisition spoilt = acquisition;
  const float garbage[] = {std::numeric_limits<float>::quiet_NaN(), -5.0F, 1e30F};
  for (std::size_t j = 0; j < spoilt.patterns.count(); ++j) {
    spoilt.patterns.image(j)[3] = garbage[0];
    spoilt.patterns.image(j)[100] = garbage[1];
    spoilt.patterns.image(j)[517] = garbage[2];
  }
  const ReconstructionSpec spec = test::chain(std::string(GetParam()) + ":5:range");
  EXPECT_EQ(test::run(acquisition, spec).object, test::run(spoilt, spec).object);
}

constexpr const char* kWorking[] = {"pie", "epie", "rpie", "mpie", "lsqml", "dm", "raar", "awf", "admm", "ml"};
INSTANTIATE_TEST_SUITE_P(Engines, EveryEngine, testing::ValuesIn(kWorking));
INSTANTIATE_TEST_SUITE_P(Study, EveryEngine, testing::Values("study-gd"));
INSTANTIATE_TEST_SUITE_P(Engines, WorkingEngine, testing::ValuesIn(kWorking));

TEST(Chain, recoversSyntheticTruth) {
  const Reconstruction result = test::run(test::smallScan(), test::chain("dm:300:range,awf:200:range"));
  EXPECT_LT(result.amplitude_nrmse, 0.005);
  EXPECT_LT(result.phase_nrmse, 0.02);
  EXPECT_LT(result.residual, 1e-3);
}

TEST(Chain, recoversFromSubpixelPositions) {
  const Reconstruction result =
      test::run(test::smallScan({6, 2, false, 1}), test::chain("dm:300:range,awf:200:range"));
  // What is left sits in the object's corners, which only the tail of one window reaches.
  EXPECT_LT(result.residual, 1e-3);
  EXPECT_LT(result.amplitude_nrmse, 0.05);
}

TEST(Chain, recoversWithSeveralProbeModes) {
  const Reconstruction result = test::run(test::smallScan({6, 0, true, 2}), test::chain("dm:300:range,awf:200:range"));
  EXPECT_LT(result.amplitude_nrmse, 0.02);
}

}  // namespace
}  // namespace ptycho
