#include <fstream>

#include <gtest/gtest.h>

#include "core/store/run_notes.h"
#include "core/store/run_folder.h"
#include "core/store/run_trash.h"
#include "tests/core/store/temporary_root.h"

namespace ptycho {

namespace fs = std::filesystem;
using test::TemporaryRoot;

TEST(RunNotes, AreKeptAndFoundAgain) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  EXPECT_TRUE(readRunNotes(folder)->empty());
  const RunNotes notes{"Best so far", {"60 px", "noise"}, "Ran over night.\nSecond line"};
  ASSERT_TRUE(writeRunNotes(folder, notes));
  EXPECT_EQ(*readRunNotes(folder), notes);
  ASSERT_TRUE(writeRunNotes(folder, {}));
  EXPECT_FALSE(fs::exists(folder / run_file::kNotes));
}

TEST(RunNotes, OfANewerVersionAreNeverRewritten) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  std::ofstream(folder / run_file::kNotes) << R"({"schema": 99, "title": "future"})";
  EXPECT_FALSE(readRunNotes(folder));
  EXPECT_FALSE(writeRunNotes(folder, {"mine", {}, {}}));
  std::ifstream file(folder / run_file::kNotes);
  EXPECT_NE(std::string(std::istreambuf_iterator<char>(file), {}).find("future"), std::string::npos);
}

TEST(RunNotes, OfAVanishedRunAreAnError) {
  const TemporaryRoot root;
  const auto written = writeRunNotes(root.path() / "gone", {"x", {}, {}});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::NotFound);
}

TEST(RunNotes, TagsAreReadFromALine) {
  EXPECT_EQ(tagsFromText(" noise, 60 px ,noise,, "), (std::vector<std::string>{"60 px", "noise"}));
  EXPECT_TRUE(tagsFromText("  , ").empty());
}

TEST(RunTrash, TakesARunOutOfTheListAndGivesItBack) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  std::ofstream(folder / "result.h5") << std::string(5000, 'x');
  const auto trashed = trashRun(folder);
  ASSERT_TRUE(trashed) << trashed.error().text();
  EXPECT_TRUE(listRuns(root.path()).empty());
  EXPECT_GE(folderBytes(*trashed), 5000U);
  EXPECT_EQ(listTrash(root.path()), std::vector<fs::path>{*trashed});
  const auto back = restoreRun(*trashed);
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(*back, folder);
  EXPECT_EQ(listRuns(root.path()).size(), 1U);
  EXPECT_EQ(fs::file_size(folder / "result.h5"), 5000U);
}

TEST(RunTrash, KeepsNamesakesApart) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  const fs::path first = trashRun(folder).value();
  fs::create_directory(folder);
  std::ofstream(folder / run_file::kSpec) << "{}";
  const fs::path second = trashRun(folder).value();
  EXPECT_NE(first, second);
  EXPECT_EQ(restoreRun(first).value(), folder);
  EXPECT_EQ(restoreRun(second).value().filename().string(), folder.filename().string() + "-2");
}

TEST(RunTrash, RefusesARunThatWorksAndWhatIsNoRun) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  root.writeStatus(folder, RunState::Running);
  EXPECT_FALSE(trashRun(folder));
  root.writeStatus(folder, RunState::Done);
  EXPECT_TRUE(trashRun(folder));
  fs::create_directory(root.path() / "photos");
  EXPECT_FALSE(trashRun(root.path() / "photos"));
}

TEST(RunTrash, IsEmptiedOnRequest) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  std::ofstream(folder / "result.h5") << std::string(5000, 'x');
  ASSERT_TRUE(trashRun(folder));
  EXPECT_GE(emptyTrash(root.path()).value(), 5000U);
  EXPECT_TRUE(listTrash(root.path()).empty());
}

TEST(CleanUp, LeavesSpecificationEventsAndResult) {
  const TemporaryRoot root;
  const fs::path folder = root.run("train", "a");
  const char* const kFiles[] = {run_file::kEvents,     run_file::kResult,        run_file::kPreview,
                                run_file::kCheckpoint, run_file::kNewCheckpoint, run_file::kPreviousCheckpoint};
  for (const char* name : kFiles) std::ofstream(folder / name) << std::string(1000, 'x');
  root.writeStatus(folder, RunState::Running);
  EXPECT_TRUE(cleanUpOf(folder).files.empty()) << "it works";
  root.writeStatus(folder, RunState::Stopped);
  EXPECT_EQ(cleanUpOf(folder).files.size(), 3U) << "a stopped run needs its newest checkpoint";
  root.writeStatus(folder, RunState::Done);
  const CleanUp what = cleanUpOf(folder);
  EXPECT_EQ(what.bytes, 4000U);
  ASSERT_TRUE(cleanUp(folder, what));
  for (const char* name : {run_file::kSpec, run_file::kStatus, run_file::kEvents, run_file::kResult, run_file::kLog}) {
    EXPECT_TRUE(fs::exists(folder / name)) << name;
  }
  EXPECT_FALSE(fs::exists(folder / run_file::kCheckpoint));
}

}  // namespace ptycho
