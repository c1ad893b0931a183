#include "core/evaluate/kept_estimates.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

EvaluationRecord recordOf(std::int64_t image, int method, double amplitude, double phase) {
  EvaluationRecord record;
  record.image = image;
  record.method = method;
  record.amplitude_nrmse = amplitude;
  record.phase_nrmse = phase;
  return record;
}

std::vector<EvaluationRecord> someRecords() {
  std::vector<EvaluationRecord> records{recordOf(0, 0, 0.1, 0.2), recordOf(1, 0, 0.3, 0.4), recordOf(2, 0, 0.2, 0.1),
                                        recordOf(3, 0, EvaluationRecord::kNone, 0.1), recordOf(0, 1, 0.5, 0.5),
                                        recordOf(1, 1, 0.1, 0.1), recordOf(2, 1, 0.2, 0.2), recordOf(4, 0, 9, 9)};
  records.back().problem = "cannot be read";
  return records;
}

std::vector<std::size_t> kept(KeepEstimates keep, int count) {
  EvaluationSpec spec;
  spec.keep = keep;
  spec.keep_count = count;
  return recordsToKeep(spec, someRecords());
}

using Rows = std::vector<std::size_t>;

TEST(KeptEstimates, areTheWorstOrBestOfEachMethod) {
  EXPECT_EQ(kept(KeepEstimates::None, 2), Rows{});
  EXPECT_EQ(kept(KeepEstimates::All, 2), (Rows{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(kept(KeepEstimates::Worst, 2), (Rows{1, 3, 4, 6}));  // one that diverged is the worst
  EXPECT_EQ(kept(KeepEstimates::Best, 2), (Rows{0, 2, 5, 6}));   // of 0 and 2, equally good, both
  EXPECT_EQ(kept(KeepEstimates::Best, 1), (Rows{0, 5}));
}

TEST(KeptEstimates, byChanceAreTheSameImagesForEachMethodAndEverySeedsOwn) {
  std::vector<EvaluationRecord> records;
  for (int image = 0; image < 50; ++image) {
    for (int method = 0; method < 2; ++method) records.push_back(recordOf(image, method, 0.1, 0.1));
  }
  const auto imagesFor = [&](std::uint64_t seed, int method) {
    EvaluationSpec spec;
    spec.keep = KeepEstimates::Random;
    spec.keep_count = 5;
    spec.seed = seed;
    std::set<std::int64_t> images;
    for (const std::size_t k : recordsToKeep(spec, records)) {
      if (records[k].method == method) images.insert(records[k].image);
    }
    return images;
  };
  EXPECT_EQ(imagesFor(1, 0).size(), 5U);
  EXPECT_EQ(imagesFor(1, 0), imagesFor(1, 1));
  EXPECT_NE(imagesFor(1, 0), imagesFor(2, 0));
}

TEST(KeptEstimates, doNotDependOnTheOrderOfTheRecords) {
  EvaluationSpec spec;
  spec.keep = KeepEstimates::Worst;
  spec.keep_count = 2;
  std::vector<EvaluationRecord> order = someRecords();
  order.pop_back();  // the one without an estimate
  std::set<std::vector<std::pair<std::int64_t, int>>> outcomes;
  for (int turn = 0; turn < 7; ++turn) {
    std::ranges::rotate(order, order.begin() + 1);
    KeptEstimates estimates(spec, {});
    std::vector<EvaluationRecord> records;
    for (const auto& record : order) {
      records.push_back(record);
      estimates.add({record.image, record.method, ComplexImage(1, 1), ComplexImage(1, 1)}, records);
    }
    EXPECT_TRUE(estimates.has(recordOf(3, 0, 0, 0)));
    EXPECT_FALSE(estimates.has(recordOf(0, 0, 0, 0)));
    std::vector<std::pair<std::int64_t, int>> left;
    for (const auto& estimate : estimates.take(records)) left.emplace_back(estimate.image, estimate.method);
    EXPECT_TRUE(std::ranges::is_sorted(left));
    outcomes.insert(left);
  }
  EXPECT_EQ(outcomes.size(), 1U);
}

TEST(KeptEstimates, areReadFromAWordAndANumber) {
  EvaluationSpec spec;
  ASSERT_TRUE(setKept(spec, "worst:3"));
  EXPECT_EQ(spec.keep, KeepEstimates::Worst);
  EXPECT_EQ(spec.keep_count, 3);
  ASSERT_TRUE(setKept(spec, "all"));
  EXPECT_EQ(spec.keep, KeepEstimates::All);
  for (const char* wrong : {"", "good:3", "worst:", "worst:x", "worst:0", "all:3", "none:1"}) {
    EXPECT_FALSE(setKept(spec, wrong)) << wrong;
  }
  EXPECT_NE(setKept(spec, "good").error().text().find("worst"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
