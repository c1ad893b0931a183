#include <cmath>

#include <gtest/gtest.h>

#include "core/simulate/simulate.h"

namespace ptycho {
namespace {

SimulationSpec smallSpec() {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 8;
  spec.scan.grid = 3;
  spec.scan.step_px = 10;
  return spec;
}

Acquisition made(const SimulationSpec& spec, const SuppliedArrays& supplied = {}, int threads = 1) {
  RunContext context;
  return simulate(spec, supplied, threads, context).value().acquisition;
}

TEST(Simulate, keepsEnergyOfEveryExitWave) {
  const Acquisition a = made(smallSpec());
  ASSERT_EQ(a.patterns.count(), 9U);
  for (std::size_t j = 0; j < 9; ++j) {
    double measured = 0;
    double expected = 0;
    const auto row0 = static_cast<std::size_t>(a.scan.positions[j].row);
    const auto col0 = static_cast<std::size_t>(a.scan.positions[j].col);
    for (std::size_t r = 0; r < 32; ++r) {
      for (std::size_t c = 0; c < 32; ++c) {
        measured += a.patterns.image(j)[r * 32 + c];
        expected += static_cast<double>(std::norm(a.probe.image(0)[r * 32 + c] * a.truth(row0 + r, col0 + c)));
      }
    }
    EXPECT_NEAR(measured / expected, 1, 1e-5);
  }
}

TEST(Simulate, isTheSameForAnyThreadCountAndSeeded) {
  SimulationSpec spec = smallSpec();
  spec.detector.photons_per_pattern = 1e5;
  spec.scan.jitter_px = 2;
  const Acquisition one = made(spec, {}, 1);
  EXPECT_EQ(one.patterns, made(spec, {}, 3).patterns);
  spec.detector.seed = 2;
  EXPECT_NE(one.patterns, made(spec, {}, 1).patterns);
}

TEST(Simulate, takesSuppliedArrays) {
  SuppliedArrays supplied;
  supplied.object = ComplexImage(80, 90, Complex(0.5F, 0.5F));
  supplied.probe = ComplexStack(2, 16, 16, Complex(1, 0));
  supplied.positions = {{0, 0}, {3.5, 7.25}};
  const Acquisition a = made(smallSpec(), supplied);
  EXPECT_EQ(a.patterns.count(), 2U);
  EXPECT_EQ(a.probe.count(), 2U);
  EXPECT_EQ(a.truth.rows(), 20U);
  EXPECT_EQ(a.scan.window_px, 16);
  double sum = 0;
  for (std::size_t i = 0; i < 256; ++i) sum += a.patterns.image(0)[i];
  EXPECT_NEAR(sum, 2 * 256 * 0.5, 1e-2);
}

TEST(Simulate, makesNearFieldsThatShowTheBeamItself) {
  SimulationSpec spec = smallSpec();
  spec.geometry.propagation = Propagation::NearField;
  spec.geometry.magnification = 20;  // Fresnel number 0.9 a pixel: edges are only a little blurred
  const Acquisition a = made(spec);
  EXPECT_EQ(a.propagation, Propagation::NearField);
  EXPECT_NEAR(objectPixelOf(*a.geometry), 75e-6 / 20, 1e-12);
  double measured = 0;
  double expected = 0;
  for (std::size_t i = 0; i < a.probe.imageSize(); ++i) {
    measured += a.patterns.image(0)[i];
    expected += static_cast<double>(std::norm(a.probe.image(0)[i] * a.truth(i / 32, i % 32)));
  }
  EXPECT_NEAR(measured / expected, 1, 1e-5);
  // The optical axis is at [0,0], and the Gaussian's edge as dark as it is in the beam.
  EXPECT_GT(a.patterns.image(0)[0], 50 * a.patterns.image(0)[16 * 32 + 16]);
  spec.geometry.magnification = 20'000;
  RunContext context;
  const auto refused = simulate(spec, {}, 1, context);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text().find("geometry: propagation"), std::string::npos) << refused.error().text();
}

TEST(Simulate, namesTheSectionOfAnError) {
  RunContext context;
  SimulationSpec spec = smallSpec();
  spec.scan.step_px = 33;
  EXPECT_NE(simulate(spec, {}, 1, context).error().text().find("scan: step_px"), std::string::npos);
  spec = smallSpec();
  spec.object.source = ObjectSource::Photo;
  spec.object.path = "/nowhere/photo.png";
  EXPECT_NE(simulate(spec, {}, 1, context).error().text().find("/nowhere/photo.png"), std::string::npos);
  SuppliedArrays small;
  small.object = ComplexImage(10, 10);
  EXPECT_NE(simulate(smallSpec(), small, 1, context).error().text().find("10 × 10"), std::string::npos);
}

TEST(Simulate, stopsBetweenBlocks) {
  class Stopper : public RunContext {
   public:
    bool keepGoing() override { return false; }
  } context;
  const auto simulated = simulate(smallSpec(), {}, 1, context);
  ASSERT_TRUE(simulated);
  EXPECT_EQ(simulated->completion, Completion::StoppedEarly);
}

}  // namespace
}  // namespace ptycho
