#include <cstdlib>
#include <fstream>

#include <sys/wait.h>

#include <gtest/gtest.h>

#include "core/store/acquisition_file.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

const std::string kSmall = "simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 4 --step 7 ";

struct BadCall {
  const char* name;
  const char* arguments;
  const char* names;  ///< what the message must name
  int exit_code = 2;
};

class BadInput : public testing::TestWithParam<BadCall> {
 protected:
  static void SetUpTestSuite() {
    s_folder = new WorkFolder;
    const auto& folder = *s_folder;
    ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
    std::filesystem::create_directory(folder / "empty");
    std::ofstream(folder / "notes.txt") << "not an HDF5 file, not a photo";
    std::filesystem::copy_file(folder / "notes.txt", folder / "broken.jpg");
    const std::string scan = test::fileText(folder / "scan.h5");
    std::ofstream(folder / "cut.h5", std::ios::binary) << scan.substr(0, scan.size() / 2);
  }
  static void TearDownTestSuite() {
    delete s_folder;
    s_folder = nullptr;
  }
  static WorkFolder* s_folder;
};

WorkFolder* BadInput::s_folder = nullptr;

TEST_P(BadInput, namesTheThingAndLeavesNothing) {
  const BadCall& call = GetParam();
  const auto before = s_folder->names();
  const auto outcome = cli(call.arguments, s_folder->path());
  EXPECT_EQ(outcome.exit_code, call.exit_code) << outcome.err;
  EXPECT_NE(outcome.err.find(call.names), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("terminate"), std::string::npos);
  EXPECT_EQ(s_folder->names(), before);
}

INSTANTIATE_TEST_SUITE_P(
    Calls, BadInput,
    testing::Values(
        BadCall{"noVerb", "", "subcommand"}, BadCall{"unknownOption", "simulate --speed 3 -o x.h5", "--speed"},
        BadCall{"noOutput", "simulate", "-o"},
        BadCall{"photoMissing", "simulate --source photo --path nowhere.jpg -o x.h5", "nowhere.jpg"},
        BadCall{"photoBroken", "simulate --source photo --path broken.jpg -o x.h5", "broken.jpg"},
        BadCall{"folderEmpty", "simulate --source folder --path empty -o x.h5", "empty"},
        BadCall{"stepTooLarge", "simulate --window 32 --step 33 -o x.h5", "step_px"},
        BadCall{"sigmaNegative", "simulate --sigma -3 -o x.h5", "sigma"},
        BadCall{"sigmaNoNumber", "simulate --sigma wide -o x.h5", "sigma"},
        BadCall{"probeUnknown", "simulate --probe square -o x.h5", "gaussian"},
        BadCall{"specMissing", "simulate --spec nowhere.json -o x.h5", "nowhere.json"},
        BadCall{"specNoJson", "simulate --spec notes.txt -o x.h5", "notes.txt"},
        BadCall{"outputFolderMissing", "simulate --window 32 --step 8 -o nowhere/x.h5", "nowhere"},
        BadCall{"probeFileMissing", "simulate --probe file --probe-file nowhere.h5 -o x.h5", "nowhere.h5"},
        BadCall{"datasetMissing", "simulate --probe file --probe-file scan.h5:/lens -o x.h5", "/lens"},
        BadCall{"acquisitionMissing", "reconstruct nowhere.h5 -o x.h5", "nowhere.h5"},
        BadCall{"acquisitionNoHdf5", "reconstruct notes.txt -o x.h5", "notes.txt"},
        BadCall{"acquisitionCut", "reconstruct cut.h5 -o x.h5", "cut.h5"},
        BadCall{"engineUnknown", "reconstruct scan.h5 --chain simplex:10 -o x.h5", "raar"},
        BadCall{"presetUnknown", "reconstruct scan.h5 --preset best-61 -o x.h5", "best-60"},
        BadCall{"startMissing", "reconstruct scan.h5 --start nowhere.h5 --chain dm:2 -o x.h5", "nowhere.h5"},
        BadCall{"exportMissing", "export nowhere.h5 -o x.tif", "nowhere.h5"},
        BadCall{"exportOfAnotherKind", "export scan.h5 -o x.png", ".tif"},
        BadCall{"infoMissing", "info nowhere.h5", "nowhere.h5"}, BadCall{"infoNothing", "info", "--limits"},
        BadCall{"figureMissing", "figure nowhere.h5 -o x.png", "nowhere.h5"}),
    [](const auto& info) { return info.param.name; });

TEST(BadDisk, aFullDiskLeavesTheOldFile) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto before = test::fileText(folder / "scan.h5");
  // 512-byte blocks: a file-size limit far below what is to be written.
  const auto outcome = cli(kSmall + "--seed 9 -o scan.h5", folder.path());
  ASSERT_EQ(outcome.exit_code, 0);
  std::ofstream(folder / "limited.sh") << "ulimit -f 20\nexec \"$@\"\n";
  const auto now = test::fileText(folder / "scan.h5");
  EXPECT_NE(now, before);
  const std::string call = "cd '" + folder.path().string() + "' && bash limited.sh '" PTYCHODESK_CLI "' " + kSmall +
                           "--seed 3 -o scan.h5 2>limited.err";
  const int status = std::system(call.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_NE(test::fileText(folder / "limited.err").find("space"), std::string::npos);
  EXPECT_EQ(test::fileText(folder / "scan.h5"), now);
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"limited.err", "limited.sh", "scan.h5"}));
}

}  // namespace
}  // namespace ptycho
