#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/measured/shadow_motion.h"
#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

CheckLevel levelOf(const RawScan& raw, const std::string& key, const ImportSpec& spec = {}) {
  const auto preview = previewScan(raw, spec);
  if (!preview) ADD_FAILURE() << preview.error().text();
  return preview ? checkOf(preview->report, key).level : CheckLevel::Problem;
}

/// Pictures of a texture that move by `magnification` px for each pixel of a scan with steps of step_px, seen through a
/// round opening of 44 px in frames of 64: what a detector behind a focus sees. Positions (x, y) in pixels.
RawScan shadowScan(double magnification, double step_px) {
  constexpr std::size_t kSide = 64;
  constexpr std::size_t kGrid = 7;
  RawScan raw;
  raw.file = "shadows.cxi";
  raw.energy = 10;
  raw.distance_m = 1;
  raw.detector_pixel_m = {{50e-6, 50e-6}};
  raw.conventions = {{"energy_unit", "keV", Certainty::Stated, ""}, {"position_unit", "px", Certainty::Stated, ""}};
  RealStack frames(kGrid * kGrid, kSide, kSide);
  for (std::size_t k = 0; k < frames.count(); ++k) {
    // Rows of every other line are moved on, so that nearest neighbours lie in all directions.
    const double row = static_cast<double>(k / kGrid) * step_px * ((k % kGrid) % 2 == 0 ? 1.0 : 1.05);
    const double col = static_cast<double>(k % kGrid) * step_px * ((k / kGrid) % 2 == 0 ? 1.0 : 1.05);
    raw.positions.push_back({col, row});
    for (std::size_t r = 0; r < kSide; ++r) {
      for (std::size_t c = 0; c < kSide; ++c) {
        const double y = static_cast<double>(r) - 32;
        const double x = static_cast<double>(c) - 32;
        if (std::hypot(y, x) > 22) continue;
        // Object point behind this pixel, in detector pixels.
        const double v = y + magnification * row;
        const double u = x + magnification * col;
        const double texture = std::sin(0.5 * u + 1.3 * std::sin(0.23 * v)) * std::cos(0.43 * v + std::sin(0.31 * u)) +
                               0.6 * std::sin(0.019 * u * v / 5);
        frames.image(k)[r * kSide + c] = static_cast<float>(std::round(1000 * (1 + 0.3 * texture)));
      }
    }
  }
  raw.patterns = std::make_shared<PatternsInMemory>(std::move(frames));
  return raw;
}

TEST(ImportChecks, haveNothingAgainstAGoodScan) {
  RawScan raw = asStored(simulatedScan());
  raw.probe = simulatedScan().probe;
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ(preview->report.checks.size(), 14U);
  for (const ImportCheck& check : preview->report.checks) {
    EXPECT_LE(check.level, CheckLevel::Note) << check.key << ": " << check.text;
    EXPECT_FALSE(check.text.empty());
  }
}

TEST(ImportChecks, seeSaturatedPixelsUntilTheyAreMasked) {
  RawScan raw = asStored(simulatedScan());
  patternsOf(raw).patterns().image(3)[9] = 65535;
  EXPECT_EQ(levelOf(raw, "saturation"), CheckLevel::Warning);
  ImportSpec spec;
  spec.saturation = 65535;
  EXPECT_EQ(levelOf(raw, "saturation", spec), CheckLevel::Fine);
}

TEST(ImportChecks, seeCountsTakenForAmplitudesAndTheOtherWay) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.quantity = QuantityChoice::Amplitude;
  EXPECT_EQ(levelOf(raw, "quantity", spec), CheckLevel::Warning);
  for (float& value : patternsOf(raw).patterns()) value = std::sqrt(value);
  EXPECT_EQ(levelOf(raw, "quantity", spec), CheckLevel::Fine);
  spec.quantity = QuantityChoice::Intensity;
  EXPECT_EQ(levelOf(raw, "quantity", spec), CheckLevel::Warning);
  for (float& value : patternsOf(raw).patterns()) value *= 1.2345F;
  EXPECT_EQ(levelOf(raw, "quantity"), CheckLevel::Note);
}

TEST(ImportChecks, seeTheZeroFrequencyInTheWrongPlace) {
  const RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.zero_frequency = ZeroFrequencyChoice::Corner;
  EXPECT_EQ(levelOf(raw, "zero_frequency", spec), CheckLevel::Warning);
  EXPECT_EQ(levelOf(raw, "zero_frequency"), CheckLevel::Fine);
}

