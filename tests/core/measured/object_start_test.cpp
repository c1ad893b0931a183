#include "core/measured/object_start.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/measured/conventions.h"
#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

/// With an object whose rows and columns tell themselves apart.
RawScan withObject(std::size_t rows, std::size_t cols) {
  RawScan raw = asStored(simulatedScan());
  raw.object = ComplexImage(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) raw.object(r, c) = {1 + static_cast<float>(r), static_cast<float>(c)};
  }
  return raw;
}

struct Placed {
  ComplexImage object;
  std::string note;
};

Placed placed(const RawScan& raw, const ImportSpec& spec = {}) {
  auto detailed = planWith(raw, spec, resolveConventions(raw, spec));
  EXPECT_TRUE(detailed) << detailed.error().text();
  return {placedObject(raw, *detailed), objectNote(raw, *detailed)};
}

std::string refused(const RawScan& raw, const ImportSpec& spec = {}) {
  const Placed start = placed(raw, spec);
  EXPECT_TRUE(start.object.empty());
  EXPECT_NE(start.note.find("not taken over"), std::string::npos) << start.note;
  return start.note;
}

TEST(ObjectStart, withoutAPlaceLiesInTheMiddle) {
  const Scan scan = simulatedScan().scan;
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  const RawScan raw = withObject(rows + 4, cols - 6);
  const Placed start = placed(raw);
  ASSERT_EQ(start.object.rows(), prepared(raw).acquisition.scan.object_rows);
  EXPECT_NE(start.note.find("does not say where"), std::string::npos) << start.note;
  const std::size_t row = start.object.rows() / 2;
  const std::size_t col = start.object.cols() / 2;
  const Complex value = start.object(row, col);
  EXPECT_NEAR(value.real() - 1, 0.5 * static_cast<double>(rows + 4), 0.51);
  EXPECT_NEAR(value.imag(), 0.5 * static_cast<double>(cols - 6), 0.51);
  EXPECT_EQ(start.object(row + 1, col + 2) - value, Complex(1, 2));
}

TEST(ObjectStart, isBroughtToThePixelsOfTheScan) {
  RawScan raw = withObject(200, 200);
  const double pixel = prepared(raw).object_pixel_m;
  raw.object_pixel_m = {pixel, pixel};  // the scan's as well
  const Placed same = placed(raw);
  ImportSpec coarse;
  coarse.object_pixel_nm = 2e9 * pixel;
  const Placed half = placed(raw, coarse);
  ASSERT_FALSE(half.object.empty()) << half.note;
  const auto step = [](const ComplexImage& object) {
    return object(object.rows() / 2 + 1, object.cols() / 2 + 1) - object(object.rows() / 2, object.cols() / 2);
  };
  EXPECT_EQ(step(same.object), Complex(1, 1));
  EXPECT_NEAR(std::abs(step(half.object) - Complex(2, 2)), 0, 1e-4);
}

TEST(ObjectStart, isSurroundedByItsMean) {
  RawScan raw = withObject(60, 60);
  for (Complex& value : raw.object) value = Complex(std::polar(0.5F, 1.0F));
  const Placed start = placed(raw);
  ASSERT_FALSE(start.object.empty()) << start.note;
  for (const Complex value : start.object) ASSERT_NEAR(std::abs(value - Complex(std::polar(0.5F, 1.0F))), 0, 1e-6);
}

TEST(ObjectStart, saysWhyItIsNotTaken) {
  EXPECT_NE(refused(withObject(20, 20)).find("covers only"), std::string::npos);
  RawScan broken = withObject(100, 100);
  broken.object(3, 3) = {std::numeric_limits<float>::quiet_NaN(), 0};
  EXPECT_NE(refused(broken).find("not finite"), std::string::npos);
  ImportSpec turned;
  turned.rotation_deg = 3;
  EXPECT_NE(refused(withObject(100, 100), turned).find("turned"), std::string::npos);
  ImportSpec exchanged;
  exchanged.position_axes = AxesChoice::Yx;
  EXPECT_NE(refused(withObject(100, 100), exchanged).find("position_axes"), std::string::npos);
  RawScan coarse = withObject(100, 100);
  const double pixel = prepared(coarse).object_pixel_m;
  coarse.object_pixel_m = {pixel, pixel};
  ImportSpec fine;
  fine.object_pixel_nm = 1e9 * pixel / 40;
  EXPECT_NE(refused(coarse, fine).find("40 times as large"), std::string::npos);
}

TEST(ObjectStart, isAsBrightAsThePatternsWithAnyProbe) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  raw.object = truth.truth;
  raw.probe = truth.probe;
  for (Complex& value : raw.object) value *= 7.0F;  // another program's scale
  const Acquisition scan = prepared(raw).acquisition;
  double expected = 0;
  for (const Position& at : scan.scan.positions) {
    for (std::size_t r = 0; r < 32; ++r) {
      for (std::size_t c = 0; c < 32; ++c) {
        const auto row = static_cast<std::size_t>(at.row) + r;
        const auto col = static_cast<std::size_t>(at.col) + c;
        expected += std::norm(scan.probe.copy(0)(r, c) * scan.estimate(row, col));
      }
    }
  }
  double measured = 0;
  for (const float value : scan.patterns) measured += value;
  EXPECT_NEAR(expected / measured, 1, 1e-4);
}

TEST(ObjectStart, ofAFileWithoutOneIsSilent) {
  const Placed start = placed(asStored(simulatedScan()));
  EXPECT_TRUE(start.object.empty());
  EXPECT_TRUE(start.note.empty());
}

}  // namespace
}  // namespace ptycho
