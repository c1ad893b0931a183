#include <algorithm>
#include <cmath>
#include <complex>

#include <gtest/gtest.h>

#include "core/optics/fft.h"
#include "core/reconstruct/engine.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// Straightforward implementations, written from the formulas with double accumulators and no shared kernels.
struct Plain {
  const Acquisition& acquisition;
  std::size_t side = acquisition.probe.rows();
  Fft2 fft{side, side};
  ComplexImage probe = acquisition.probe.copy(0);

  [[nodiscard]] ComplexImage exitWave(const ComplexImage& object, std::size_t j) const {
    const auto& p = acquisition.scan.positions[j];
    ComplexImage wave(side, side);
    for (std::size_t r = 0; r < side; ++r) {
      for (std::size_t c = 0; c < side; ++c) {
        wave(r, c) = probe(r, c) * object(static_cast<std::size_t>(p.row) + r, static_cast<std::size_t>(p.col) + c);
      }
    }
    return wave;
  }

  [[nodiscard]] ComplexImage projected(ComplexImage wave, std::size_t j) const {
    fft.forward(wave.data());
    for (std::size_t i = 0; i < wave.size(); ++i) {
      const double magnitude = std::sqrt(static_cast<double>(acquisition.patterns.image(j)[i]));
      const double size = std::abs(std::complex<double>(wave[i]));
      wave[i] = size > 0 ? wave[i] * static_cast<float>(magnitude / size) : Complex{};
    }
    fft.inverse(wave.data());
    return wave;
  }

  /// O = (Σ P*ψ + ε O_prev) / (Σ|P|² + ε), ε = 1e-3 max Σ|P|².
  void overlap(const std::vector<ComplexImage>& waves, ComplexImage& object) const {
    Image<std::complex<double>> sum(object.rows(), object.cols());
    Image<double> weight(object.rows(), object.cols());
    for (std::size_t j = 0; j < waves.size(); ++j) {
      const auto& p = acquisition.scan.positions[j];
      for (std::size_t r = 0; r < side; ++r) {
        for (std::size_t c = 0; c < side; ++c) {
          const auto row = static_cast<std::size_t>(p.row) + r;
          const auto col = static_cast<std::size_t>(p.col) + c;
          sum(row, col) += std::conj(std::complex<double>(probe(r, c))) * std::complex<double>(waves[j](r, c));
          weight(row, col) += std::norm(std::complex<double>(probe(r, c)));
        }
      }
    }
    const double epsilon = 1e-3 * *std::max_element(weight.begin(), weight.end());
    for (std::size_t i = 0; i < object.size(); ++i) {
      object[i] = Complex((sum[i] + epsilon * std::complex<double>(object[i])) / (weight[i] + epsilon));
    }
  }
};

double distance(const ComplexImage& a, const ComplexImage& b) {
  double change = 0;
  double norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    change += static_cast<double>(std::norm(a[i] - b[i]));
    norm += static_cast<double>(std::norm(b[i]));
  }
  return std::sqrt(change / norm);
}

ComplexImage flat(const Acquisition& acquisition) {
  return {static_cast<std::size_t>(acquisition.scan.object_rows), static_cast<std::size_t>(acquisition.scan.object_cols),
          std::polar(0.75F, -0.5F)};
}

ComplexImage iterated(const Acquisition& acquisition, const std::string& stage, int threads) {
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = problem.startFrom(flat(acquisition));
  const StageSpec spec = parseChain(stage).value().front();
  const auto engine = makeEngine({problem, spec, RangeSpec{}}, estimate);
  for (int k = 0; k < spec.iterations; ++k) engine->iterate(estimate);
  return estimate.object;
}

