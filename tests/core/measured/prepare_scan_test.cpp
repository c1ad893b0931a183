#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/base/spec_json.h"
#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

TEST(PrepareScan, givesBackTheSimulatedScanWithoutOptions) {
  const Acquisition truth = simulatedScan();
  const PreparedScan scan = prepared(asStored(truth));
  EXPECT_EQ(scan.acquisition.patterns, truth.patterns);
  EXPECT_LT(positionDifference(scan.acquisition.scan, truth.scan), 1e-6);
  EXPECT_TRUE(scan.acquisition.mask.empty());
  ASSERT_TRUE(scan.acquisition.geometry.has_value());
  EXPECT_NEAR(objectPixelOf(*scan.acquisition.geometry) / objectPixelOf(*truth.geometry), 1, 1e-9);
  EXPECT_EQ(scan.acquisition.propagation, Propagation::FarField);
  EXPECT_EQ(scan.acquisition.name, "scan");
  const auto report = importReportFromJson(parseJson(scan.acquisition.import_json, "").value());
  ASSERT_TRUE(report.has_value()) << report.error().text();
  EXPECT_EQ(report->conventions.size(), scan.report.conventions.size());
}

TEST(PrepareScan, leavesTheMarginAroundTheOutermostWindows) {
  ImportSpec spec;
  spec.margin_px = 11;
  const Scan scan = prepared(asStored(simulatedScan()), spec).acquisition.scan;
  double top = INFINITY;
  double bottom = 0;
  for (const Position& position : scan.positions) {
    top = std::min(top, position.row);
    bottom = std::max(bottom, position.row + scan.window_px);
  }
  EXPECT_DOUBLE_EQ(top, 11);
  EXPECT_GE(scan.object_rows, bottom + 11 - 1e-9);
  EXPECT_LT(scan.object_rows, bottom + 12.01);
}

TEST(PrepareScan, findsTheZeroFrequencyInTheCornerByTheLight) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  patternsOf(raw).patterns() = truth.patterns;
  const PreparedScan scan = prepared(raw);
  EXPECT_EQ(scan.acquisition.patterns, truth.patterns);
}

TEST(PrepareScan, turnsPatternsMaskAndDarkBack) {
  const Acquisition truth = simulatedScan();
  for (int choice = static_cast<int>(OrientationChoice::AsStored);
       choice <= static_cast<int>(OrientationChoice::AntiTranspose); ++choice) {
    ImportSpec spec;
    spec.orientation = static_cast<OrientationChoice>(choice);
    RawScan raw = asStored(truth);
    RealImage mask(32, 32);
    RealImage dark(32, 32);
    mask(3, 7) = 1;
    for (std::size_t i = 0; i < dark.size(); ++i) dark[i] = static_cast<float>(i % 50);
    RealStack& frames = patternsOf(raw).patterns();
    for (std::size_t k = 0; k < frames.count(); ++k) {
      RealImage frame = frames.copy(k);
      for (std::size_t i = 0; i < dark.size(); ++i) frame[i] += dark[i];
      frames.assign(k, stored(frame, spec.orientation));
    }
    raw.dark = stored(dark, spec.orientation);
    const RealImage turnedMask = stored(mask, spec.orientation);
    raw.mask = Image<std::uint32_t>(32, 32);
    for (std::size_t i = 0; i < mask.size(); ++i) raw.mask[i] = static_cast<std::uint32_t>(turnedMask[i]);
    const PreparedScan scan = prepared(raw, spec);
    RealStack expected = truth.patterns;
    const std::size_t corner = ((3 + 16) % 32) * 32 + (7 + 16) % 32;
    for (std::size_t k = 0; k < expected.count(); ++k) expected.image(k)[corner] = 0;
    EXPECT_EQ(scan.acquisition.patterns, expected) << choice;
    for (std::size_t i = 0; i < scan.acquisition.mask.size(); ++i) {
      EXPECT_EQ(scan.acquisition.mask[i], i == corner ? 0 : 1) << choice << " at " << i;
    }
  }
}

TEST(PrepareScan, squaresAmplitudes) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  for (float& value : patternsOf(raw).patterns()) value = std::sqrt(value);
  const PreparedScan guessed = prepared(raw);
  EXPECT_LT(difference(guessed.acquisition.patterns, truth.patterns), 1e-6);
  ImportSpec spec;
  spec.quantity = QuantityChoice::Amplitude;
  EXPECT_EQ(prepared(raw, spec).acquisition.patterns, guessed.acquisition.patterns);
}

