#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/app/cli_process.h"
#include "tests/core/import/nasty_files.h"
#include "tests/core/store/raw_hdf5.h"

namespace ptycho {
namespace {

using test::cli;

TEST(CliNastyFiles, ImportEndsWithTwoAndOneSentence) {
  const test::WorkFolder folder;
  testing::writeGoodScan(folder / "other.cxi");
  ASSERT_EQ(cli("import other.cxi -o good.h5", folder.path()).exit_code, 0);
  for (const testing::NastyFile& nasty : testing::nastyFiles()) {
    SCOPED_TRACE(nasty.name);
    nasty.write(folder / "nasty.cxi");
    const auto outcome = cli("import nasty.cxi -o nasty.h5", folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    EXPECT_EQ(outcome.err.rfind("error: ", 0), 0u) << outcome.err;
    EXPECT_EQ(outcome.err.find('\n') + 1, outcome.err.size()) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "nasty.h5"));
    std::filesystem::remove(folder / "nasty.cxi");
  }
}

TEST(CliNastyFiles, TheKindOfAnyFileIsAWordOrASentence) {
  const test::WorkFolder folder;
  const auto kindOf = [&](const std::string& name) { return cli("info " + name + " --kind", folder.path()); };
  ASSERT_EQ(cli("simulate -o scan.h5 --grid 2", folder.path()).exit_code, 0);
  testing::writeGoodScan(folder / "other.cxi");
  std::ofstream(folder / "note.txt") << "hello";
  EXPECT_EQ(kindOf("scan.h5").out, "acquisition\n");
  EXPECT_EQ(kindOf("other.cxi").out, "hdf5\n");
  EXPECT_EQ(kindOf("note.txt").out, "other\n");
  EXPECT_EQ(kindOf("absent.h5").exit_code, 2);
  for (const testing::NastyFile& nasty : testing::nastyFiles()) {
    SCOPED_TRACE(nasty.name);
    nasty.write(folder / "nasty.cxi");
    const auto outcome = kindOf("nasty.cxi");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_TRUE(outcome.out == "hdf5\n" || outcome.out == "other\n") << outcome.out;
    std::filesystem::remove(folder / "nasty.cxi");
  }
}

TEST(CliNastyFiles, AFileOfOursThatCannotBeReadIsASentence) {
  const test::WorkFolder folder;
  ASSERT_EQ(cli("simulate -o scan.h5 --grid 2", folder.path()).exit_code, 0);
  ASSERT_GE(H5Gunlink(testing::RawFile((folder / "scan.h5").string(), H5F_ACC_RDWR).id(), "/positions"), 0);
  const auto outcome = cli("info scan.h5 --kind", folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err.rfind("error: ", 0), 0u) << outcome.err;
  EXPECT_NE(outcome.err.find("scan.h5:/positions"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace ptycho
