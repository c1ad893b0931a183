#include "core/store/run_folder.h"

#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

namespace fs = std::filesystem;

using RunFolder = StoreTest;

TEST_F(RunFolder, holdsTheSpecAndAQueuedStatus) {
  const Json spec{{"schema", 1}, {"chain", "dm:300"}};
  const auto made = createRunFolder(at("root/deep"), "reconstruct", "my photo", spec);
  ASSERT_TRUE(ok(made));
  EXPECT_EQ(made->parent_path(), at("root/deep"));
  const auto read = readRunSpec(*made);
  ASSERT_TRUE(ok(read));
  EXPECT_EQ((*read)["chain"], "dm:300");
  EXPECT_EQ((*read)["verb"], "reconstruct");
  EXPECT_EQ((*read)["name"], "my photo");
  const auto status = readRunStatus(*made);
  ASSERT_TRUE(ok(status));
  EXPECT_EQ(status->state, RunState::Queued);
  EXPECT_EQ(filesOf(*made), (std::vector<std::string>{"log.txt", "spec.json", "status.json"}));
}

TEST_F(RunFolder, namesAreReducedToWhatEveryDiskTakes) {
  const auto tail = [](const std::string& name) {
    const std::string folder = runFolderName("train", name);
    return folder.substr(folder.find("_train") + 6);
  };
  EXPECT_EQ(tail("scan.h5"), "_scan.h5");
  EXPECT_EQ(tail("../../etc/passwd"), "_etc-passwd");
  EXPECT_EQ(tail("a\nb\x01 ü;rm -rf *"), "_a-b-rm-rf");
  EXPECT_EQ(tail("..."), "");
  EXPECT_EQ(tail(""), "");
  EXPECT_LE(runFolderName("train", std::string(300, 'x')).size(), 80u);
  EXPECT_EQ(runFolderName("train", "x").find_first_not_of("0123456789-"), 15u);  // "20250301-120310_train_x"
}

