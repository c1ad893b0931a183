#include "core/measured/conventions.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/measured/scan_geometry.h"
#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

TEST(Conventions, askedBeforeFileBeforeUsual) {
  RawScan raw;
  raw.conventions = {{"position_axes", "yx", Certainty::Stated, "It says so."},
                     {"position_unit", "um", Certainty::Format, "Always."},
                     {"orientation", "sideways", Certainty::Stated, "No such word."}};
  ImportSpec spec;
  spec.position_unit = LengthChoice::Nanometre;
  const auto conventions = resolveConventions(raw, spec);
  EXPECT_EQ(findConvention(conventions, "position_axes")->value, "yx");
  EXPECT_EQ(findConvention(conventions, "position_axes")->certainty, Certainty::Stated);
  EXPECT_EQ(findConvention(conventions, "position_unit")->value, "nm");
  EXPECT_EQ(findConvention(conventions, "position_unit")->certainty, Certainty::Asked);
  EXPECT_EQ(findConvention(conventions, "orientation")->certainty, Certainty::Assumed);
  const ImportSpec decided = decidedSpec(spec, conventions);
  EXPECT_EQ(decided.position_axes, AxesChoice::Yx);
  EXPECT_EQ(decided.position_unit, LengthChoice::Nanometre);
  EXPECT_EQ(decided.orientation, OrientationChoice::AsStored);
}

TEST(Conventions, everyChoiceButTheFormatIsDecided) {
  const auto conventions = resolveConventions({}, {});
  for (const auto& field : ImportSpec::fields()) {
    if (field.info.kind != FieldKind::Choice || field.info.choices.front() != "auto" || field.info.key == "format") {
      continue;
    }
    const Convention* found = findConvention(conventions, field.info.key);
    ASSERT_NE(found, nullptr) << field.info.key;
    EXPECT_NE(found->value, "auto");
    EXPECT_FALSE(found->reason.empty());
  }
}

TEST(Conventions, guessUnitsByTheSizeOfNumbers) {
  const auto unitOf = [](double energy) {
    RawScan raw;
    raw.energy = energy;
    return findConvention(resolveConventions(raw, {}), "energy_unit")->value;
  };
  EXPECT_EQ(unitOf(1.41033e-15), "J");
  EXPECT_EQ(unitOf(8803), "eV");
  EXPECT_EQ(unitOf(8.8), "keV");
  RawScan raw;
  raw.positions = {{1e-6, 2e-6}};
  EXPECT_EQ(findConvention(resolveConventions(raw, {}), "position_unit")->value, "m");
  raw.positions = {{10, 200}};
  EXPECT_EQ(findConvention(resolveConventions(raw, {}), "position_unit")->value, "px");
}

TEST(ScanGeometry, readsEnergiesInEveryUnitAndWavelengths) {
  const FrameSides sides{128, 128, 128};
  ImportSpec decided;
  decided.propagation = PropagationChoice::FarField;
  RawScan raw;
  raw.distance_m = 2;
  raw.detector_pixel_m = {{75e-6, 75e-6}};
  const auto energyOf = [&](EnergyChoice unit, double value) {
    raw.energy = value;
    decided.energy_unit = unit;
    return scanGeometry(raw, decided, sides).value().geometry->energy_keV;
  };
  EXPECT_NEAR(energyOf(EnergyChoice::Joule, 1.41033e-15), 8.8026, 1e-3);
  EXPECT_NEAR(energyOf(EnergyChoice::ElectronVolt, 8802.6), 8.8026, 1e-9);
  EXPECT_NEAR(energyOf(EnergyChoice::KiloElectronVolt, 8.8026), 8.8026, 1e-12);
  EXPECT_NEAR(scanGeometry(raw, decided, sides).value().object_pixel_m, 29.34e-9, 1e-11);
  raw.energy.reset();
  raw.wavelength_m = 9.79e-11;
  EXPECT_NEAR(scanGeometry(raw, decided, sides).value().geometry->energy_keV, 12.664, 1e-3);
  decided.radiation = RadiationChoice::Electrons;
  raw.wavelength_m = 1.9687e-12;
  EXPECT_NEAR(scanGeometry(raw, decided, sides).value().geometry->energy_keV, 300, 0.1);
}

TEST(ScanGeometry, solvesTheDistanceForAKnownObjectPixel) {
  RawScan raw;
  raw.object_pixel_m = {{10e-9, 10e-9}};
  ImportSpec decided;
  decided.propagation = PropagationChoice::FarField;
  const ScanGeometry geometry = scanGeometry(raw, decided, {256, 128, 64}).value();
  // Half the detector, twice the pixel; binning changes nothing.
  EXPECT_NEAR(geometry.object_pixel_m, 20e-9, 1e-18);
  ASSERT_TRUE(geometry.geometry.has_value());
  EXPECT_NEAR(objectPixelOf(*geometry.geometry), 20e-9, 1e-17);
  EXPECT_EQ(findConvention(geometry.conventions, "distance_m")->certainty, Certainty::Assumed);
  EXPECT_EQ(findConvention(geometry.conventions, "object_pixel_nm")->certainty, Certainty::Stated);
}

TEST(ScanGeometry, ofANearFieldHasTheMagnificationOfItsPixels) {
  RawScan raw;
  raw.wavelength_m = 1e-10;
  raw.distance_m = 1.5;
  raw.detector_pixel_m = {{50e-6, 50e-6}};
  ImportSpec decided;
  decided.propagation = PropagationChoice::NearField;
  const Geometry parallel = scanGeometry(raw, decided, {128, 128, 64}).value().geometry.value();
  EXPECT_EQ(parallel.propagation, Propagation::NearField);
  EXPECT_NEAR(parallel.magnification, 1, 1e-12);
  EXPECT_NEAR(objectPixelOf(parallel), 100e-6, 1e-15);  // two pixels are binned
  decided.object_pixel_nm = 400;
  const Geometry magnified = scanGeometry(raw, decided, {128, 128, 64}).value().geometry.value();
  EXPECT_NEAR(magnified.magnification, 250, 1e-9);
  EXPECT_NEAR(fresnelNumberOf(magnified), 100e-6 * 400e-9 / (1e-10 * 1.5), 1e-6);  // p·Δx/(λz)
  raw.distance_m.reset();
  EXPECT_FALSE(scanGeometry(raw, decided, {128, 128, 64}).value().geometry.has_value());
}

TEST(ScanGeometry, refusesWhatCannotBe) {
  const auto textOf = [](auto&& change) {
    RawScan raw = asStored(simulatedScan());
    change(raw);
    return refusal(raw);
  };
  EXPECT_NE(textOf([](RawScan& raw) { raw.energy = 5e8; }).find("energy_keV"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw) { raw.energy = -1; }).find("scan.cxi:energy"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw) { raw.distance_m = -2; }).find("distance_m"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw) {
              raw.detector_pixel_m = {{75, 75}};
            }).find("detector_pixel_um"),
            std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw) {
              raw.object_pixel_m = {{NAN, 1e-9}};
            }).find("object_pixel_nm"),
            std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw) { raw.wavelength_m = 5; }).find("wavelength"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
