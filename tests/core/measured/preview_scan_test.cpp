#include <gtest/gtest.h>

#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

TEST(PreviewScan, showsWhatPreparingGives) {
  const Acquisition truth = simulatedScan();
  const RawScan raw = asStored(truth);
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value()) << preview.error().text();
  const PreparedScan scan = prepared(raw);
  EXPECT_EQ(preview->sample_indices, (std::vector<std::uint64_t>{0, 6, 12, 18, 24}));
  EXPECT_EQ(preview->samples.copy(1), zeroToMiddle(truth.patterns.copy(6)));
  EXPECT_EQ(preview->scan.positions, scan.acquisition.scan.positions);
  EXPECT_EQ(preview->probe, scan.acquisition.probe.copy(0));
  EXPECT_EQ(preview->stored_count, 25U);
  EXPECT_EQ(preview->stored_type, "uint16");
  EXPECT_EQ(preview->report.checks.size(), scan.report.checks.size());
  EXPECT_EQ(preview->report.conventions.size(), scan.report.conventions.size());
}

TEST(PreviewScan, readsFewPatternsOfMany) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  RealStack many(1000, 32, 32);
  raw.positions.clear();
  const double pixel = objectPixelOf(*truth.geometry);
  for (std::size_t k = 0; k < many.count(); ++k) {
    many.assign(k, zeroToMiddle(truth.patterns.copy(k % 25)));
    raw.positions.push_back({static_cast<double>(k % 40) * 6 * pixel, static_cast<double>(k / 40) * 6 * pixel});
  }
  raw.patterns = std::make_shared<PatternsInMemory>(std::move(many));
  ASSERT_TRUE(previewScan(raw, {}, 20).has_value());
  EXPECT_LE(patternsOf(raw).patternsRead(), 20U);
  EXPECT_GE(patternsOf(raw).patternsRead(), 15U);
}

TEST(PreviewScan, showsASinglePattern) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.last_pattern = 1;
  const auto preview = previewScan(raw, spec);
  ASSERT_TRUE(preview.has_value()) << preview.error().text();
  EXPECT_EQ(preview->samples.count(), 1U);
}

TEST(PreviewScan, showsBadValuesAsAProblemInsteadOfRefusing) {
  RawScan raw = asStored(simulatedScan());
  patternsOf(raw).patterns().image(6)[70] = -1;
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ(checkOf(preview->report, "values").level, CheckLevel::Problem);
}

}  // namespace
}  // namespace ptycho
