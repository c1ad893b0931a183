#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/exchange/result_pictures.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

class Tiff : public testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::temp_directory_path() / ("ptychodesk-tiff-" + std::to_string(::getpid()));
    fs::create_directories(m_folder);
    for (std::size_t i = 0; i < m_picture.size(); ++i) m_picture[i] = std::sin(0.37F * static_cast<float>(i)) * 3 - 1;
  }
  void TearDown() override { fs::remove_all(m_folder); }

  fs::path m_folder;
  RealImage m_picture{13, 17};
};

TEST_F(Tiff, floatsComeBackEqual) {
  m_picture[5] = std::numeric_limits<float>::quiet_NaN();
  ASSERT_TRUE(writeTiff(m_folder / "a.tif", m_picture, TiffDepth::Float32, {"phase", "rad", 3.2e-8, 0, 1}));
  const auto read = readTiff(m_folder / "a.tif");
  ASSERT_TRUE(read) << read.error().text();
  ASSERT_TRUE(read->picture.sameShape(m_picture));
  for (std::size_t i = 0; i < m_picture.size(); ++i) {
    if (i == 5) EXPECT_TRUE(std::isnan(read->picture[i]));
    else EXPECT_EQ(read->picture[i], m_picture[i]);
  }
  EXPECT_EQ(read->meaning.quantity, "phase");
  EXPECT_EQ(read->meaning.unit, "rad");
  EXPECT_EQ(read->meaning.pixel_m, 3.2e-8);
}

TEST_F(Tiff, integersStateTheirScale) {
  ASSERT_TRUE(writeTiff(m_folder / "b.tif", m_picture, TiffDepth::Integer16, {"amplitude", "", 0, 0, 1}));
  const auto read = readTiff(m_folder / "b.tif");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_GT(read->meaning.scale, 0);
  EXPECT_LT(read->meaning.offset, 0);
  for (std::size_t i = 0; i < m_picture.size(); ++i) {
    EXPECT_NEAR(read->picture[i], m_picture[i], 0.51 * read->meaning.scale);
  }
  EXPECT_LT(fs::file_size(m_folder / "b.tif"), m_picture.size() * 2 + 1000);
}

TEST_F(Tiff, refusesWhatIsNoTiffAndWhatIsCut) {
  std::ofstream(m_folder / "no.tif") << "hello";
  EXPECT_NE(readTiff(m_folder / "no.tif").error().text().find("no.tif"), std::string::npos);
  EXPECT_EQ(readTiff(m_folder / "nowhere.tif").error().code, ErrorCode::NotFound);
  ASSERT_TRUE(writeTiff(m_folder / "a.tif", m_picture, TiffDepth::Float32, {}));
  fs::resize_file(m_folder / "a.tif", 200);
  EXPECT_FALSE(readTiff(m_folder / "a.tif"));
}

TEST_F(Tiff, refusesAnEmptyPictureAndAMissingFolder) {
  EXPECT_FALSE(writeTiff(m_folder / "e.tif", RealImage{}, TiffDepth::Float32, {}));
  EXPECT_NE(writeTiff(m_folder / "none/e.tif", m_picture, TiffDepth::Float32, {}).error().text().find("none"),
            std::string::npos);
  EXPECT_TRUE(fs::is_empty(m_folder));
}

TEST_F(Tiff, resultsGiveAmplitudeAndPhase) {
  ResultRecord record;
  record.reconstruction.object = ComplexImage(6, 5, std::polar(0.7F, -0.4F));
  const auto written = writeResultTiffs(m_folder / "r.tif", record, TiffDepth::Float32);
  ASSERT_TRUE(written) << written.error().text();
  EXPECT_NEAR(readTiff((*written)[0])->picture(2, 3), 0.7, 1e-6);
  EXPECT_NEAR(readTiff((*written)[1])->picture(2, 3), -0.4, 1e-6);
  EXPECT_EQ((*written)[1].filename(), "r-phase.tif");
}

}  // namespace
}  // namespace ptycho