TEST(ImportChecks, seeACentreOfMassOffTheMiddle) {
  RawScan raw = asStored(simulatedScan());
  RealStack& frames = patternsOf(raw).patterns();
  for (std::size_t k = 0; k < frames.count(); ++k) {
    std::rotate(frames.image(k), frames.image(k) + 27, frames.image(k) + frames.imageSize());
  }
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value());
  const ImportCheck& check = checkOf(preview->report, "centre_of_mass");
  EXPECT_EQ(check.level, CheckLevel::Warning) << check.text;
  ImportSpec spec;
  spec.centre = CentreChoice::Mass;
  EXPECT_EQ(levelOf(raw, "centre_of_mass", spec), CheckLevel::Fine);
}

TEST(ImportChecks, countPositions) {
  RawScan raw = asStored(simulatedScan());
  raw.positions.push_back(raw.positions.back());
  EXPECT_EQ(levelOf(raw, "position_count"), CheckLevel::Warning);
}

TEST(ImportChecks, seeScansTooSmallAndTooLarge) {
  const RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.position_scale = 1e-3;
  EXPECT_EQ(levelOf(raw, "scan_extent", spec), CheckLevel::Problem);
  spec.position_scale = 0.05;
  EXPECT_EQ(levelOf(raw, "scan_extent", spec), CheckLevel::Warning);
  spec.position_scale = 100;
  EXPECT_EQ(levelOf(raw, "scan_extent", spec), CheckLevel::Problem);
  EXPECT_EQ(levelOf(raw, "step", spec), CheckLevel::Problem);
  spec.position_scale = 4;
  EXPECT_EQ(levelOf(raw, "step", spec), CheckLevel::Warning);
}

TEST(ImportChecks, seeOutliers) {
  RawScan raw = asStored(simulatedScan());
  raw.positions[12][0] += 60 * objectPixelOf(*simulatedScan().geometry);
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ(checkOf(preview->report, "outliers").level, CheckLevel::Warning);
  EXPECT_NE(checkOf(preview->report, "outliers").text.find("[12]"), std::string::npos);
}

TEST(ImportChecks, seeTooFewMeasurements) {
  const RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.last_pattern = 2;
  EXPECT_EQ(levelOf(raw, "oversampling", spec), CheckLevel::Warning);
}

TEST(ImportChecks, seePixelsThatAreNotSquare) {
  RawScan raw = asStored(simulatedScan());
  raw.detector_pixel_m = {{75e-6, 70e-6}};
  EXPECT_EQ(levelOf(raw, "detector_pixel"), CheckLevel::Warning);
}

TEST(ImportChecks, seeAMaskThatMasksMost) {
  RawScan raw = asStored(simulatedScan());
  raw.mask = Image<std::uint32_t>(32, 32, 1);
  raw.mask(16, 16) = 0;
  ImportSpec spec;
  spec.mask_good = MaskGoodChoice::Zero;
  EXPECT_EQ(levelOf(raw, "mask", spec), CheckLevel::Warning);
}

TEST(ImportChecks, letCroppedAndBinnedFarFieldsBeFarFields) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.crop_px = 8;
  EXPECT_EQ(previewScan(raw, spec).value().propagation, Propagation::FarField);
  spec.crop_px = 0;
  spec.bin = 4;
  EXPECT_EQ(previewScan(raw, spec).value().propagation, Propagation::FarField);
  raw = shadowScan(1, 4);
  EXPECT_EQ(previewScan(raw, spec).value().propagation, Propagation::FarField);
}

TEST(ImportChecks, callFramesThatAreLitAllOverNearField) {
  RawScan raw = asStored(simulatedScan());
  for (float& value : patternsOf(raw).patterns()) value = 900 + std::fmod(value, 200.0F);
  const PreparedScan scan = prepared(raw, [] {
    ImportSpec spec;
    spec.object_pixel_nm = 50;
    return spec;
  }());
  EXPECT_EQ(scan.acquisition.propagation, Propagation::NearField);
  EXPECT_EQ(checkOf(scan.report, "propagation").level, CheckLevel::Warning);
  ImportSpec spec;
  spec.propagation = PropagationChoice::FarField;
  EXPECT_EQ(prepared(raw, spec).acquisition.propagation, Propagation::FarField);
  EXPECT_EQ(levelOf(raw, "propagation", spec), CheckLevel::Warning);
}

