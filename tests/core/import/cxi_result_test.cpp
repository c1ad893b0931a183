#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/cxi_files.h"

namespace ptycho::testing {
namespace {

RawScan opened(const std::filesystem::path& file) {
  auto scan = openScan(file, {});
  EXPECT_TRUE(scan) << (scan ? "" : scan.error().text());
  return scan ? std::move(*scan) : RawScan{};
}

TEST(CxiResult, ImagesOfPtychodusAreProbeAndObject) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "result.cxi");
    complexNumbers(file, "/entry_1/image_1/data", {2, 4, 4});
    complexNumbers(file, "/entry_1/image_2/data", {10, 20});
    file.doubles("/entry_1/image_2/image_size", {3}, {20 * 3e-8, 10 * 2e-8, 0});
    text(file, "/entry_1/image_1/process_1/program", "ptychodus");
    text(file, "/entry_1/image_1/process_1/version", "1.2");
  }
  const RawScan scan = opened(folder / "result.cxi");
  EXPECT_EQ(scan.title, "CXI, as ptychodus 1.2 writes it");
  EXPECT_FALSE(scan.patterns);
  EXPECT_EQ(scan.probe.count(), 2u);
  EXPECT_EQ(scan.object.cols(), 20u);
  EXPECT_NEAR((*scan.object_pixel_m)[0], 2e-8, 1e-15);
  EXPECT_NEAR((*scan.object_pixel_m)[1], 3e-8, 1e-15);
}

TEST(CxiResult, ResultsOfPyNxAreReadAsStoredAndTheirYIsUpwards) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "result.cxi");
    const std::string entry = "/entry_1";
    complexNumbers(file, entry + "/result_1/Object-layer00", {10, 20});
    number(file, entry + "/result_1/x_pixel_size", 1e-8);
    number(file, entry + "/result_1/y_pixel_size", 1e-8);
    file.doubles(entry + "/result_1/corner_positions", {3}, {-10e-8, 4e-8, 0});
    complexNumbers(file, entry + "/result_2/data", {3, 4, 4});
    file.doubles(entry + "/result_5/data", {4, 2}, {1, 2, 10, 20, 0, 0, 0, 0});
    softLink(file, entry + "/result_1/data", entry + "/data_1/data");
    text(file, entry + "/process_1/program", "PyNX");
    number(file, entry + "/instrument_1/detector_1/distance", 1.5, "m");
    number(file, entry + "/instrument_1/beam_1/incident_wavelength", 1.0, "angstrom");
  }
  const RawScan scan = opened(folder / "result.cxi");
  EXPECT_EQ(scan.format, "cxi");
  EXPECT_FALSE(scan.patterns) << "data_1 of a result is its object";
  EXPECT_EQ(scan.object.rows(), 10u);
  EXPECT_EQ(scan.probe.count(), 3u);
  ASSERT_EQ(scan.positions.size(), 2u);
  EXPECT_EQ(scan.positions[1][0], 2);
  EXPECT_EQ(scan.positions[1][1], 20);
  EXPECT_EQ(conventionText(scan, "position_sign_x"), "plus (format)");
  EXPECT_EQ(conventionText(scan, "position_sign_y"), "minus (format)");
  EXPECT_NEAR((*scan.object_centre_m)[0], -1e-8, 1e-15);
  EXPECT_NEAR((*scan.object_centre_m)[1], 0, 1e-15);
  EXPECT_NEAR(scan.wavelength_m.value_or(0), 1e-10, 1e-20);
}

TEST(NexusCxi, TheMachinesEnergyIsNotThePhotons) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.nxs");
    writeCxi(file);
    file.remove("/entry_1/instrument_1/source_1/energy");
    number(file, "/entry_1/instrument_1/source_1/energy", 3.0, "GeV");
    number(file, "/entry_1/instrument_1/beam_1/incident_beam_energy", 710, "eV");
    text(file, "/entry_1/definition", "NXcxi_ptycho");
  }
  const RawScan scan = opened(folder / "scan.nxs");
  EXPECT_EQ(scan.format, "nxcxi");
  EXPECT_EQ(scan.energy.value_or(0), 710);
  EXPECT_EQ(conventionText(scan, "energy_unit"), "eV (stated)");
  EXPECT_TRUE(hasNote(scan, "energy of the machine"));
}

TEST(NexusCxi, WithoutABeamThereIsNoEnergy) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.nxs");
    writeCxi(file);
    text(file, "/entry_1/definition", "NXcxi_ptycho");
  }
  const RawScan scan = opened(folder / "scan.nxs");
  EXPECT_EQ(scan.format, "nxcxi");
  EXPECT_FALSE(scan.energy);
}

TEST(NexusCxi, FourDimensionsAreTheLinesOfARaster) {
  const ScratchFolder folder;
  for (const bool nexus : {true, false}) {
    RawFile file(folder / (nexus ? "scan.nxs" : "scan.cxi"));
    writeCxi(file);
    file.remove("/entry_1/instrument_1/detector_1/data");
    file.floats("/entry_1/instrument_1/detector_1/data", {2, 2, 6, 8}, countedFloats(4 * 48));
    file.remove("/entry_1/sample_1/geometry_1/translation");
    file.doubles("/entry_1/sample_1/geometry_1/translation", {2, 2, 3},
                 {1e-6, 1e-5, 0, 2e-6, 2e-5, 0, 3e-6, 3e-5, 0, 4e-6, 4e-5, 0});
    if (nexus) text(file, "/entry_1/definition", "NXcxi_ptycho");
  }
  const RawScan scan = opened(folder / "scan.nxs");
  EXPECT_EQ(scan.format, "nxcxi");
  ASSERT_EQ(scan.patterns->count(), 4U);
  EXPECT_EQ(patternOf(scan, 3)[5], 3 * 48 + 5);
  ASSERT_EQ(scan.positions.size(), 4U);
  EXPECT_EQ(scan.positions[2], (std::array{3e-6, 3e-5}));
  // In CXI a dimension more is the detector's modules, which nobody may take for patterns.
  const auto modules = openScan(folder / "scan.cxi", {});
  ASSERT_FALSE(modules);
  EXPECT_NE(modules.error().text().find("4 dimensions"), std::string::npos) << modules.error().text();
}

}  // namespace
}  // namespace ptycho::testing
