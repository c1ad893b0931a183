#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "core/optics/forward_model.h"
#include "core/reconstruct/position_drift.h"
#include "core/reconstruct/position_gradient.h"
#include "core/reconstruct/position_refinement.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

constexpr std::size_t kMiddle = 12;
/// Where a position passes a whole pixel the crop that is shifted changes by a row or column, and with it the model: in
/// so small a window the others settle that far from where they were.
constexpr double kCropChange = 0.05;

/// The amplitude loss of one pattern, straightforwardly.
double loss(const Acquisition& acquisition, std::size_t j, const Position& position) {
  const RealImage model = farFieldIntensity(acquisition.truth, acquisition.probe, position);
  double sum = 0;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double difference = std::sqrt(static_cast<double>(model[i])) -
                              std::sqrt(static_cast<double>(acquisition.patterns.image(j)[i]));
    sum += difference * difference;
  }
  return sum;
}

class Slope : public testing::TestWithParam<int> {};

TEST_P(Slope, matchesFiniteDifferencesOfTheLoss) {
  const Acquisition acquisition = test::smallScan({6, 2, false, GetParam()});
  const ReconstructionProblem problem(acquisition, 1);
  Estimate estimate = problem.startFrom(acquisition.truth);
  Workspace work(problem);
  PatternUpdate update(problem);
  for (const std::size_t j : {std::size_t{6}, kMiddle, std::size_t{18}}) {
    Position& p = estimate.positions[j];
    // Within the same whole pixels: the window of the crop is part of the model.
    p = {std::floor(p.row) + 0.35, std::floor(p.col) + 0.6};
    takePatternUpdate(problem, estimate, j, work, update);
    const PositionSlope slope = positionSlope(problem.fft(), angularFrequencies(problem.window()), update);
    const double h = 0.01;
    const double down = (loss(acquisition, j, {p.row + h, p.col}) - loss(acquisition, j, {p.row - h, p.col})) / (2 * h);
    const double across =
        (loss(acquisition, j, {p.row, p.col + h}) - loss(acquisition, j, {p.row, p.col - h})) / (2 * h);
    const double size = std::hypot(down, across);
    EXPECT_GT(size, 0);
    EXPECT_NEAR(down, -2 * slope.row, 0.01 * size) << j;
    EXPECT_NEAR(across, -2 * slope.col, 0.01 * size) << j;
    EXPECT_GT(slope.rr * slope.cc, slope.rc * slope.rc) << j;
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, Slope, testing::Values(1, 2));

/// A refinement by itself, with an object that stays.
class Refined {
 public:
  Refined(const Acquisition& acquisition, const StageSpec& stage, int threads = 1)
      : m_problem(acquisition, RealStack(acquisition.patterns), {threads, positionMargin({stage}), 0, 0, {}}),
        m_estimate(m_problem.startFrom(m_problem.withMargin(acquisition.truth))),
        m_refinement(makePositionRefinement({m_problem, stage, RangeSpec{}}, m_estimate)) {}

  void act(int times) {
    for (int k = 0; k < times; ++k) EXPECT_TRUE(m_refinement->update(++m_iteration, false, m_estimate).positions);
  }
  [[nodiscard]] const std::vector<Position>& positions() const { return m_estimate.positions; }
  [[nodiscard]] const std::vector<Position>& given() const { return m_problem.scan().positions; }
  Estimate& estimate() { return m_estimate; }
  Refinement& refinement() { return *m_refinement; }

 private:
  ReconstructionProblem m_problem;
  Estimate m_estimate;
  std::unique_ptr<Refinement> m_refinement;
  int m_iteration = 0;
};

StageSpec stageWith(PositionMethod method, double bound = 3) {
  StageSpec stage;
  stage.positions = method;
  stage.positions_from = 1;
  stage.positions_bound_px = bound;
  return stage;
}

class Methods : public testing::TestWithParam<PositionMethod> {};

TEST_P(Methods, findTheDisplacementOfASinglePattern) {
  const Acquisition acquisition = test::smallScan();
  Acquisition displaced = acquisition;
  displaced.scan.positions[kMiddle].row += 0.8;
  displaced.scan.positions[kMiddle].col -= 0.6;
  Refined refined(displaced, stageWith(GetParam()));
  refined.act(60);
  const PositionDrift left = positionDrift(acquisition.scan.positions, refined.positions());
  EXPECT_LT(left.largest_px, kCropChange);
  EXPECT_NEAR(positionDrift(refined.given(), refined.positions()).patterns[kMiddle].displacement.row, -0.8 * 24 / 25,
              kCropChange);
}

TEST_P(Methods, leaveTruePositionsWhereTheyAre) {
  const Acquisition acquisition = test::smallScan({6, 1, false, 1});
  Refined refined(acquisition, stageWith(GetParam()));
  refined.act(20);
  EXPECT_LT(positionDrift(refined.given(), refined.positions()).largest_px, kCropChange);
}

TEST_P(Methods, keepToTheBoundAndTheMean) {
  const Acquisition acquisition = test::smallScan();
  Acquisition displaced = acquisition;
  displaced.scan.positions[kMiddle].row += 1.5;
  Refined refined(displaced, stageWith(GetParam(), 0.5));
  refined.act(40);
  for (std::size_t j = 0; j < refined.positions().size(); ++j) {
    EXPECT_LE(std::abs(refined.positions()[j].row - refined.given()[j].row), 0.5 + 1e-12);
    EXPECT_LE(std::abs(refined.positions()[j].col - refined.given()[j].col), 0.5 + 1e-12);
  }
  const PositionDrift drift = positionDrift(refined.given(), refined.positions(), 0.5);
  EXPECT_EQ(drift.at_bound, 1);
  EXPECT_TRUE(drift.patterns[kMiddle].at_bound);

  Refined free(displaced, stageWith(GetParam(), 3));
  free.act(40);
  const Position mean = positionDrift(free.given(), free.positions()).mean;
  EXPECT_NEAR(mean.row, 0, 1e-9);
  EXPECT_NEAR(mean.col, 0, 1e-9);
}

TEST_P(Methods, ignoreMaskedPixels) {
  Acquisition acquisition = test::smallScan({6, 1, false, 1});
  acquisition.scan.positions[kMiddle].row += 0.25;
  acquisition.mask = MaskImage(32, 32, 1);
  for (std::size_t i = 3; i < acquisition.mask.size(); i += 17) acquisition.mask[i] = 0;
  Acquisition other = acquisition;
  for (std::size_t j = 0; j < other.patterns.count(); ++j) {
    for (std::size_t i = 3; i < other.mask.size(); i += 17) other.patterns.image(j)[i] = 1e4F;
  }
  Refined a(acquisition, stageWith(GetParam()));
  Refined b(other, stageWith(GetParam()));
  a.act(5);
  b.act(5);
  EXPECT_EQ(a.positions(), b.positions());
}

/// Copies state out, then into another.
class Copy : public StateArchive {
 public:
  bool restoring = false;
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override {
    auto& kept = m_values[std::string(name)];
    if (restoring) std::ranges::copy(kept, values.begin());
    else kept.assign(values.begin(), values.end());
  }
  void number(std::string_view name, double& value) override {
    if (restoring) value = m_numbers[std::string(name)];
    else m_numbers[std::string(name)] = value;
  }
  void count(std::string_view, std::uint64_t&) override {}

 private:
  std::map<std::string, std::vector<float>> m_values;
  std::map<std::string, double> m_numbers;
};

TEST_P(Methods, continueBitForBit) {
  Acquisition acquisition = test::smallScan({6, 1, false, 1});
  acquisition.scan.positions[kMiddle].row += 0.25;
  Refined whole(acquisition, stageWith(GetParam()));
  whole.act(8);
  Refined first(acquisition, stageWith(GetParam()));
  first.act(5);
  Copy state;
  first.refinement().exchange(state);
  Refined second(acquisition, stageWith(GetParam()));
  second.estimate() = first.estimate();
  state.restoring = true;
  second.refinement().exchange(state);
  second.act(3);
  EXPECT_EQ(second.positions(), whole.positions());
}

/// A jittered scan of which only the grid is given.
Acquisition nominalScan(double jitter, std::vector<Position>& truth) {
  Acquisition acquisition = test::smallScan({4, jitter, false, 1});
  truth = acquisition.scan.positions;
  for (std::size_t j = 0; j < truth.size(); ++j) {
    acquisition.scan.positions[j] = {std::round(jitter) + 4.0 * static_cast<double>(j / 5),
                                     std::round(jitter) + 4.0 * static_cast<double>(j % 5)};
  }
  acquisition.scan.object_rows = std::max(acquisition.scan.object_rows, 32 + 16 + 1);
  acquisition.scan.object_cols = std::max(acquisition.scan.object_cols, 32 + 16 + 1);
  return acquisition;
}

TEST_P(Methods, recoverAJitteredScanFromItsGrid) {
  std::vector<Position> truth;
  const Acquisition acquisition = nominalScan(1, truth);
  const double before = positionDrift(truth, acquisition.scan.positions).rms_px;
  const char* method = GetParam() == PositionMethod::Gradient ? "gradient" : "correlation";
  const Reconstruction result = test::run(
      acquisition, test::chain(std::string("dm:120:range:positions_from=10:positions=") + method));
  EXPECT_GT(before, 0.5);
  EXPECT_LT(positionDrift(truth, result.positions).rms_px, 0.2);
  EXPECT_EQ(result.object.rows(), static_cast<std::size_t>(acquisition.scan.object_rows));
}

TEST_P(Methods, giveTheSameBitsForAnyThreadCount) {
  std::vector<Position> truth;
  const Acquisition acquisition = nominalScan(1, truth);
  const char* method = GetParam() == PositionMethod::Gradient ? "gradient" : "correlation";
  const auto spec = test::chain(std::string("dm:8:range:positions_from=3:positions=") + method +
                                ",awf:5:positions_from=1:positions_every=2:positions=" + method);
  const Reconstruction one = test::run(acquisition, spec, 1);
  for (const int threads : {2, 3}) {
    const Reconstruction many = test::run(acquisition, spec, threads);
    EXPECT_EQ(many.positions, one.positions) << threads;
    EXPECT_EQ(many.object, one.object) << threads;
  }
  EXPECT_NE(one.positions, acquisition.scan.positions);
}

INSTANTIATE_TEST_SUITE_P(Positions, Methods, testing::Values(PositionMethod::Gradient, PositionMethod::Correlation),
                         [](const auto& method) {
                           return method.param == PositionMethod::Gradient ? "gradient" : "correlation";
                         });

TEST(PositionRefinement, actsWhenItShould) {
  const Acquisition acquisition = test::smallScan({6, 1, false, 1});
  StageSpec stage = stageWith(PositionMethod::Gradient);
  stage.positions_from = 4;
  stage.positions_every = 3;
  Refined refined(acquisition, stage);
  for (int iteration = 1; iteration <= 12; ++iteration) {
    const bool expected = iteration >= 4 && (iteration - 4) % 3 == 0;
    EXPECT_EQ(refined.refinement().update(iteration, false, refined.estimate()).positions, expected) << iteration;
  }
}

TEST(PositionRefinement, marginHasRoomForTheBound) {
  EXPECT_EQ(positionMargin({StageSpec{}}), 0);
  EXPECT_EQ(positionMargin({StageSpec{}, stageWith(PositionMethod::Gradient, 2.5)}), 5);
}

TEST(PositionRefinement, resultWithoutMovesIsThatWithoutAMargin) {
  const Acquisition acquisition = test::smallScan();
  const Reconstruction plain = test::run(acquisition, test::chain("dm:10"));
  const Reconstruction framed = test::run(acquisition, test::chain("dm:10:positions=gradient:positions_from=11"));
  EXPECT_EQ(framed.positions, acquisition.scan.positions);
  EXPECT_EQ(framed.object, plain.object);
  EXPECT_EQ(framed.amplitude_nrmse, plain.amplitude_nrmse);
}

}  // namespace
}  // namespace ptycho