TEST(ImportChecks, sayHowFarTheNearFieldIsPropagatedAndWhenThatIsUnknown) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.propagation = PropagationChoice::NearField;
  spec.object_pixel_nm = 500;
  const ImportCheck known = checkOf(prepared(raw, spec).report, "propagation");
  EXPECT_EQ(known.level, CheckLevel::Fine) << known.text;
  EXPECT_NE(known.text.find("Fresnel number"), std::string::npos) << known.text;
  spec.object_pixel_nm = 20;
  const ImportCheck far = checkOf(prepared(raw, spec).report, "propagation");
  EXPECT_EQ(far.level, CheckLevel::Warning);
  EXPECT_NE(far.text.find("too small"), std::string::npos) << far.text;
  raw.distance_m.reset();
  const ImportCheck unknown = checkOf(prepared(raw, spec).report, "propagation");
  EXPECT_EQ(unknown.level, CheckLevel::Warning);
  EXPECT_NE(unknown.remedy.find("distance"), std::string::npos) << unknown.remedy;
}

TEST(ImportChecks, tellABeamWiderThanTheWindowByItsShadows) {
  const auto wide = previewScan(shadowScan(0.2, 20), {});
  ASSERT_TRUE(wide.has_value()) << wide.error().text();
  EXPECT_EQ(wide->propagation, Propagation::NearField);
  EXPECT_NE(checkOf(wide->report, "propagation").text.find("shadow"), std::string::npos);
  const auto narrow = previewScan(shadowScan(1, 4), {});
  ASSERT_TRUE(narrow.has_value());
  EXPECT_EQ(narrow->propagation, Propagation::FarField);
}

TEST(ImportChecks, takeTheNearFieldsPixelFromTheShadows) {
  RawScan raw = shadowScan(0.2, 20);
  const double farPixel = planScan(raw, {}).value().object_pixel_m;
  for (auto& position : raw.positions) position = {position[0] * farPixel, position[1] * farPixel};
  raw.conventions[1].value = "m";
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value()) << preview.error().text();
  ASSERT_EQ(preview->propagation, Propagation::NearField);
  EXPECT_NEAR(preview->object_pixel_m / (farPixel / 0.2), 1, 0.1);
  ImportSpec asked;
  asked.propagation = PropagationChoice::NearField;
  EXPECT_NEAR(previewScan(raw, asked).value().object_pixel_m / preview->object_pixel_m, 1, 0.02);
  asked.object_pixel_nm = 123;
  EXPECT_NEAR(previewScan(raw, asked).value().object_pixel_m, 123e-9, 1e-15);
  ImportSpec pixel;  // who knows the pixel does not make it a far field
  pixel.object_pixel_nm = preview->object_pixel_m * 1e9;
  EXPECT_EQ(previewScan(raw, pixel).value().propagation, Propagation::NearField);
  // The beam is as wide as it is seen.
  EXPECT_GT(std::abs(preview->probe(32, 20)), 0.1 * std::abs(preview->probe(32, 32)));
  EXPECT_LT(std::abs(preview->probe(32, 2)), 0.05 * std::abs(preview->probe(32, 32)));
}

TEST(ImportChecks, seeExchangedAndTurnedAxesInTheShadows) {
  const RawScan right = shadowScan(1, 4);
  EXPECT_EQ(levelOf(right, "scan_axes"), CheckLevel::Fine);
  ImportSpec spec;
  spec.position_axes = AxesChoice::Yx;
  EXPECT_EQ(levelOf(right, "scan_axes", spec), CheckLevel::Warning);
  spec.position_sign_y = SignChoice::Minus;
  EXPECT_EQ(levelOf(right, "scan_axes", spec), CheckLevel::Warning);
  spec.position_axes = AxesChoice::Xy;
  EXPECT_EQ(levelOf(right, "scan_axes", spec), CheckLevel::Warning);
  spec.position_sign_x = SignChoice::Minus;
  EXPECT_EQ(levelOf(right, "scan_axes", spec), CheckLevel::Fine);
}

TEST(ShadowMotion, findsTheMapOfTheMotion) {
  const RawScan raw = shadowScan(1, 4);
  const auto preview = previewScan(raw, {});
  ASSERT_TRUE(preview.has_value());
  RealStack windows(49, 64, 64);
  ASSERT_TRUE(raw.patterns->read(0, 49, windows.data()).has_value());
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t k = 0; k + 8 < 49; k += 2) pairs.emplace_back(k, k % 4 == 0 ? k + 1 : k + 7);
  const auto motion = shadowMotion(windows, preview->mean, preview->scan.positions, pairs);
  ASSERT_TRUE(motion.has_value());
  EXPECT_NEAR(motion->magnification, 1, 0.1);
  EXPECT_EQ(likenessOf(*motion).first, ScanLikeness::Same);
  EXPECT_GT(likenessOf(*motion).second, 0.95);
  pairs.resize(3);
  EXPECT_FALSE(shadowMotion(windows, preview->mean, preview->scan.positions, pairs).has_value());
}

}  // namespace
}  // namespace ptycho
