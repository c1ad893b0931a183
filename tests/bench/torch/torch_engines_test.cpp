#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/optics/fft.h"
#include "core/simulate/simulate.h"
#include "tests/bench/torch/torch_engines.h"

namespace ptycho {
namespace {

/// What two single-precision implementations may differ by after five iterations.
constexpr double kRounding = 5e-5;

const Acquisition& smallScan() {
  static const Acquisition acquisition = [] {
    SimulationSpec spec;
    spec.probe.window_px = 32;
    spec.probe.sigma_px = 7.5;
    spec.probe.curvature_rad_px2 = 1.0 / 32;
    spec.scan.grid = 5;
    spec.scan.step_px = 6;
    RunContext context;
    auto simulated = simulate(spec, {}, 1, context);
    if (!simulated) throw std::runtime_error(simulated.error().text());
    return std::move(simulated->acquisition);
  }();
  return acquisition;
}

ComplexImage flat() {
  const ComplexImage& truth = smallScan().truth;
  return {truth.rows(), truth.cols(), std::polar(0.75F, -0.5F)};
}

/// A start whose transforms have no dark pixels: there the phase of a flat one is rounding alone, and implementations
/// that round differently part ways.
ComplexImage rough() {
  ComplexImage object = flat();
  const CounterRandom random(1, 1);
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = std::polar(static_cast<float>(0.5 + 0.5 * random.uniform(2 * i)),
                           static_cast<float>(-random.uniform(2 * i + 1)));
  }
  return object;
}

ComplexImage iterated(const std::string& engine, int iterations, const ComplexImage& start, bool range = false,
                      int threads = 2) {
  const Acquisition& scan = smallScan();
  const auto torch = TorchEngine::make(engine, scan.patterns, scan.probe, scan.scan, start, threads, range);
  for (int k = 0; k < iterations; ++k) torch->iterate();
  return torch->object();
}

double residual(const ComplexImage& object) {
  const Acquisition& scan = smallScan();
  const RealStack intensities = farFieldIntensities(object, scan.probe, scan.scan, SubpixelMethod::Fourier, 1);
  double difference = 0;
  double total = 0;
  for (std::size_t i = 0; i < intensities.size(); ++i) {
    difference += std::abs(std::sqrt(intensities.data()[i]) - std::sqrt(scan.patterns.data()[i]));
    total += std::sqrt(scan.patterns.data()[i]);
  }
  return difference / total;
}

double distance(const ComplexImage& a, const ComplexImage& b) {
  double change = 0;
  double norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    change += static_cast<double>(std::norm(a[i] - b[i]));
    norm += static_cast<double>(std::norm(b[i]));
  }
  return std::sqrt(change / norm);
}

using Doubles = std::vector<std::complex<double>>;

/// Plain loops from the formulas; sums in double.
struct Plain {
  const Acquisition& acquisition = smallScan();
  std::size_t side = acquisition.probe.rows();
  std::size_t count = acquisition.patterns.count();
  Fft2 fft{side, side};
  ComplexImage probe = acquisition.probe.copy(0);
  ComplexImage object = rough();
  std::vector<double> light = illumination();
  double epsilon = 1e-3 * *std::ranges::max_element(light);

