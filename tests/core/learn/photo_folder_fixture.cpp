#include "tests/core/learn/photo_folder_fixture.h"

#include <fstream>
#include <unistd.h>

#include <fmt/format.h>

#include "tests/core/source/photo_files.h"

namespace ptycho {

namespace fs = std::filesystem;

void PhotoFolderTest::SetUp() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  m_root = fs::temp_directory_path() / fmt::format("ptycho-learn-{}-{}", test->name(), ::getpid());
  fs::remove_all(m_root);
  fs::create_directories(m_root);
}

void PhotoFolderTest::TearDown() { fs::remove_all(m_root); }

std::string PhotoFolderTest::writePhotos(const std::string& folder, int count) const {
  fs::create_directories(m_root / folder);
  for (int k = 0; k < count; ++k) {
    PngPicture picture;
    picture.cols = 40;
    picture.rows = 30;
    picture.sample = [k](std::uint32_t row, std::uint32_t col, int) {
      return static_cast<int>((7 * row + 3 * col * static_cast<std::uint32_t>(k + 1) + 23 * static_cast<std::uint32_t>(k)) %
                              256);
    };
    std::ofstream(m_root / folder / fmt::format("photo{:02}.png", k), std::ios::binary) << pngBytes(picture);
  }
  return (m_root / folder).string();
}

TrainingSpec PhotoFolderTest::leavesSpec() {
  TrainingSpec spec;
  spec.simulation.scan.grid = 2;
  spec.simulation.scan.step_px = 16;
  spec.data.validation_images = 2;
  return spec;
}

TrainingSpec PhotoFolderTest::photoSpec(const std::string& folder, int heldOut) {
  TrainingSpec spec = leavesSpec();
  spec.simulation.object.source = ObjectSource::Folder;
  spec.simulation.object.path = folder;
  spec.data.validation_images = heldOut;
  return spec;
}

}  // namespace ptycho
