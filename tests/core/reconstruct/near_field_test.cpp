#include <cmath>

#include <gtest/gtest.h>

#include "core/reconstruct/problem.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

constexpr double kFresnel = 0.1;

Acquisition nearScan(int modes = 1) { return test::smallScan({6, 1.5, true, modes, kFresnel}); }

struct Ending {
  const char* chain;
  double phase_nrmse;  ///< sequential engines are slow to find slow variations of the phase
};

class NearField : public testing::TestWithParam<Ending> {};

TEST_P(NearField, isRecoveredWithAKnownProbe) {
  const Reconstruction result = test::run(nearScan(), test::chain(GetParam().chain));
  EXPECT_LT(result.residual, 5e-3);
  EXPECT_LT(result.amplitude_nrmse, 0.3 * GetParam().phase_nrmse);
  EXPECT_LT(result.phase_nrmse, GetParam().phase_nrmse);
}

INSTANTIATE_TEST_SUITE_P(Chains, NearField,
                         testing::Values(Ending{"epie:300", 0.2}, Ending{"rpie:300", 0.2}, Ending{"mpie:300", 0.2},
                                         Ending{"lsqml:300", 0.07}, Ending{"dm:200:range,awf:100:range", 0.06},
                                         Ending{"raar:200:range,ml:100", 0.06},
                                         Ending{"admm:300:beta=0.05:range", 0.06}, Ending{"awf:400:range", 0.06}, Ending{"ml:150", 0.08}),
                         [](const auto& info) { return "chain" + std::to_string(info.index); });

TEST(NearFieldScan, isRecoveredWithTwoModes) {
  const Reconstruction result = test::run(nearScan(2), test::chain("dm:200:range,awf:200:range"));
  EXPECT_LT(result.residual, 5e-3);
  EXPECT_LT(result.amplitude_nrmse, 0.03);
}

TEST(NearFieldScan, isRecoveredTogetherWithItsProbe) {
  Acquisition acquisition = nearScan();
  const ComplexStack truth = acquisition.probe;
  for (std::size_t i = 0; i < truth.size(); ++i) {  // too narrow, and curved
    const double down = static_cast<double>(i / 32) - 16;
    const double across = static_cast<double>(i % 32) - 16;
    const double radius2 = down * down + across * across;
    acquisition.probe.data()[i] = truth.data()[i] * std::polar(static_cast<float>(std::exp(-0.002 * radius2)),
                                                               static_cast<float>(0.005 * radius2));
  }
  const ReconstructionProblem problem(acquisition, 1);
  const double before = diffractionResidual(problem, problem.startFrom(acquisition.truth));
  const Reconstruction result =
      test::run(acquisition, test::chain("epie:100:probe_from=1,raar:200:probe_from=1,ml:100:probe_from=1"));
  const double probeKept = test::run(acquisition, test::chain("raar:200,ml:100")).phase_nrmse;
  EXPECT_LT(result.residual, 0.02 * before);
  EXPECT_LT(result.phase_nrmse, 0.35 * probeKept);
}

TEST(NearFieldScan, ofAnotherFresnelNumberFitsWorse) {
  Acquisition acquisition = nearScan();
  const ReconstructionSpec spec = test::chain("awf:200");
  const double right = test::run(acquisition, spec).residual;
  acquisition.geometry->magnification *= 1.3;
  EXPECT_GT(test::run(acquisition, spec).residual, 3 * right);
}

TEST(NearFieldScan, keepsItsPlaceWhenItIsRefined) {
  // Where probe and object lie together no far field tells; here it is measured and must not be changed.
  for (const double fresnel : {0.0, kFresnel}) {
    Acquisition acquisition = test::smallScan({6, 1.5, true, 1, fresnel});
    for (std::size_t i = 0; i < acquisition.probe.size(); ++i) {
      if (i % 32 > 15) acquisition.probe.data()[i] *= 0.2F;  // its centre of mass is far off
    }
    ReconstructionSpec spec = test::chain("epie:2:probe_from=1");
    const ComplexImage centred = test::run(acquisition, spec).object;
    spec.stages[0].probe_centre = false;
    EXPECT_EQ(test::run(acquisition, spec).object == centred, fresnel > 0);
  }
}

}  // namespace
}  // namespace ptycho
