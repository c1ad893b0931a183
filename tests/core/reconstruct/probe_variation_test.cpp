#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "core/metrics/metrics.h"
#include "core/optics/forward_model.h"
#include "core/reconstruct/hermitian_eigen.h"
#include "core/reconstruct/probe_variation.h"
#include "core/reconstruct/scan_cover.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

using Value = std::complex<double>;

/// The small scan, each pattern measured with a probe of its own.
struct VaryingScan {
  Acquisition acquisition;
  ComplexStack probes;          ///< [n, w, w]
  std::vector<double> along;    ///< −0.5 … 0.5, what the probes depend on
};
using ProbeAt = std::function<ComplexImage(const ComplexImage& mean, std::size_t j, double along)>;

VaryingScan varyingScan(const ProbeAt& probeAt) {
  VaryingScan scan{test::smallScan({6, 2, true, 1}), {}, {}};
  Acquisition& acquisition = scan.acquisition;
  const std::size_t patterns = acquisition.patterns.count();
  scan.probes = ComplexStack(patterns, acquisition.probe.rows(), acquisition.probe.cols());
  for (std::size_t j = 0; j < patterns; ++j) {
    scan.along.push_back(static_cast<double>(j) / static_cast<double>(patterns - 1) - 0.5);
    const ComplexImage probe = probeAt(acquisition.probe.copy(0), j, scan.along.back());
    scan.probes.assign(j, probe);
    const RealImage pattern = farFieldIntensity(acquisition.truth, ComplexStack(probe), acquisition.scan.positions[j]);
    std::copy_n(pattern.data(), pattern.size(), acquisition.patterns.image(j));
  }
  return scan;
}

/// The probe walks by 1.5 px along both axes from the first pattern to the last.
VaryingScan driftingScan() {
  return varyingScan([](const ComplexImage& mean, std::size_t, double along) {
    return shiftObject(mean, 1.5 * along, 1.5 * along);
  });
}

/// |correlation| of mode k's coefficients with a real parameter.
double correlation(const Image<Complex>& coefficients, std::size_t k, const std::vector<double>& parameter) {
  const auto patterns = static_cast<double>(parameter.size());
  Value mean = 0;
  double middle = 0;
  for (std::size_t j = 0; j < parameter.size(); ++j) {
    mean += Value(coefficients(j, k)) / patterns;
    middle += parameter[j] / patterns;
  }
  Value product = 0;
  double power = 0, norm = 0;
  for (std::size_t j = 0; j < parameter.size(); ++j) {
    const Value value = Value(coefficients(j, k)) - mean;
    product += (parameter[j] - middle) * value;
    power += std::norm(value);
    norm += (parameter[j] - middle) * (parameter[j] - middle);
  }
  return std::abs(product) / std::sqrt(power * norm);
}

/// Deviations of the probes from their mean without what lies beyond the strongest `rank` singular vectors, by the
/// eigenvectors of the n × n Gram matrix.
ComplexStack truncated(const ComplexStack& probes, std::size_t rank) {
  const std::size_t patterns = probes.count();
  const std::size_t count = probes.imageSize();
  std::vector<Value> deviations(patterns * count);
  for (std::size_t i = 0; i < count; ++i) {
    Value mean = 0;
    for (std::size_t j = 0; j < patterns; ++j) mean += Value(probes.image(j)[i]) / static_cast<double>(patterns);
    for (std::size_t j = 0; j < patterns; ++j) deviations[j * count + i] = Value(probes.image(j)[i]) - mean;
  }
  Image<Value> gram(patterns, patterns);
  for (std::size_t a = 0; a < patterns; ++a) {
    for (std::size_t b = 0; b < patterns; ++b) {
      for (std::size_t i = 0; i < count; ++i) {
        gram(a, b) += std::conj(deviations[a * count + i]) * deviations[b * count + i];
      }
    }
  }
  const HermitianEigen eigen = hermitianEigen(std::move(gram));
  ComplexStack kept(patterns, probes.rows(), probes.cols());
  for (std::size_t k = 0; k < rank; ++k) {
    for (std::size_t i = 0; i < count; ++i) {
      Value mode = 0;
      for (std::size_t j = 0; j < patterns; ++j) mode += deviations[j * count + i] * eigen.vectors(k, j);
      for (std::size_t j = 0; j < patterns; ++j) kept.image(j)[i] += Complex(mode * std::conj(eigen.vectors(k, j)));
    }
  }
  return kept;
}

double power(const auto& values) {
  double sum = 0;
  for (const Complex value : values) sum += static_cast<double>(std::norm(value));
  return sum;
}

