#include "core/store/acquisition_file.h"

#include <chrono>
#include <cmath>
#include <limits>

#include "core/optics/forward_model.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

class AcquisitionFile : public StoreTest {
 protected:
  /// Reading must fail with one sentence that names the file and everything in `parts`.
  void expectRefused(const std::string& name, const std::vector<std::string>& parts,
                     ErrorCode code = ErrorCode::BadInput) {
    const auto read = readAcquisition(at(name));
    ASSERT_FALSE(read.has_value());
    const std::string text = read.error().text();
    EXPECT_NE(text.find(name), std::string::npos) << text;
    for (const auto& part : parts) EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" in: " << text;
    EXPECT_EQ(read.error().code, code) << text;
  }
};

TEST_F(AcquisitionFile, keepsEveryBit) {
  for (const Acquisition& acquisition : {smallAcquisition(), fullAcquisition()}) {
    ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), acquisition)));
    const auto read = readAcquisition(at("scan.h5"));
    ASSERT_TRUE(ok(read));
    expectSame(acquisition, *read);
  }
  EXPECT_EQ(filesOf(folder()), std::vector<std::string>{"scan.h5"});
}

TEST_F(AcquisitionFile, equalContentGivesEqualBytes) {
  Acquisition acquisition = fullAcquisition();
  acquisition.spec_json = "{" + std::string(200'000, ' ') + "}";  // larger than a header: kept in another way
  ASSERT_TRUE(ok(writeAcquisition(at("first.h5"), acquisition)));
  ASSERT_TRUE(ok(writeAcquisition(at("second.h5"), acquisition)));
  EXPECT_TRUE(bytesOf(at("first.h5")) == bytesOf(at("second.h5")));
  EXPECT_EQ(readAcquisition(at("first.h5"))->spec_json, acquisition.spec_json);
}

TEST_F(AcquisitionFile, writesTheReferenceScanQuickly) {
  Acquisition acquisition = smallAcquisition(128);
  acquisition.patterns = RealStack(36, 128, 128);
  for (std::size_t i = 0; i < acquisition.patterns.size(); ++i)
    acquisition.patterns.data()[i] = std::fmod(static_cast<float>(i) * 0.37f, 9.f);
  acquisition.scan.positions.assign(36, Position{});
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), acquisition)));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  RecordProperty("milliseconds", static_cast<int>(1e3 * seconds));
  EXPECT_LT(seconds, 1.0);
}

TEST_F(AcquisitionFile, understandsOtherConventions) {
  const Acquisition expected = fullAcquisition();
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), expected)));
  {
    // Amplitudes as big-endian float64 with the zero frequency in the middle, beside text of variable length.
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    std::vector<double> amplitudes;
    for (std::size_t k = 0; k < expected.patterns.count(); ++k) {
      for (const float value : centreZeroFrequency(expected.patterns.copy(k)))
        amplitudes.push_back(std::sqrt(double{value}));
    }
    raw.remove("/patterns");
    raw.doubles("/patterns", {4, 8, 8}, amplitudes, H5T_IEEE_F64BE);
    raw.attribute("/patterns", "quantity", "amplitude");
    raw.attribute("/patterns", "dc", "centre");
    RealImage valid(8, 8, 1.0f);
    valid(1, 2) = 0;
    const RealImage centred = centreZeroFrequency(valid);
    raw.remove("/mask");
    raw.floats("/mask", {8, 8}, {centred.begin(), centred.end()}, H5T_STD_I32BE);
  }
  const auto read = readAcquisition(at("scan.h5"));
  ASSERT_TRUE(ok(read));
  for (std::size_t i = 0; i < expected.patterns.size(); ++i) {
    EXPECT_NEAR(read->patterns.data()[i], expected.patterns.data()[i], 1e-6f * expected.patterns.data()[i]);
  }
  EXPECT_TRUE(read->mask == expected.mask);
}

TEST_F(AcquisitionFile, ofAnOlderProgramIsFarFieldAndNotImported) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    ASSERT_GE(H5Adelete_by_name(raw.id(), "/patterns", "propagation", H5P_DEFAULT), 0);
    ASSERT_GE(H5Adelete(raw.id(), "import"), 0);
    for (const char* name : {"propagation", "magnification"}) {
      ASSERT_GE(H5Adelete_by_name(raw.id(), "/geometry", name, H5P_DEFAULT), 0);
    }
  }
  const auto read = readAcquisition(at("scan.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->propagation, Propagation::FarField);
  EXPECT_EQ(read->geometry->propagation, Propagation::FarField);
  EXPECT_EQ(read->geometry->distance_m, 0.25);
  EXPECT_EQ(read->import_json, "");
}

TEST_F(AcquisitionFile, refusesAnUnknownPropagation) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  RawFile(at("scan.h5"), H5F_ACC_RDWR).attribute("/patterns", "propagation", "sideways");
  expectRefused("scan.h5", {":/patterns", "sideways", "far-field", "near-field"});
}

