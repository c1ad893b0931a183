#include <filesystem>

#include <gtest/gtest.h>

#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

TEST(CliWithoutNetworks, saysSoAndLeavesNothing) {
  const WorkFolder folder;
  ASSERT_EQ(cli("simulate --window 32 --sigma 7.5 --grid 2 --step 7 -o scan.h5", folder.path()).exit_code, 0);
  for (const std::string call : {"train --run-folder run", "predict scan.h5 --network scan.h5 -o p.h5",
                                 "reconstruct scan.h5 --start network:scan.h5 -o p.h5", "info network ptychonet"}) {
    const auto outcome = cli(call, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << call;
    EXPECT_NE(outcome.err.find("built without LibTorch"), std::string::npos) << call << "\n" << outcome.err;
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"scan.h5"});
  EXPECT_EQ(cli("train --help", folder.path()).exit_code, 0);
}

}  // namespace
}  // namespace ptycho