TEST_F(RunFolder, fiftyCallersInOneSecondGetFiftyFolders) {
  std::vector<std::thread> threads;
  std::vector<std::string> made(25);
  for (std::size_t k = 0; k < made.size(); ++k) {
    threads.emplace_back(
        [&, k] { made[k] = createRunFolder(at("root"), "train", "same", Json::object()).value_or("").string(); });
  }
  for (auto& thread : threads) thread.join();
  std::vector<pid_t> children;
  for (int k = 0; k < 25; ++k) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(createRunFolder(at("root"), "train", "same", Json::object()) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(std::set(made.begin(), made.end()).size(), made.size());
  const auto folders = filesOf(at("root"));
  EXPECT_EQ(folders.size(), 50u);
  for (const auto& folder : folders) EXPECT_TRUE(ok(readRunSpec(at("root") / folder)));
}

TEST_F(RunFolder, aGivenFolderMustBeNewOrEmpty) {
  EXPECT_TRUE(ok(createRunFolderAt(at("new/run"), "simulate", Json::object())));
  EXPECT_EQ((*readRunSpec(at("new/run")))["name"], "run");
  fs::create_directory(at("empty"));
  EXPECT_TRUE(ok(createRunFolderAt(at("empty/"), "simulate", Json::object())));
  const auto again = createRunFolderAt(at("empty"), "simulate", Json::object());
  ASSERT_FALSE(again.has_value());
  EXPECT_NE(again.error().text().find("not empty"), std::string::npos);
  writeBytes(at("file"), "x");
  EXPECT_NE(createRunFolderAt(at("file"), "simulate", Json::object()).error().text().find("is no folder"),
            std::string::npos);
}

TEST_F(RunFolder, ofTwoProcessesOneGetsTheEmptyFolder) {
  fs::create_directory(at("shared"));
  std::vector<std::thread> threads;
  std::atomic<int> winners{0};
  for (int k = 0; k < 8; ++k) {
    threads.emplace_back([&] { winners += createRunFolderAt(at("shared"), "simulate", Json::object()).has_value(); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(winners, 1);
  EXPECT_TRUE(ok(readRunStatus(at("shared"))));
}

TEST_F(RunFolder, anUnwritableRootIsNamedAndNothingIsLeft) {
  writeBytes(at("file"), "x");
  const auto made = createRunFolder(at("file"), "train", "x", Json::object());
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().text().find(at("file").string()), std::string::npos);
  EXPECT_FALSE(createRunFolder("/proc/runs", "train", "x", Json::object()).has_value());
  const int code = inChild([this] {
    limitFileSize(0);
    const auto full = createRunFolder(at("full"), "train", "x", Json::object());
    return !full && full.error().code == ErrorCode::NoSpace ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE(filesOf(at("full")).empty());
}

TEST_F(RunFolder, statusSurvivesJson) {
  RunStatus status;
  status.state = RunState::Paused;
  status.message = "no space \"here\"";
  status.phase = "dm";
  status.done = 7;
  status.total = 300;
  status.elapsed_s = 1.0 / 3.0;
  status.promised_s = 45;
  status.heartbeat = 12;
  status.pid = 4711;
  status.host = "host";
  status.boot_id = "boot";
  status.process_start = 99;
  status.control_id = "c1";
  status.started_at = "2025-03-01T12:03:10.000+01:00";
  status.updated_at = "2025-03-01T12:03:11.000+01:00";
  const auto read = runStatusFromJson(*parseJson(jsonText(runStatusToJson(status)), ""));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(runStatusToJson(*read), runStatusToJson(status));
}

TEST_F(RunFolder, statusOfAnotherKindIsRefused) {
  const auto sentence = [](const Json& json) { return runStatusFromJson(json).error().text(); };
  EXPECT_NE(sentence({{"schema", 2}, {"state", "done"}}).find("newer version"), std::string::npos);
  EXPECT_NE(sentence({{"schema", 1}, {"state", "dreaming"}}).find("dreaming"), std::string::npos);
  EXPECT_NE(sentence({{"state", 3}}).find("state"), std::string::npos);
  EXPECT_NE(sentence({{"state", "done"}, {"done", "many"}}).find("done"), std::string::npos);
  EXPECT_NE(sentence({{"state", "done"}, {"promised_s", -1}}).find("promised_s"), std::string::npos);
  EXPECT_NE(sentence(Json::array()).find("object"), std::string::npos);
}

TEST_F(RunFolder, rootComesFromTheEnvironment) {
  ::setenv("PTYCHODESK_RUNS", "/somewhere", 1);
  EXPECT_EQ(defaultRunsRoot(), "/somewhere");
  ::unsetenv("PTYCHODESK_RUNS");
  EXPECT_EQ(defaultRunsRoot().filename(), "ptychodesk-runs");
}

TEST_F(RunFolder, requestsNeedARunAndAKnownWord) {
  fs::create_directory(at("empty"));
  EXPECT_FALSE(requestRun(at("empty"), "stop").has_value());
  ASSERT_TRUE(ok(createRunFolderAt(at("run"), "simulate", Json::object())));
  EXPECT_NE(requestRun(at("run"), "explode").error().text().find("pause, resume or stop"), std::string::npos);
  const auto first = requestRun(at("run"), "stop");
  const auto second = requestRun(at("run"), "stop");
  ASSERT_TRUE(ok(first));
  EXPECT_NE(*first, *second);
}

TEST_F(RunFolder, theCatalogueTellsNewerAndDamagedRunsApart) {
  const auto a = createRunFolder(at("root"), "simulate", "a", Json::object());
  const auto b = createRunFolder(at("root"), "reconstruct", "b", Json::object());
  const auto c = createRunFolder(at("root"), "train", "c", Json::object());
  ASSERT_TRUE(a && b && c);
  fs::create_directory(at("root/no run"));
  writeBytes(at("root/file.txt"), "x");
  writeBytes(*a / "spec.json", R"({"schema": 2, "verb": "dream"})");
  writeBytes(*b / "status.json", "{cut");
  // The order is that of creation; the files just written count as new.
  struct timespec old[2] = {{1, 0}, {1, 0}};
  ::utimensat(AT_FDCWD, (*a / "spec.json").c_str(), old, 0);
  const auto runs = listRuns(at("root"));
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].name, "c");
  EXPECT_EQ(runs[0].verb, "train");
  EXPECT_TRUE(runs[0].problem.empty());
  ASSERT_TRUE(runs[0].status.has_value());
  EXPECT_EQ(runs[1].name, "b");
  EXPECT_NE(runs[1].problem.find("not valid JSON"), std::string::npos);
  EXPECT_FALSE(runs[1].status.has_value());
  EXPECT_EQ(runs[2].folder, *a);
  EXPECT_EQ(runs[2].verb, "simulate");
  EXPECT_NE(runs[2].problem.find("newer version"), std::string::npos);
  EXPECT_TRUE(listRuns(at("nowhere")).empty());
}

TEST_F(RunFolder, theCatalogueSeesChangesAndForgetsFoldersThatMovedAway) {
  const auto a = createRunFolder(at("root"), "simulate", "a", Json::object());
  const auto b = createRunFolder(at("root"), "simulate", "b", Json::object());
  ASSERT_TRUE(a && b);
  RunCatalogue catalogue(at("root"));
  ASSERT_EQ(catalogue.list().size(), 2u);
  RunStatus status;
  status.state = RunState::Done;
  writeBytes(*a / "status.json", jsonText(runStatusToJson(status)));
  fs::rename(*b, at("elsewhere"));
  for (int look = 0; look < 2; ++look) {
    const auto runs = catalogue.list();
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs[0].status->state, RunState::Done);
  }
  EXPECT_TRUE(ok(readRunSpec(at("elsewhere"))));
}

}  // namespace ptycho::testing
