#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/reconstruct/start_object.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

class Listening : public RunContext {
 public:
  void event(const Event& event) override { events.push_back(event); }
  void progress(const Progress& progress) override { last = progress; }
  [[nodiscard]] std::size_t count(const std::string& what) const {
    return static_cast<std::size_t>(std::ranges::count_if(events, [&](const Event& event) {
      return event.front().first == "event" && event.front().second == FieldValue(what);
    }));
  }
  std::vector<Event> events;
  Progress last;
};

Reconstruction run(const ReconstructionSpec& spec, RunContext& context) {
  auto result = reconstruct(test::smallScan(), spec, {}, 1, context);
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}

TEST(Stall, endsTheStageAndGoesOnWithTheNext) {
  Listening context;
  // A range that excludes the truth cannot be fitted: the residual stays where it is.
  ReconstructionSpec spec = test::chain("awf:400:range:patience=10:tolerance=0.01,epie:5");
  spec.range.amplitude_max = 0.6;
  const Reconstruction result = run(spec, context);
  EXPECT_EQ(context.count("stalled"), 1U);
  EXPECT_LT(result.iterations, 205);
  EXPECT_EQ(result.history.back().engine, "epie");
  EXPECT_EQ(std::ranges::count(result.history, 1, &IterationRecord::stage), 5);
  EXPECT_EQ(context.last.done, context.last.total);
}

TEST(Stall, doesNotDependOnWhatIsRecorded) {
  Listening often, seldom;
  ReconstructionSpec spec = test::chain("awf:400:range:patience=10:tolerance=0.01");
  spec.range.amplitude_max = 0.6;
  const Reconstruction first = run(spec, often);
  spec.record_every = 1000;
  const Reconstruction second = run(spec, seldom);
  EXPECT_EQ(first.iterations, second.iterations);
  EXPECT_EQ(first.object, second.object);
  EXPECT_EQ(second.history.size(), 1U);
}

TEST(Stall, perturbationsRunToTheEndAndKeepTheBest) {
  Listening context;
  ReconstructionSpec spec = test::chain("awf:120:range:patience=6:tolerance=0.05:on_stall=perturb:perturbation=0.5");
  spec.range.amplitude_max = 0.6;
  const Reconstruction result = run(spec, context);
  EXPECT_EQ(result.iterations, 120);
  EXPECT_GT(result.restarts, 1);
  EXPECT_EQ(static_cast<int>(context.count("stalled")), result.restarts);
  // Right after a restart the residual is high: what is returned is none of that.
  const auto smallest = std::ranges::min_element(result.history, {}, &IterationRecord::residual);
  EXPECT_EQ(result.residual, smallest->residual);
  EXPECT_GT(std::ranges::max_element(result.history.begin() + 10, result.history.end(), {},
                                     &IterationRecord::residual)->residual, 1.05 * result.residual);
  EXPECT_EQ(result.object, run(spec, context).object);
}

TEST(Perturbation, shakesOnlyWhatIsLit) {
  ComplexImage object(64, 64, 1.0F);
  RealImage light(64, 64);
  for (std::size_t r = 0; r < 32; ++r) std::fill_n(light.row(r), 64, 2.0F);
  perturbObject(object, light, 0.2, 7, 1);
  double squares = 0;
  for (std::size_t r = 0; r < 32; ++r) {
    for (std::size_t c = 0; c < 64; ++c) squares += std::norm(object(r, c) - 1.0F);
  }
  EXPECT_NEAR(std::sqrt(squares / (32 * 64)), 0.2, 0.02);
  EXPECT_EQ(object(40, 3), Complex(1.0F));
  ComplexImage other(64, 64, 1.0F);
  perturbObject(other, light, 0.2, 7, 2);
  EXPECT_NE(object, other);
}

TEST(Starts, keepTheSmallestResidual) {
  Listening context;
  ReconstructionSpec spec = test::chain("dm:12,epie:3");
  spec.starts = 4;
  const Reconstruction result = run(spec, context);
  EXPECT_EQ(result.iterations, 60);
  EXPECT_EQ(context.last.total, 60);
  std::set<int> starts;
  for (const auto& record : result.history) {
    starts.insert(record.start);
    EXPECT_EQ(record.start, (record.iteration - 1) / 15 + 1);
  }
  EXPECT_EQ(starts, (std::set{1, 2, 3, 4}));
  double smallest = 1e9;
  int winner = 0;
  for (const auto& record : result.history) {
    const bool stageEnd = record.iteration % 15 == 0 || record.iteration % 15 == 12;
    if (stageEnd && record.residual < smallest) {
      smallest = record.residual;
      winner = record.start;
    }
  }
  EXPECT_EQ(result.residual, smallest);
  EXPECT_EQ(result.start, winner);
}

TEST(Starts, theFirstOneIsTheOneAskedFor) {
  Listening context;
  ReconstructionSpec spec = test::chain("dm:6");
  const Reconstruction single = run(spec, context);
  spec.starts = 2;
  const Reconstruction both = run(spec, context);
  for (std::size_t k = 0; k < 6; ++k) EXPECT_EQ(single.history[k].residual, both.history[k].residual);
  EXPECT_NE(both.history[6].residual, single.history[0].residual);
}

TEST(Starts, furtherOnesStayInTheRangesAndAreSmooth) {
  const ReconstructionSpec spec;
  const ComplexImage object = furtherStart(spec, 90, 70, 2, 8);
  double steps = 0;
  double spread = 0;
  for (std::size_t i = 0; i + 1 < object.size(); ++i) {
    EXPECT_GE(std::abs(object[i]), spec.range.amplitude_min - 1e-5);
    EXPECT_LE(std::abs(object[i]), spec.range.amplitude_max + 1e-5);
    EXPECT_LE(std::arg(object[i]), spec.range.phase_max_rad + 1e-5);
    steps += std::abs(object[i + 1] - object[i]);
    spread += std::abs(object[i] - object[(i + 3003) % object.size()]);
  }
  EXPECT_LT(steps, 0.35 * spread);
  EXPECT_NE(object, furtherStart(spec, 90, 70, 3, 8));
}

TEST(Support, isNeededByItsStageAndMustFit) {
  Listening context;
  const Acquisition acquisition = test::smallScan();
  ReconstructionInput input;
  const auto missing = reconstruct(Acquisition(acquisition), test::chain("dm:2:support"), input, context);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().text().find("stage 1"), std::string::npos);
  input.support = MaskImage(3, 4, 1);
  const auto small = reconstruct(Acquisition(acquisition), test::chain("dm:2:support"), input, context);
  ASSERT_FALSE(small);
  EXPECT_NE(small.error().text().find("3 × 4"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