TEST(PrepareScan, readsPositionsInEveryUnitOrderAndSign) {
  const Acquisition truth = simulatedScan();
  const std::vector<std::pair<LengthChoice, double>> units{{LengthChoice::Metre, 1},
                                                           {LengthChoice::Millimetre, 1e3},
                                                           {LengthChoice::Micrometre, 1e6},
                                                           {LengthChoice::Nanometre, 1e9},
                                                           {LengthChoice::Angstrom, 1e10}};
  for (const auto& [unit, factor] : units) {
    RawScan raw = asStored(truth);
    for (auto& position : raw.positions) position = {-position[1] * factor, position[0] * factor};
    ImportSpec spec;
    spec.position_unit = unit;
    spec.position_axes = AxesChoice::Yx;
    spec.position_sign_y = SignChoice::Minus;
    EXPECT_LT(positionDifference(prepared(raw, spec).acquisition.scan, truth.scan), 1e-6) << factor;
  }
  RawScan raw = asStored(truth);
  for (auto& position : raw.positions) position = {-position[0], position[1]};
  raw.conventions = {{"position_sign_x", "minus", Certainty::Format, "The sample moves."}};
  EXPECT_LT(positionDifference(prepared(raw).acquisition.scan, truth.scan), 1e-6);
}

TEST(PrepareScan, turnsTheScanCounterClockwise) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  // A scan turned clockwise by 90°, rows downwards: right becomes down.
  for (auto& position : raw.positions) position = {-position[1], position[0]};
  ImportSpec spec;
  spec.rotation_deg = 90;
  EXPECT_LT(positionDifference(prepared(raw, spec).acquisition.scan, truth.scan), 1e-6);
}

TEST(PrepareScan, keepsASubScan) {
  const Acquisition truth = simulatedScan();
  ImportSpec spec;
  spec.first_pattern = 3;
  spec.last_pattern = 20;
  spec.every = 4;
  const Acquisition scan = prepared(asStored(truth), spec).acquisition;
  ASSERT_EQ(scan.patterns.count(), 5U);
  for (std::size_t k = 0; k < 5; ++k) EXPECT_EQ(scan.patterns.copy(k), truth.patterns.copy(3 + 4 * k));
  EXPECT_NEAR(scan.scan.positions[1].col - scan.scan.positions[0].col,
              truth.scan.positions[7].col - truth.scan.positions[3].col, 1e-6);
}

TEST(PrepareScan, cropsAndBinsAndLeavesTheObjectPixelRight) {
  const Acquisition truth = simulatedScan();
  ImportSpec spec;
  spec.crop_px = 16;
  const Acquisition cropped = prepared(asStored(truth), spec).acquisition;
  EXPECT_EQ(cropped.patterns.rows(), 16U);
  EXPECT_EQ(cropped.patterns.image(2)[0], truth.patterns.image(2)[0]);
  EXPECT_EQ(cropped.patterns.image(2)[16 * 16 - 1], truth.patterns.image(2)[32 * 32 - 1]);
  EXPECT_NEAR(objectPixelOf(*cropped.geometry) / objectPixelOf(*truth.geometry), 2, 1e-9);
  EXPECT_NEAR(cropped.scan.positions[1].col - cropped.scan.positions[0].col,
              (truth.scan.positions[1].col - truth.scan.positions[0].col) / 2, 1e-6);
  spec.crop_px = 0;
  spec.bin = 2;
  const Acquisition binned = prepared(asStored(truth), spec).acquisition;
  EXPECT_EQ(binned.patterns.rows(), 16U);
  const RealImage middle = zeroToMiddle(truth.patterns.copy(1));
  EXPECT_FLOAT_EQ(binned.patterns.image(1)[0], middle(16, 16) + middle(17, 16) + middle(16, 17) + middle(17, 17));
  EXPECT_NEAR(objectPixelOf(*binned.geometry) / objectPixelOf(*truth.geometry), 1, 1e-9);
  EXPECT_LT(positionDifference(binned.scan, truth.scan), 1e-6);
}

