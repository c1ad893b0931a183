#include "core/import/scan_format.h"

#include <functional>

#include <gtest/gtest.h>

#include "tests/core/import/cxi_files.h"

namespace ptycho::testing {
namespace {

class Cxi : public ::testing::Test {
 protected:
  void write(const std::function<void(RawFile&)>& content) {
    RawFile file(m_file);
    content(file);
  }
  RawScan opened(const ImportSpec& spec = {}) {
    auto scan = openScan(m_file, spec);
    EXPECT_TRUE(scan) << (scan ? "" : scan.error().text());
    return scan ? std::move(*scan) : RawScan{};
  }
  std::string refusal(const ImportSpec& spec = {}) {
    const auto scan = openScan(m_file, spec);
    return scan ? "" : scan.error().text();
  }
  ScratchFolder m_folder;
  std::filesystem::path m_file = m_folder / "scan.cxi";
};

TEST_F(Cxi, LinkedDataAndTranslationsAreRead) {
  write([](RawFile& file) {
    writeCxi(file);
    text(file, "/entry_1/title", "Siemens star");
  });
  const RawScan scan = opened();
  EXPECT_EQ(scan.format, "cxi");
  EXPECT_EQ(scan.name, "Siemens star");
  ASSERT_TRUE(scan.patterns);
  EXPECT_EQ(scan.patterns->count(), 4u);
  EXPECT_EQ(scan.patterns->rows(), 6u);
  EXPECT_EQ(patternOf(scan, 2)[5], 2 * 48 + 5);
  ASSERT_EQ(scan.positions.size(), 4u);
  EXPECT_DOUBLE_EQ(scan.positions[2][0], 3e-6);
  EXPECT_DOUBLE_EQ(scan.positions[2][1], 30e-6);
  EXPECT_EQ(conventionText(scan, "position_axes"), "xy (format)");
  EXPECT_EQ(conventionText(scan, "position_sign_x"), "plus (assumed)");
  EXPECT_EQ(conventionText(scan, "position_sign_y"), "plus (assumed)");
  EXPECT_EQ(conventionText(scan, "position_unit"), "m (format)");
  EXPECT_EQ(conventionText(scan, "energy_unit"), "J (format)");
  EXPECT_EQ(conventionText(scan, "orientation"), "as-stored (format)");
  EXPECT_DOUBLE_EQ(scan.distance_m.value_or(0), 2.0);
  EXPECT_DOUBLE_EQ((*scan.detector_pixel_m)[0], 50e-6) << "rows are y";
  EXPECT_DOUBLE_EQ((*scan.detector_pixel_m)[1], 75e-6);
}

TEST_F(Cxi, DataWithoutLinksAndTransposedTranslationsInTheDetectorAreRead) {
  write([](RawFile& file) {
    file.floats("/entry_1/instrument_1/detector_1/data", {4, 6, 8}, countedFloats(192));
    translations(file, "/entry_1/instrument_1/detector_1/translation", true);
    writeCxiGeometry(file);
  });
  const RawScan scan = opened();
  ASSERT_EQ(scan.positions.size(), 4u);
  EXPECT_DOUBLE_EQ(scan.positions[3][1], 40e-6);
  EXPECT_TRUE(hasNote(scan, "[3, n]"));
}

TEST_F(Cxi, DataStoredInDataOneAndATranslationInPixelsAreRead) {
  write([](RawFile& file) {
    file.floats("/entry_1/data_1/data", {4, 6, 8}, countedFloats(192));
    translations(file, "/entry_1/data_1/translation");
    file.attribute("/entry_1/data_1/translation", "units", "pixels");
  });
  EXPECT_EQ(conventionText(opened(), "position_unit"), "px (stated)");
}

TEST_F(Cxi, AnEnergyIsReadInTheUnitItIsIn) {
  const auto unitOf = [this](double energy, const std::string& units) {
    write([&](RawFile& file) {
      writeCxi(file);
      file.remove("/entry_1/instrument_1/source_1/energy");
      number(file, "/entry_1/instrument_1/source_1/energy", energy, units);
    });
    return conventionText(opened(), "energy_unit");
  };
  EXPECT_EQ(unitOf(1.4e-15, "J"), "J (stated)");
  EXPECT_EQ(unitOf(8800, "eV"), "eV (stated)");
  EXPECT_EQ(unitOf(8.8, "keV"), "keV (stated)");
  EXPECT_EQ(unitOf(8800, ""), "eV (assumed)");
  EXPECT_EQ(unitOf(8.8, ""), "keV (assumed)");
}

TEST_F(Cxi, AWavelengthIsReadBesideOrInsteadOfTheEnergy) {
  write([](RawFile& file) {
    writeCxi(file);
    file.remove("/entry_1/instrument_1/source_1/energy");
    number(file, "/entry_1/instrument_1/source_1/wavelength", 9.8e-11);
  });
  const RawScan scan = opened();
  EXPECT_DOUBLE_EQ(scan.wavelength_m.value_or(0), 9.8e-11);
  EXPECT_FALSE(scan.energy);
}

TEST_F(Cxi, BasisVectorsOfBothShapesGiveTheOrientation) {
  const auto orientation = [this](const std::vector<double>& byRow, bool transposed) {
    write([&](RawFile& file) {
      writeCxi(file);
      std::vector<double> values = byRow;
      if (transposed) {
        for (std::size_t k = 0; k < 2; ++k) {
          for (std::size_t axis = 0; axis < 3; ++axis) values[axis * 2 + k] = byRow[k * 3 + axis];
        }
      }
      const std::vector<hsize_t> shape = transposed ? std::vector<hsize_t>{3, 2} : std::vector<hsize_t>{2, 3};
      file.doubles("/entry_1/instrument_1/detector_1/basis_vectors", shape, values);
    });
    return conventionText(opened(), "orientation");
  };
  const double p = 55e-6;
  for (const bool transposed : {false, true}) {
    EXPECT_EQ(orientation({0, -p, 0, -p, 0, 0}, transposed), "as-stored (stated)");
    EXPECT_EQ(orientation({0, p, 0, -p, 0, 0}, transposed), "flip-rows (stated)");
    EXPECT_EQ(orientation({0, -p, 0, p, 0, 0}, transposed), "flip-columns (stated)");
    EXPECT_EQ(orientation({0, p, 0, p, 0, 0}, transposed), "rotate-180 (stated)");
    EXPECT_EQ(orientation({-p, 0, 0, 0, -p, 0}, transposed), "transpose (stated)");
    EXPECT_EQ(orientation({-p, 0, 0, 0, p, 0}, transposed), "rotate-90 (stated)");
    EXPECT_EQ(orientation({p, 0, 0, 0, -p, 0}, transposed), "rotate-270 (stated)");
    EXPECT_EQ(orientation({p, 0, 0, 0, p, 0}, transposed), "anti-transpose (stated)");
  }
}

TEST_F(Cxi, BasisVectorsGiveThePixelWhereNothingElseDoes) {
  write([](RawFile& file) {
    writeCxi(file);
    file.remove("/entry_1/instrument_1/detector_1/x_pixel_size");
    file.remove("/entry_1/instrument_1/detector_1/y_pixel_size");
    file.doubles("/entry_1/instrument_1/detector_1/basis_vectors", {2, 3}, {0, -40e-6, 0, -60e-6, 0, 0});
  });
  const RawScan scan = opened();
  EXPECT_DOUBLE_EQ((*scan.detector_pixel_m)[0], 40e-6);
  EXPECT_DOUBLE_EQ((*scan.detector_pixel_m)[1], 60e-6);
}

TEST_F(Cxi, MasksKeepTheirBitsAndZeroAndSignalAreGood) {
  write([](RawFile& file) {
    writeCxi(file);
    std::vector<float> mask(48);
    mask[1] = 1;
    mask[2] = 0x1000;
    mask[3] = 0x1001;
    file.floats("/entry_1/instrument_1/detector_1/mask", {6, 8}, mask, H5T_STD_U32BE);
  });
  const RawScan scan = opened();
  EXPECT_EQ(scan.mask[2], 0x1000u);
  EXPECT_EQ(scan.mask[3], 0x1001u);
  EXPECT_EQ(conventionText(scan, "mask_good"), "zero-or-4096 (format)");
}

TEST_F(Cxi, DarkPicturesAreAveraged) {
  write([](RawFile& file) {
    writeCxi(file);
    file.floats("/entry_1/instrument_1/detector_1/data_dark", {3, 6, 8}, countedFloats(144));
  });
  const RawScan scan = opened();
  EXPECT_EQ(scan.dark.rows(), 6u);
  EXPECT_FLOAT_EQ(scan.dark[5], 48 + 5);
  EXPECT_TRUE(hasNote(scan, "mean of 3"));
}

TEST_F(Cxi, TheFirstEntryIsUsedAndTheOthersAreNamed) {
  write([](RawFile& file) {
    writeCxi(file, "/entry_2", true);
    writeCxi(file, "/entry_1");
  });
  const RawScan scan = opened();
  EXPECT_TRUE(hasNote(scan, "entry_1 is used"));
  EXPECT_EQ(scan.ignored, std::vector<std::string>{"/entry_2"});
}

TEST_F(Cxi, EntriesComeByTheirNumbersAndOnlyThoseThatAreNumbered) {
  write([](RawFile& file) {
    for (const char* entry : {"/entry_10", "/entry_2", "/entry_01", "/entry_x", "/entry_101"}) writeCxi(file, entry);
  });
  const RawScan scan = opened();
  EXPECT_TRUE(hasNote(scan, "Of 2 entries entry_2 is used"));
  EXPECT_EQ(scan.ignored, std::vector<std::string>{"/entry_10"});
}

TEST_F(Cxi, AnIlluminationIsTheProbe) {
  write([](RawFile& file) {
    writeCxi(file);
    complexNumbers(file, "/entry_1/instrument_1/source_1/illumination", {6, 8});
  });
  const RawScan scan = opened();
  EXPECT_EQ(scan.probe.count(), 1u);
  EXPECT_EQ(scan.probe.data()[7], Complex(7, -7));
}

TEST_F(Cxi, PathsOfTheSpecComeFirst) {
  write([](RawFile& file) {
    writeCxi(file);
    file.floats("/raw", {2, 6, 8}, countedFloats(96));
    file.doubles("/xy", {2, 2}, {1, 2, 3, 4});
  });
  ImportSpec spec;
  spec.patterns_path = "/raw";
  spec.positions_path = "/xy";
  const RawScan scan = opened(spec);
  EXPECT_EQ(scan.patterns->count(), 2u);
  EXPECT_EQ(scan.positions[1][1], 4);
}

TEST_F(Cxi, HostileFilesAreRefusedWithASentence) {
  write([](RawFile& file) {
    softLink(file, "/entry_1/data_1/b", "/entry_1/data_1/data");
    softLink(file, "/entry_1/data_1/data", "/entry_1/data_1/b");
  });
  EXPECT_NE(refusal().find("/entry_1/data_1/data"), std::string::npos) << refusal();
  write([](RawFile& file) {
    writeCxi(file);
    file.remove("/entry_1/sample_1/geometry_1/translation");
    file.doubles("/entry_1/sample_1/geometry_1/translation", {5, 3}, countedDoubles(15));
  });
  EXPECT_NE(refusal().find("5 positions for 4 patterns"), std::string::npos) << refusal();
  write([](RawFile& file) {
    writeCxi(file);
    file.remove("/entry_1/instrument_1/detector_1/distance");
    text(file, "/entry_1/instrument_1/detector_1/distance", "far");
  });
  EXPECT_NE(refusal().find("distance"), std::string::npos) << refusal();
  write([](RawFile& file) {
    writeCxi(file);
    file.remove("/entry_1/instrument_1/detector_1/distance");
    number(file, "/entry_1/instrument_1/detector_1/distance", 2, "furlong");
  });
  EXPECT_NE(refusal().find("furlong"), std::string::npos) << refusal();
  write([](RawFile& file) {
    writeCxi(file);
    file.doubles("/entry_1/instrument_1/detector_1/basis_vectors", {4}, countedDoubles(4));
  });
  EXPECT_NE(refusal().find("[2, 3] or [3, 2]"), std::string::npos) << refusal();
}

TEST_F(Cxi, AHugeShapeIsRefusedBeforeItIsAllocated) {
  write([](RawFile& file) {
    translations(file, "/entry_1/data_1/translation");
    const hsize_t huge[3] = {1ull << 40, 1ull << 20, 1ull << 20};
    const hsize_t chunk[3] = {1, 64, 64};
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, 3, chunk);
    const hid_t space = H5Screate_simple(3, huge, nullptr);
    H5Dclose(H5Dcreate2(file.id(), "/entry_1/data_1/data", H5T_STD_U16LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Sclose(space);
    H5Pclose(creation);
  });
  EXPECT_NE(refusal().find("/entry_1/data_1/data"), std::string::npos) << refusal();
}

TEST_F(Cxi, AFileWithoutDataSaysWhatItHolds) {
  write([](RawFile& file) { writeCxiGeometry(file); });
  ImportSpec spec;
  spec.format = FormatChoice::Cxi;
  EXPECT_NE(refusal(spec).find("distance"), std::string::npos) << refusal(spec);
}

}  // namespace
}  // namespace ptycho::testing
