#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "core/store/run_folder.h"
#include "core/store/run_queue.h"
#include "tests/core/store/temporary_root.h"

namespace ptycho {

namespace fs = std::filesystem;
using test::TemporaryRoot;

namespace {

Json trainSpec() { return {{"schema", 1}, {"verb", "train"}, {"training", Json::object()}}; }

fs::path enqueue(const TemporaryRoot& root, const std::string& name) {
  return enqueueRun(root.path(), "train", name, trainSpec(), [](const fs::path& folder) {
           RunLaunch launch;
           launch.arguments = {"train", "--preset", "laptop-40", "--run-folder", folder.string()};
           launch.device = "cpu";
           launch.environment = {{"OMP_NUM_THREADS", "2"}};
           return launch;
         }).value();
}

}  // namespace

TEST(RunQueue, FiftyLaunchesAtOnceGetFiftyFolders) {
  const TemporaryRoot root;
  std::vector<std::thread> threads;
  std::vector<fs::path> folders(50);
  for (std::size_t i = 0; i < folders.size(); ++i) {
    threads.emplace_back([&, i] { folders[i] = enqueue(root, "same name"); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set<fs::path>(folders.begin(), folders.end()).size(), 50U);
  EXPECT_EQ(listRuns(root.path()).size(), 50U);
  EXPECT_TRUE(std::ranges::all_of(folders, isQueuedRun));
}

TEST(RunQueue, RemembersHowARunIsToBeStarted) {
  const TemporaryRoot root;
  const fs::path folder = enqueue(root, "a");
  const auto launch = readRunLaunch(folder);
  ASSERT_TRUE(launch);
  EXPECT_EQ(launch->arguments.back(), folder.string());
  EXPECT_EQ(launch->environment.at("OMP_NUM_THREADS"), "2");
  EXPECT_EQ(runLaunchFromJson(runLaunchToJson(*launch)).value(), *launch);
  const auto second = readRunLaunch(enqueue(root, "b"));
  EXPECT_LT(launch->position, second->position);
  ASSERT_TRUE(moveInQueue(folder, second->position + 1));
  EXPECT_GT(readRunLaunch(folder)->position, second->position);
}

TEST(RunQueue, OneOfManyWorkersTakesARun) {
  const TemporaryRoot root;
  const fs::path folder = enqueue(root, "a");
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] { taken += createRunFolderAt(folder, "train", trainSpec()) ? 1 : 0; });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken.load(), 1);
  EXPECT_FALSE(isQueuedRun(folder));
  EXPECT_TRUE(readRunLaunch(folder)) << "how it was started stays in the folder";
}

TEST(RunQueue, ATakenRunHasTheWorkersSpecAndItsOwnName) {
  const TemporaryRoot root;
  Json spec = trainSpec();
  spec["parent"] = "20261123_train_before";
  const fs::path folder =
      enqueueRun(root.path(), "train", "my run", spec, [](const fs::path&) { return RunLaunch{}; }).value();
  Json done = trainSpec();
  done["threads"] = 2;
  ASSERT_TRUE(createRunFolderAt(folder, "train", done));
  const Json read = readRunSpec(folder).value();
  EXPECT_EQ(read["name"], "my run");
  EXPECT_EQ(read["parent"], "20261123_train_before");
  EXPECT_EQ(read["threads"], 2);
}

TEST(RunQueue, AnotherVerbDoesNotTakeTheRun) {
  const TemporaryRoot root;
  const fs::path folder = enqueue(root, "a");
  EXPECT_FALSE(createRunFolderAt(folder, "evaluate", {{"schema", 1}}));
  EXPECT_TRUE(isQueuedRun(folder));
}

TEST(RunQueue, ARunThatWaitsToGoOnIsTakenOnce) {
  const TemporaryRoot root;
  const fs::path folder = enqueue(root, "a");
  ASSERT_TRUE(createRunFolderAt(folder, "train", trainSpec()));
  const RunLaunch before = readRunLaunch(folder).value();
  RunLaunch again;
  again.arguments = {"train", "--resume", folder.string()};
  again.device = "cpu";
  ASSERT_TRUE(waitToGoOn(folder, again));
  EXPECT_GT(readWaitingToGoOn(folder)->position, before.position) << "behind what waited first";
  ASSERT_TRUE(moveInQueue(folder, 0.5));
  EXPECT_EQ(readWaitingToGoOn(folder)->position, 0.5);
  EXPECT_EQ(readWaitingToGoOn(folder)->arguments, again.arguments);
  EXPECT_EQ(readRunLaunch(folder).value(), before) << "how it was started stays on record";
  EXPECT_TRUE(takeWaitingToGoOn(folder));
  EXPECT_FALSE(takeWaitingToGoOn(folder));
  EXPECT_FALSE(readWaitingToGoOn(folder));
  EXPECT_FALSE(moveInQueue(folder, 1));
}

TEST(RunQueue, ARunThatCannotBeStartedSaysWhy) {
  const TemporaryRoot root;
  const fs::path folder = enqueue(root, "a");
  ASSERT_TRUE(endQueuedRun(folder, RunState::Failed, "laptop-41 is not a known training."));
  EXPECT_EQ(readRunStatus(folder)->state, RunState::Failed);
  EXPECT_EQ(readRunStatus(folder)->message, "laptop-41 is not a known training.");
  EXPECT_FALSE(isQueuedRun(folder));
  const fs::path taken = enqueue(root, "b");
  ASSERT_TRUE(createRunFolderAt(taken, "train", trainSpec()));
  ASSERT_TRUE(endQueuedRun(taken, RunState::Failed, "too late"));
  EXPECT_EQ(readRunStatus(taken)->state, RunState::Queued) << "a worker has it";
}

}  // namespace ptycho
