#include <gtest/gtest.h>

#include "tests/app/cli_process.h"
#include "tests/core/import/nasty_files.h"

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

}  // namespace
}  // namespace ptycho