  [[nodiscard]] std::size_t pixel(std::size_t j, std::size_t i) const {
    const auto& p = acquisition.scan.positions[j];
    const std::size_t cols = static_cast<std::size_t>(acquisition.scan.object_cols);
    return (static_cast<std::size_t>(p.row) + i / side) * cols + static_cast<std::size_t>(p.col) + i % side;
  }
  [[nodiscard]] std::vector<double> illumination() const {
    std::vector<double> sum(object.size());
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t i = 0; i < probe.size(); ++i) sum[pixel(j, i)] += std::norm(std::complex<double>(probe[i]));
    }
    return sum;
  }
  [[nodiscard]] ComplexImage exitWave(const ComplexImage& from, std::size_t j) const {
    ComplexImage wave(side, side);
    for (std::size_t i = 0; i < wave.size(); ++i) wave[i] = probe[i] * from[pixel(j, i)];
    return wave;
  }
  /// Π_F of a wave; adds Σ(|F| − M)² to the loss.
  [[nodiscard]] ComplexImage projected(ComplexImage wave, std::size_t j, double* loss = nullptr) const {
    fft.forward(wave.data());
    for (std::size_t i = 0; i < wave.size(); ++i) {
      const double magnitude = std::sqrt(static_cast<double>(acquisition.patterns.image(j)[i]));
      const double size = std::abs(std::complex<double>(wave[i]));
      if (loss) *loss += (size - magnitude) * (size - magnitude);
      wave[i] = size > 0 ? wave[i] * static_cast<float>(magnitude / size) : Complex{};
    }
    fft.inverse(wave.data());
    return wave;
  }
  /// Σ_j P*·waves_j
  [[nodiscard]] Doubles scattered(const std::vector<ComplexImage>& waves) const {
    Doubles sum(object.size());
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t i = 0; i < probe.size(); ++i) {
        sum[pixel(j, i)] += std::conj(std::complex<double>(probe[i])) * std::complex<double>(waves[j][i]);
      }
    }
    return sum;
  }
  void overlap(const std::vector<ComplexImage>& waves) {
    const Doubles sum = scattered(waves);
    for (std::size_t i = 0; i < object.size(); ++i) {
      object[i] = Complex((sum[i] + epsilon * std::complex<double>(object[i])) / (light[i] + epsilon));
    }
  }
};

TEST(TorchEngines, differenceMapAgreesWithPlainLoops) {
  Plain plain;
  std::vector<ComplexImage> psi;
  for (std::size_t j = 0; j < plain.count; ++j) psi.push_back(plain.exitWave(plain.object, j));
  for (int k = 0; k < 5; ++k) {
    for (std::size_t j = 0; j < plain.count; ++j) {
      const ComplexImage wave = plain.exitWave(plain.object, j);
      ComplexImage reflected = wave;
      for (std::size_t i = 0; i < wave.size(); ++i) reflected[i] = 2.0F * wave[i] - psi[j][i];
      const ComplexImage target = plain.projected(reflected, j);
      for (std::size_t i = 0; i < wave.size(); ++i) psi[j][i] += target[i] - wave[i];
    }
    plain.overlap(psi);
  }
  EXPECT_LT(distance(iterated("dm", 5, rough()), plain.object), kRounding);
}

TEST(TorchEngines, relaxedReflectionsAgreeWithPlainLoops) {
  Plain plain;
  std::vector<ComplexImage> psi;
  for (std::size_t j = 0; j < plain.count; ++j) psi.push_back(plain.exitWave(plain.object, j));
  const float beta = 0.9F;
  for (int k = 0; k < 5; ++k) {
    std::vector<ComplexImage> modulus;
    std::vector<ComplexImage> reflected;
    for (std::size_t j = 0; j < plain.count; ++j) {
      modulus.push_back(plain.projected(psi[j], j));
      reflected.push_back(modulus[j]);
      for (std::size_t i = 0; i < psi[j].size(); ++i) reflected[j][i] = 2.0F * modulus[j][i] - psi[j][i];
    }
    plain.overlap(reflected);
    for (std::size_t j = 0; j < plain.count; ++j) {
      const ComplexImage overlap = plain.exitWave(plain.object, j);
      for (std::size_t i = 0; i < psi[j].size(); ++i) {
        const Complex twice = 2.0F * overlap[i] - reflected[j][i];  // R_O R_F ψ
        psi[j][i] = 0.5F * beta * (twice + psi[j][i]) + (1 - beta) * modulus[j][i];
      }
    }
  }
  EXPECT_LT(distance(iterated("raar", 5, rough()), plain.object), kRounding);
}

TEST(TorchEngines, wirtingerFlowAgreesWithPlainLoopsAndItsFirstStepWithAutomaticDifferentiation) {
  Plain plain;
  ComplexImage ahead = plain.object;
  double t = 1;
  double lastLoss = std::numeric_limits<double>::infinity();
  for (int k = 0; k < 5; ++k) {
    std::vector<ComplexImage> waves;
    double loss = 0;
    for (std::size_t j = 0; j < plain.count; ++j) {
      ComplexImage wave = plain.exitWave(ahead, j);
      const ComplexImage target = plain.projected(wave, j, &loss);
      for (std::size_t i = 0; i < wave.size(); ++i) wave[i] -= target[i];
      waves.push_back(wave);
    }
    if (loss > lastLoss) t = 1;
    lastLoss = loss;
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * t * t));
    const auto momentum = static_cast<float>((t - 1) / next);
    t = next;
    const Doubles gradient = plain.scattered(waves);
    for (std::size_t i = 0; i < ahead.size(); ++i) {
      const Complex stepped = ahead[i] - Complex(gradient[i] / (plain.light[i] + plain.epsilon));
      ahead[i] = stepped + momentum * (stepped - plain.object[i]);
      plain.object[i] = stepped;
    }
    if (k == 0) {
      EXPECT_LT(distance(iterated("autograd", 1, rough()), plain.object), kRounding);
    }
  }
  EXPECT_LT(distance(iterated("awf", 5, rough()), plain.object), kRounding);
}

