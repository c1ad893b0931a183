#include <cmath>

#include <gtest/gtest.h>

#include "core/metrics/metrics.h"
#include "core/optics/forward_model.h"
#include "core/reconstruct/scan_cover.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// The small scan measured with a probe that walks by `drift_px` along both axes from the first pattern to the last.
Acquisition driftingScan(double drift_px) {
  Acquisition acquisition = test::smallScan({6, 2, true, 1});
  const std::size_t patterns = acquisition.patterns.count();
  for (std::size_t j = 0; j < patterns; ++j) {
    const double along = drift_px * (static_cast<double>(j) / static_cast<double>(patterns - 1) - 0.5);
    const ComplexStack probe(shiftObject(acquisition.probe.copy(0), along, along));
    Scan scan = acquisition.scan;
    scan.positions = {acquisition.scan.positions[j]};
    const RealStack pattern = farFieldIntensities(acquisition.truth, probe, scan, SubpixelMethod::Fourier, 1);
    std::copy_n(pattern.data(), pattern.size(), acquisition.patterns.image(j));
  }
  return acquisition;
}

TEST(ProbeVariation, lowersTheResidualOfAProbeThatDrifts) {
  const Acquisition acquisition = driftingScan(1.5);
  ReconstructionSpec spec = test::chain("awf:150:range:probe_from=20");
  const Reconstruction fixed = test::run(acquisition, spec, 1);
  spec = test::chain("awf:150:range:probe_from=20:opr_modes=2");
  const Reconstruction varying = test::run(acquisition, spec, 1);
  EXPECT_LT(varying.residual, 0.85 * fixed.residual);
  EXPECT_LT(varying.amplitude_nrmse, fixed.amplitude_nrmse);
  EXPECT_EQ(varying.variation.modes.count(), 2U);
}

TEST(ProbeVariation, keepsItsModesOrthonormalAndItsCoefficientsFreeOfAMean) {
  const Reconstruction result = test::run(driftingScan(1.5), test::chain("awf:40:range:probe_from=5:opr_modes=3"), 1);
  const ComplexStack& modes = result.variation.modes;
  const Image<Complex>& c = result.variation.coefficients;
  std::vector<double> power(3);
  for (std::size_t a = 0; a < 3; ++a) {
    std::complex<double> mean = 0;
    for (std::size_t j = 0; j < c.rows(); ++j) {
      mean += std::complex<double>(c(j, a));
      power[a] += static_cast<double>(std::norm(c(j, a)));
    }
    EXPECT_LT(std::abs(mean), 1e-3 * std::sqrt(power[0] * static_cast<double>(c.rows())));
    EXPECT_GE(power[a > 0 ? a - 1 : 0], power[a]);
    for (std::size_t b = 0; b < 3; ++b) {
      std::complex<double> product = 0;
      for (std::size_t i = 0; i < modes.imageSize(); ++i) {
        product += std::conj(std::complex<double>(modes.image(a)[i])) * std::complex<double>(modes.image(b)[i]);
      }
      EXPECT_NEAR(std::abs(product), a == b ? 1 : 0, 1e-4);
    }
  }
}

TEST(ProbeVariation, staysSmallWhereTheProbeIsStable) {
  const Acquisition acquisition = test::smallScan({6, 2, true, 1});
  const Reconstruction result = test::run(acquisition, test::chain("dm:150:range:probe_from=20:opr_modes=1"), 1);
  EXPECT_LT(result.residual, 0.02);
  double power = 0, probe = 0;
  for (const Complex value : result.variation.coefficients) power += static_cast<double>(std::norm(value));
  for (const Complex value : result.probe) probe += static_cast<double>(std::norm(value));
  EXPECT_LT(power / static_cast<double>(result.variation.coefficients.rows()), 1e-3 * probe);
}

}  // namespace
}  // namespace ptycho
