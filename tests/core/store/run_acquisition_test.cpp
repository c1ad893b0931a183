#include "core/store/run_acquisition.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/core/store/temporary_root.h"

namespace ptycho {

namespace fs = std::filesystem;

TEST(RunAcquisition, isTheScanThatTheRunMadeOfAForeignFile) {
  const test::TemporaryRoot root;
  const fs::path folder = root.run("reconstruct", "star");
  const Json own{{"acquisition", "/data/scan.h5"}};
  const Json foreign{{"acquisition", "/data/star.cxi"}, {"import", Json::object()}};
  EXPECT_EQ(acquisitionOfRun(folder, own), "/data/scan.h5");
  EXPECT_EQ(acquisitionOfRun(folder, foreign), "/data/star.cxi") << "not imported yet";
  std::ofstream(folder / "scan.h5") << "scan";
  EXPECT_EQ(acquisitionOfRun(folder, foreign), folder / "scan.h5");
  EXPECT_EQ(acquisitionOfRun(folder, own), "/data/scan.h5") << "a file that happens to lie there is not believed";
  EXPECT_EQ(acquisitionOfRun(folder, Json{{"acquisition", 7}}), "");
  EXPECT_EQ(acquisitionOfRun(folder, Json::array()), "");
}

}  // namespace ptycho