TEST(Straightforward, differenceMapAgrees) {
  const Acquisition acquisition = test::smallScan();
  const Plain plain{acquisition};
  ComplexImage object = flat(acquisition);
  std::vector<ComplexImage> psi;
  for (std::size_t j = 0; j < acquisition.patterns.count(); ++j) psi.push_back(plain.exitWave(object, j));
  for (int k = 0; k < 5; ++k) {
    for (std::size_t j = 0; j < psi.size(); ++j) {
      const ComplexImage wave = plain.exitWave(object, j);
      ComplexImage reflected = wave;
      for (std::size_t i = 0; i < wave.size(); ++i) reflected[i] = 2.0F * wave[i] - psi[j][i];
      const ComplexImage target = plain.projected(reflected, j);
      for (std::size_t i = 0; i < wave.size(); ++i) psi[j][i] += target[i] - wave[i];
    }
    plain.overlap(psi, object);
  }
  EXPECT_LT(distance(iterated(acquisition, "dm:5", 2), object), 1e-4);
}

TEST(Straightforward, relaxedReflectionsAgree) {
  const Acquisition acquisition = test::smallScan();
  const Plain plain{acquisition};
  ComplexImage object = flat(acquisition);
  std::vector<ComplexImage> psi;
  for (std::size_t j = 0; j < acquisition.patterns.count(); ++j) psi.push_back(plain.exitWave(object, j));
  const float beta = 0.8F;
  for (int k = 0; k < 5; ++k) {
    std::vector<ComplexImage> modulus;
    std::vector<ComplexImage> reflected;
    for (std::size_t j = 0; j < psi.size(); ++j) {
      modulus.push_back(plain.projected(psi[j], j));
      reflected.push_back(modulus[j]);
      for (std::size_t i = 0; i < psi[j].size(); ++i) reflected[j][i] = 2.0F * modulus[j][i] - psi[j][i];
    }
    plain.overlap(reflected, object);
    for (std::size_t j = 0; j < psi.size(); ++j) {
      const ComplexImage overlap = plain.exitWave(object, j);
      for (std::size_t i = 0; i < psi[j].size(); ++i) {
        const Complex twice = 2.0F * overlap[i] - reflected[j][i];  // R_O R_F ψ
        psi[j][i] = 0.5F * beta * (twice + psi[j][i]) + (1 - beta) * modulus[j][i];
      }
    }
  }
  EXPECT_LT(distance(iterated(acquisition, "raar:5:beta=0.8", 2), object), 1e-4);
}

TEST(Straightforward, alternatingMultipliersAgree) {
  const Acquisition acquisition = test::smallScan();
  const Plain plain{acquisition};
  ComplexImage object = flat(acquisition);
  std::vector<ComplexImage> lambda(acquisition.patterns.count(), ComplexImage(plain.side, plain.side));
  const double penalty = 0.25;  // r, the share r/(1 + r) is 0.2
  for (int k = 0; k < 5; ++k) {
    std::vector<ComplexImage> sums;
    for (std::size_t j = 0; j < lambda.size(); ++j) {
      const ComplexImage wave = plain.exitWave(object, j);
      ComplexImage z = wave;
      for (std::size_t i = 0; i < z.size(); ++i) z[i] += lambda[j][i];
      plain.fft.forward(z.data());
      for (std::size_t i = 0; i < z.size(); ++i) {
        const std::complex<double> x(z[i]);
        const double magnitude = std::sqrt(static_cast<double>(acquisition.patterns.image(j)[i]));
        const double size = std::abs(x);
        z[i] = size > 0 ? Complex(x / size * (magnitude + penalty * size) / (1 + penalty)) : Complex{};
      }
      plain.fft.inverse(z.data());
      for (std::size_t i = 0; i < z.size(); ++i) lambda[j][i] += wave[i] - z[i];
      sums.push_back(z);
      for (std::size_t i = 0; i < z.size(); ++i) sums[j][i] -= lambda[j][i];
    }
    plain.overlap(sums, object);
  }
  EXPECT_LT(distance(iterated(acquisition, "admm:5:beta=0.2", 2), object), 1e-4);
}

}  // namespace
}  // namespace ptycho