TEST(PrepareScan, cropsAboutTheCentreOfMassAndMasksWhatTheFrameLacks) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  RealStack& frames = patternsOf(raw).patterns();
  const RealStack before = frames;
  RealStack moved(before.count(), 32, 32);
  for (std::size_t k = 0; k < before.count(); ++k) {
    for (std::size_t r = 0; r + 4 < 32; ++r) {
      for (std::size_t c = 3; c < 32; ++c) moved.image(k)[(r + 4) * 32 + c - 3] = before.image(k)[r * 32 + c];
    }
  }
  frames = moved;
  ImportSpec spec;
  spec.centre = CentreChoice::Mass;
  spec.crop_px = 20;
  const Acquisition scan = prepared(raw, spec).acquisition;
  ImportSpec plain;
  plain.crop_px = 20;
  EXPECT_EQ(scan.patterns, prepared(asStored(truth), plain).acquisition.patterns);
  spec.centre = CentreChoice::Given;
  spec.centre_row = 20;
  spec.centre_col = 13;
  spec.crop_px = 32;
  const Acquisition whole = prepared(raw, spec).acquisition;
  ASSERT_FALSE(whole.mask.empty());
  EXPECT_EQ(std::ranges::count(whole.mask, 0), 32 * 4 + 28 * 3);
}

TEST(PrepareScan, stopsOnRequestWithAnError) {
  class Impatient final : public RunContext {
    bool keepGoing() override { return false; }
  } context;
  const auto result = prepareScan(asStored(simulatedScan()), {}, context);
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().text().find("stopped"), std::string::npos);
}

TEST(PrepareScan, masksHotAndSaturatedPixels) {
  RawScan raw = asStored(simulatedScan());
  RealStack& frames = patternsOf(raw).patterns();
  for (std::size_t k = 0; k < frames.count(); ++k) frames.image(k)[5 * 32 + 6] = 5000;
  frames.image(7)[20 * 32 + 9] = 65535;
  ImportSpec spec;
  spec.hot_pixel_ratio = 20;
  spec.saturation = 65535;
  const PreparedScan scan = prepared(raw, spec);
  const auto corner = [](std::size_t r, std::size_t c) { return (r + 16) % 32 * 32 + (c + 16) % 32; };
  ASSERT_FALSE(scan.acquisition.mask.empty());
  EXPECT_EQ(scan.acquisition.mask[corner(5, 6)], 0);
  EXPECT_EQ(scan.acquisition.mask[corner(20, 9)], 0);
  EXPECT_EQ(scan.acquisition.mask[corner(16, 16)], 1);
  EXPECT_EQ(std::ranges::count(scan.acquisition.mask, 0), 2);
}

TEST(PrepareScan, patternsThatDoNotFitAreReadAgainWhenTheyAreWanted) {
  RawScan raw = asStored(simulatedScan());
  patternsOf(raw).patterns().image(7)[20 * 32 + 9] = 65535;
  ImportSpec spec;
  spec.saturation = 65535;
  spec.threshold = 2;
  spec.first_pattern = 2;
  const PreparedScan whole = prepared(raw, spec);
  RunContext context;
  const auto streamed = prepareScan(raw, spec, context, 1);
  ASSERT_TRUE(streamed) << streamed.error().text();
  const Acquisition& scan = streamed->acquisition;
  ASSERT_TRUE(scan.source);
  EXPECT_TRUE(scan.patterns.empty());
  EXPECT_EQ(scan.mask, whole.acquisition.mask);
  EXPECT_EQ(scan.probe, whole.acquisition.probe);
  EXPECT_EQ(scan.import_json, whole.acquisition.import_json);
  ASSERT_EQ(scan.patternCount(), whole.acquisition.patterns.count());
  RealStack patterns(scan.patternCount(), scan.patternRows(), scan.patternCols());
  const std::size_t last = scan.patternCount() - 1;
  ASSERT_TRUE(scan.source->read(last, 1, patterns.image(last)));  // in any order
  ASSERT_TRUE(scan.source->read(0, 3, patterns.image(0)));
  ASSERT_TRUE(scan.source->read(3, last - 3, patterns.image(3)));
  EXPECT_EQ(patterns, whole.acquisition.patterns);
}

}  // namespace
}  // namespace ptycho