TEST(ProbeVariation, comesToTheTruncatedSingularValueDecomposition) {
  const VaryingScan scan = varyingScan([](const ComplexImage& mean, std::size_t j, double) {
    ComplexImage probe = mean;
    for (auto& value : probe) value *= static_cast<float>(1 + 0.1 * std::sin(2.0 * static_cast<double>(j)));
    return probe;
  });
  const ReconstructionProblem problem(scan.acquisition, 1);
  Estimate estimate = problem.startFrom(scan.acquisition.truth);
  const EngineSetup setup{problem, test::chain("awf:1:probe_from=1:opr_modes=1").stages.front(), {}};
  const auto variation = makeProbeVariation(setup, estimate);
  for (int iteration = 1; iteration <= 200; ++iteration) {
    EXPECT_TRUE(variation->update(iteration, false, estimate).probe);
  }
  const ComplexStack expected = truncated(scan.probes, 1);
  ComplexStack found(expected.count(), expected.rows(), expected.cols());
  for (std::size_t j = 0; j < found.count(); ++j) {
    for (std::size_t k = 0; k < 1; ++k) {
      for (std::size_t i = 0; i < found.imageSize(); ++i) {
        found.image(j)[i] += estimate.variation.coefficients(j, k) * estimate.variation.modes.image(k)[i];
      }
    }
  }
  ComplexStack wrong = found;
  for (std::size_t i = 0; i < wrong.size(); ++i) wrong.data()[i] -= expected.data()[i];
  EXPECT_LT(std::sqrt(power(wrong) / power(expected)), 0.1);
  EXPECT_LT(diffractionResidual(problem, estimate), 0.003);
}

TEST(ProbeVariation, followsAProbeThatDrifts) {
  const VaryingScan scan = driftingScan();
  const Reconstruction fixed = test::run(scan.acquisition, test::chain("awf:1000:range:probe_from=20"), 1);
  const Reconstruction varying =
      test::run(scan.acquisition, test::chain("awf:1000:range:probe_from=20:opr_modes=2"), 1);
  EXPECT_LT(varying.residual, 0.5 * fixed.residual);
  EXPECT_LT(varying.amplitude_nrmse, 0.8 * fixed.amplitude_nrmse);
  EXPECT_GT(correlation(varying.variation.coefficients, 0, scan.along), 0.9);
}

TEST(ProbeVariation, followsAnIntensityThatFluctuates) {
  std::vector<double> gains;
  const VaryingScan scan = varyingScan([&](const ComplexImage& mean, std::size_t j, double) {
    ComplexImage probe = mean;
    gains.push_back(std::sqrt(1 + 0.2 * std::sin(12.9898 * static_cast<double>((j + 1) * (j + 3)))));
    for (auto& value : probe) value *= static_cast<float>(gains.back());
    return probe;
  });
  const Reconstruction fixed = test::run(scan.acquisition, test::chain("awf:300:range:probe_from=20"), 1);
  const Reconstruction varying = test::run(scan.acquisition, test::chain("awf:300:range:probe_from=20:opr_modes=1"), 1);
  EXPECT_LT(varying.residual, 0.1 * fixed.residual);
  EXPECT_LT(varying.amplitude_nrmse, 0.5 * fixed.amplitude_nrmse);
  EXPECT_GT(correlation(varying.variation.coefficients, 0, gains), 0.9);
}

TEST(ProbeVariation, keepsItsModesOrthonormalAndItsCoefficientsFreeOfAMean) {
  const Reconstruction result =
      test::run(driftingScan().acquisition, test::chain("awf:40:range:probe_from=5:opr_modes=3"), 1);
  const ComplexStack& modes = result.variation.modes;
  const Image<Complex>& c = result.variation.coefficients;
  std::vector<double> strength(3);
  for (std::size_t a = 0; a < 3; ++a) {
    Value mean = 0;
    for (std::size_t j = 0; j < c.rows(); ++j) {
      mean += Value(c(j, a));
      strength[a] += static_cast<double>(std::norm(c(j, a)));
    }
    EXPECT_LT(std::abs(mean), 1e-3 * std::sqrt(strength[0] * static_cast<double>(c.rows())));
    EXPECT_GE(strength[a > 0 ? a - 1 : 0], strength[a]);
    for (std::size_t b = 0; b < 3; ++b) {
      Value product = 0;
      for (std::size_t i = 0; i < modes.imageSize(); ++i) {
        product += std::conj(Value(modes.image(a)[i])) * Value(modes.image(b)[i]);
      }
      EXPECT_NEAR(std::abs(product), a == b ? 1 : 0, 1e-4);
    }
  }
}

TEST(ProbeVariation, staysSmallWhereTheProbeIsStable) {
  const Acquisition acquisition = test::smallScan({6, 2, true, 1});
  const Reconstruction result = test::run(acquisition, test::chain("awf:150:range:probe_from=20:opr_modes=1"), 1);
  EXPECT_LT(result.residual, 0.02);
  EXPECT_LT(power(result.variation.coefficients) / static_cast<double>(result.variation.coefficients.rows()),
            1e-3 * power(result.probe));
}

TEST(ProbeVariation, isNotForEnginesWhoseWavesWander) {
  for (const std::string engine : {"dm", "raar"}) {
    const StageSpec stage = test::chain(engine + ":5:probe_from=1:opr_modes=2").stages.front();
    EXPECT_FALSE(engineUses(stage.engine, "opr_modes"));
    EXPECT_TRUE(test::run(test::smallScan(), test::chain(chainText({stage})), 1).variation.empty());
  }
}

}  // namespace
}  // namespace ptycho