/// Five rounds in the order of the patterns with O += step(P, max|P|²)·(Π_F ψ − ψ).
ComplexImage sequential(const std::function<std::complex<double>(std::complex<double>, double)>& step) {
  Plain plain;
  double peak = 0;
  for (const Complex value : plain.probe) peak = std::max<double>(peak, std::norm(value));
  for (int k = 0; k < 5; ++k) {
    for (std::size_t j = 0; j < plain.count; ++j) {
      const ComplexImage wave = plain.exitWave(plain.object, j);
      const ComplexImage target = plain.projected(wave, j);
      for (std::size_t i = 0; i < wave.size(); ++i) {
        const std::complex<double> change = target[i] - wave[i];
        plain.object[plain.pixel(j, i)] += Complex(step(plain.probe[i], peak) * change);
      }
    }
  }
  return plain.object;
}

TEST(TorchEngines, sequentialEnginesAgreeWithPlainLoops) {
  using Value = std::complex<double>;
  const ComplexImage epie = sequential([](Value p, double peak) { return std::conj(p) / peak; });
  EXPECT_LT(distance(iterated("epie", 5, rough()), epie), kRounding);
  const ComplexImage rpie = sequential([](Value p, double peak) {
    return std::conj(p) / (0.1 * peak + 0.9 * std::norm(p));
  });
  // Its steps where the probe is dim are ten times as large.
  EXPECT_LT(distance(iterated("rpie", 5, rough()), rpie), 10 * kRounding);
  const ComplexImage pie = sequential([](Value p, double peak) {
    return std::abs(p) / std::sqrt(peak) * std::conj(p) / (std::norm(p) + 0.1 * peak);
  });
  EXPECT_LT(distance(iterated("pie", 5, rough()), pie), kRounding);
}

TEST(TorchEngines, everyEngineLowersTheResidualAndHoldsTheTruth) {
  const double before = residual(flat());
  const ComplexImage& truth = smallScan().truth;
  ASSERT_EQ(TorchEngine::names().size(), 12U);
  for (const std::string& name : TorchEngine::names()) {
    SCOPED_TRACE(name);
    const double after = residual(iterated(name, 30, flat()));
    EXPECT_LT(after, 0.5 * before);
    EXPECT_LT(distance(iterated(name, 10, truth), truth), 1e-3);
  }
}

TEST(TorchEngines, rangeHoldsForEveryEngineAndOneThreadGivesTheSame) {
  for (const std::string& name : TorchEngine::names()) {
    SCOPED_TRACE(name);
    const ComplexImage object = iterated(name, 4, flat(), true);
    for (const Complex value : object) {
      ASSERT_GT(std::abs(value), 0.4999F);
      ASSERT_LT(std::abs(value), 1.0001F);
      ASSERT_GT(std::arg(value), -1.0473F);
      ASSERT_LT(std::arg(value), 1e-4F);
    }
    EXPECT_LT(distance(iterated(name, 4, flat(), true, 1), object), 1e-4);
  }
}

TEST(TorchEngines, refusesWhatItCannotDo) {
  const Acquisition& scan = smallScan();
  EXPECT_THROW(iterated("gerchberg", 1, flat()), std::invalid_argument);
  EXPECT_THROW(iterated("dm", 1, ComplexImage(3, 3)), std::invalid_argument);
  Scan between = scan.scan;
  between.positions[0].row = 0.5;
  EXPECT_THROW((void)TorchEngine::make("dm", scan.patterns, scan.probe, between, flat(), 1), std::invalid_argument);
  EXPECT_THROW((void)TorchEngine::make("dm", scan.patterns, ComplexStack(2, 32, 32), scan.scan, flat(), 1),
               std::invalid_argument);
}

}  // namespace
}  // namespace ptycho
