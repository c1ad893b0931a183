#include "core/measured/window_preparation.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

std::size_t corner(std::size_t r, std::size_t c) { return (r + 16) % 32 * 32 + (c + 16) % 32; }

TEST(WindowPreparation, readsMasksOfEveryPolarity) {
  const std::vector<std::tuple<MaskGoodChoice, std::uint32_t, std::uint32_t>> polarities{
      {MaskGoodChoice::Zero, 0, 1}, {MaskGoodChoice::NonZero, 1, 0}, {MaskGoodChoice::ZeroOr4096, 0x1000, 3}};
  for (const auto& [choice, good, bad] : polarities) {
    RawScan raw = asStored(simulatedScan());
    raw.mask = Image<std::uint32_t>(32, 32, good);
    raw.mask(4, 9) = bad;
    ImportSpec spec;
    spec.mask_good = choice;
    const Acquisition scan = prepared(raw, spec).acquisition;
    ASSERT_FALSE(scan.mask.empty());
    EXPECT_EQ(scan.mask[corner(4, 9)], 0);
    EXPECT_EQ(std::ranges::count(scan.mask, 0), 1);
    spec.bin = 2;
    const MaskImage binned = prepared(raw, spec).acquisition.mask;
    EXPECT_EQ(std::ranges::count(binned, 0), 1);
    EXPECT_EQ(binned((2 + 8) % 16, (4 + 8) % 16), 0);
  }
}

TEST(WindowPreparation, guessesThePolarityByTheMajority) {
  RawScan raw = asStored(simulatedScan());
  raw.mask = Image<std::uint32_t>(32, 32, 1);
  raw.mask(4, 9) = 0;
  EXPECT_EQ(std::ranges::count(prepared(raw).acquisition.mask, 0), 1);
}

TEST(WindowPreparation, refusesZerosOrMasksBadValues) {
  for (const float bad : {NAN, INFINITY, -3.0F}) {
    RawScan raw = asStored(simulatedScan());
    patternsOf(raw).patterns().image(6)[2 * 32 + 5] = bad;
    EXPECT_NE(refusal(raw).find("[6, 2, 5]"), std::string::npos) << refusal(raw);
    ImportSpec spec;
    spec.bad_values = BadValueChoice::Zero;
    const Acquisition zeroed = prepared(raw, spec).acquisition;
    EXPECT_TRUE(zeroed.mask.empty());
    EXPECT_EQ(zeroed.patterns.image(6)[corner(2, 5)], 0);
    spec.bad_values = BadValueChoice::Mask;
    const Acquisition masked = prepared(raw, spec).acquisition;
    ASSERT_FALSE(masked.mask.empty());
    EXPECT_EQ(masked.mask[corner(2, 5)], 0);
    EXPECT_EQ(std::ranges::count(masked.mask, 0), 1);
  }
}

TEST(WindowPreparation, letsMaskedPixelsHoldAnything) {
  RawScan raw = asStored(simulatedScan());
  for (std::size_t k = 0; k < 25; ++k) patternsOf(raw).patterns().image(k)[70] = -1;
  raw.mask = Image<std::uint32_t>(32, 32, 0);
  raw.mask[70] = 1;
  EXPECT_EQ(refusal(raw), "taken");
}

TEST(WindowPreparation, subtractsTheDarkAndAppliesTheThreshold) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  raw.dark = RealImage(32, 32, 10.0F);
  ImportSpec spec;
  spec.threshold = 20;
  const Acquisition scan = prepared(raw, spec).acquisition;
  for (std::size_t i = 0; i < scan.patterns.size(); ++i) {
    const float left = std::max(0.0F, truth.patterns.data()[i] - 10);
    EXPECT_EQ(scan.patterns.data()[i], left < 20 ? 0 : left);
  }
  spec.threshold = 0;
  spec.subtract_dark = false;
  EXPECT_EQ(prepared(raw, spec).acquisition.patterns, truth.patterns);
}

TEST(WindowPreparation, refusesMaskAndDarkOfOtherShapes) {
  RawScan raw = asStored(simulatedScan());
  raw.dark = RealImage(16, 32);
  EXPECT_NE(refusal(raw).find("subtract_dark"), std::string::npos);
  raw.dark = {};
  raw.mask = Image<std::uint32_t>(32, 31);
  EXPECT_NE(refusal(raw).find("mask_path"), std::string::npos);
  raw.mask = Image<std::uint32_t>(32, 32, 1);
  ImportSpec spec;
  spec.mask_good = MaskGoodChoice::Zero;
  EXPECT_NE(refusal(raw, spec).find("mask_good"), std::string::npos);
}

TEST(HotPixels, areNotTheSmoothPeakNorSingleCountsInTheDark) {
  RealImage mean(32, 32);
  for (std::size_t r = 0; r < 32; ++r) {
    for (std::size_t c = 0; c < 32; ++c) {
      const double d = std::hypot(static_cast<double>(r) - 16, static_cast<double>(c) - 16);
      mean(r, c) = static_cast<float>(1000 * std::exp(-d * d / 20));
    }
  }
  mean(1, 1) = 0.1F;
  EXPECT_EQ(std::ranges::count(hotPixels(mean, 5), 1), 0);
  mean(0, 31) = 500;
  EXPECT_EQ(hotPixels(mean, 5)(0, 31), 1);
}

}  // namespace
}  // namespace ptycho