TEST_F(AcquisitionFile, findsTheObjectSizeWhenTheFileDoesNotGiveIt) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.remove("/positions");
    raw.doubles("/positions", {4, 2}, {0, 0, 0.5, 2.25, 4.5, 0, 1, 1});
  }
  const auto read = readAcquisition(at("scan.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->scan.object_rows, 13);
  EXPECT_EQ(read->scan.object_cols, 11);
}

TEST_F(AcquisitionFile, namesAMissingDataSetAndWhatIsThere) {
  for (const std::string name : {"/patterns", "/probe", "/positions"}) {
    ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
    RawFile(at("scan.h5"), H5F_ACC_RDWR).remove(name);
    expectRefused("scan.h5", {"scan.h5:" + name, "there is no such data set", "/truth [11, 11]"}, ErrorCode::NotFound);
  }
}

TEST_F(AcquisitionFile, refusesWrongShapes) {
  ASSERT_TRUE(ok(writeAcquisition(at("rank.h5"), smallAcquisition())));
  {
    RawFile raw(at("rank.h5"), H5F_ACC_RDWR);
    raw.remove("/patterns");
    raw.floats("/patterns", {256}, std::vector<float>(256, 1.f));
  }
  expectRefused("rank.h5", {":/patterns", "1 dimensions [256]", "3 (images, rows, columns)"});
  ASSERT_TRUE(ok(writeAcquisition(at("count.h5"), smallAcquisition())));
  {
    RawFile raw(at("count.h5"), H5F_ACC_RDWR);
    raw.remove("/patterns");
    raw.floats("/patterns", {3, 8, 8}, std::vector<float>(192, 1.f));
  }
  expectRefused("count.h5", {":/positions", "4 positions for 3 patterns"});
  ASSERT_TRUE(ok(writeAcquisition(at("size.h5"), smallAcquisition())));
  {
    RawFile raw(at("size.h5"), H5F_ACC_RDWR);
    raw.remove("/probe");
    raw.floats("/probe", {1, 4, 4}, std::vector<float>(16, 1.f));
  }
  expectRefused("size.h5", {":/probe", "4 × 4 px, but the patterns are 8 × 8 px"});
}

TEST_F(AcquisitionFile, namesTheBadValueAndItsIndex) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const auto& [value, word] :
       {std::pair(std::nanf(""), "nan"), std::pair(-1.5f, "-1.5"), std::pair(infinity, "inf")}) {
    ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
    Acquisition bad = smallAcquisition();
    bad.patterns.data()[2 * 64 + 5 * 8 + 7] = value;
    {
      RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
      raw.remove("/patterns");
      raw.floats("/patterns", {4, 8, 8}, {bad.patterns.begin(), bad.patterns.end()});
    }
    expectRefused("scan.h5", {":/patterns", word, "[2, 5, 7]", "not negative"});
    // Nor does it get into a file.
    const auto written = writeAcquisition(at("bad.h5"), bad);
    ASSERT_FALSE(written.has_value());
    EXPECT_NE(written.error().text().find("[2, 5, 7]"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(at("bad.h5")));
  }
}

TEST_F(AcquisitionFile, refusesWindowsOutsideTheObject) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.remove("/positions");
    raw.doubles("/positions", {4, 2}, {0, 0, 1, 1, 2, 3.5, 3, 3});  // 3.5 + 8 > 11, the truth's side
  }
  expectRefused("scan.h5", {":/positions", "(2, 3.5) at [2]", "outside the object of 11 × 11 px"});
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.remove("/positions");
    raw.doubles("/positions", {4, 2}, {0, 0, 1, 1, -2, 3, 3, 3});
  }
  expectRefused("scan.h5", {"positions[2]", "negative"});
}

TEST_F(AcquisitionFile, saysWhatAFileIsInstead) {
  ASSERT_TRUE(ok(writeResult(at("result.h5"), fullResult())));
  expectRefused("result.h5", {"holds a reconstruction", "acquisition"});
  ASSERT_TRUE(ok(writeAcquisition(at("newer.h5"), smallAcquisition())));
  RawFile(at("newer.h5"), H5F_ACC_RDWR).header(2);
  expectRefused("newer.h5", {"newer version", "schema 2", "update"}, ErrorCode::Unsupported);
  RawFile(at("other.h5")).floats("/entry/data", {2, 3}, std::vector<float>(6, 1.f));
  expectRefused("other.h5", {"no acquisition of this program", "/entry/data [2, 3]"});
  RawFile(at("nothing.h5"));
  expectRefused("nothing.h5", {"no data sets"});
  expectRefused("absent.h5", {"there is no such file"}, ErrorCode::NotFound);
  std::filesystem::create_directory(at("folder.h5"));
  expectRefused("folder.h5", {"is a folder"});
}

TEST_F(AcquisitionFile, refusesAGeometryThatCannotBe) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.attribute("/geometry", "distance_m", 0);
  }
  expectRefused("scan.h5", {":/geometry", "distance_m", "0"});
}

}  // namespace ptycho::testing
