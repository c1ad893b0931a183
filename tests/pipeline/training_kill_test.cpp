// A training that is killed at random moments (kill -9), again and again, ends as if nothing had happened: the same loss
// of every step, the same validations, the same weights, bit for bit. Nothing is lost but the steps since the last
// checkpoint. PTYCHODESK_KILLS says how often (3 when it is not set), PTYCHODESK_KILL_SEED when.

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "core/store/network_file.h"
#include "core/store/run_folder.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::startCli;
using test::WorkFolder;

constexpr int kStepsAKill = 60;

int numberFromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// Losses and validations by step, the last record of a step; a step that comes again must come with the same numbers.
struct Course {
  std::map<std::int64_t, std::string> losses;
  std::map<std::int64_t, std::string> validations;
  std::size_t repeated = 0;
  std::size_t resumed = 0;
};

void add(std::map<std::int64_t, std::string>& records, const Json& event, const std::string& numbers,
         std::size_t& repeated) {
  const auto step = event["step"].get<std::int64_t>();
  const auto [known, fresh] = records.emplace(step, numbers);
  if (fresh) return;
  ++repeated;
  EXPECT_EQ(known->second, numbers) << "step " << step;
  known->second = numbers;
}

Course courseOf(const fs::path& run) {
  Course course;
  for (const Json& event : readEvents(run, 0).events) {
    if (event["kind"] == "resumed") ++course.resumed;
    if (event["kind"] == "train") {
      add(course.losses, event, jsonText({event["loss"], event["gradient_norm"], event["learning_rate"]}),
          course.repeated);
    }
    if (event["kind"] == "validation") {
      add(course.validations, event, jsonText({event["amplitude_nrmse"], event["phase_nrmse"], event["best"]}),
          course.repeated);
    }
  }
  return course;
}

bool ended(pid_t child, int& exitCode) {
  int status = 0;
  if (::waitpid(child, &status, WNOHANG) != child) return false;
  exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return true;
}

/// Runs the program and kills it `delay` after it has recorded `events` more events.
/// @return its exit code when it was quicker, −1 when it was killed
int runAndKill(const std::vector<std::string>& words, const WorkFolder& folder, std::size_t events,
               std::chrono::milliseconds delay) {
  const fs::path run = folder / "run";
  const std::size_t before = readEvents(run, 0).events.size();
  const pid_t child = startCli(words, folder.path());
  int exitCode = 0;
  while (readEvents(run, 0).events.size() < before + events) {
    if (ended(child, exitCode)) return exitCode;
    std::this_thread::sleep_for(2ms);
  }
  std::this_thread::sleep_for(delay);
  if (ended(child, exitCode)) return exitCode;
  ::kill(child, SIGKILL);
  return test::exitCodeOf(child);
}

TEST(Training, killedAtRandomMomentsGoesOnBitForBit) {
  const int kills = numberFromEnvironment("PTYCHODESK_KILLS", 3);
  std::mt19937 random(static_cast<unsigned>(numberFromEnvironment("PTYCHODESK_KILL_SEED", 1)));
  const WorkFolder folder;
  const int steps = kStepsAKill * kills;
  const auto training = wordsOf(
      "train --network ptychonet --base-channels 4 --grid 2 --step 40 --batch-objects 2 "
      "--micro-batch 0 --validation-images 2 --record-every 1 --threads 1 --checkpoint-every 0.05 "
      "--validate-every 25 --steps " +
      std::to_string(steps));
  const auto into = [&training](const char* run) {
    auto words = training;
    words.insert(words.end(), {"--run-folder", run});
    return words;
  };
  ASSERT_EQ(test::exitCodeOf(startCli(into("whole"), folder.path())), 0);

  const fs::path run = folder / "run";
  int carriedOut = 0;
  int exitCode = runAndKill(into("run"), folder, 1 + random() % kStepsAKill, std::chrono::milliseconds(random() % 50));
  while (exitCode == -1) {
    ++carriedOut;
    const bool last = carriedOut == kills;
    const std::size_t events = last ? 1'000'000 : 1 + random() % kStepsAKill;
    exitCode = runAndKill({"train", "--resume", "run"}, folder, events, std::chrono::milliseconds(random() % 50));
  }
  ASSERT_EQ(exitCode, 0) << readRunStatus(run)->message;
  EXPECT_EQ(carriedOut, kills);

  const Course whole = courseOf(folder / "whole");
  const Course killed = courseOf(run);
  EXPECT_EQ(whole.losses.size(), static_cast<std::size_t>(steps));
  EXPECT_EQ(whole.losses, killed.losses);
  EXPECT_EQ(whole.validations, killed.validations);
  const LayoutCheck any = [](const TrainingSpec&, const std::vector<TensorLayout>&) { return Result<void>{}; };
  const auto expected = readNetworkFile(folder / "whole/result.h5", any);
  const auto found = readNetworkFile(run / "result.h5", any);
  ASSERT_TRUE(expected && found);
  EXPECT_EQ(expected->weights, found->weights);
  std::cout << carriedOut << " kills, " << killed.resumed << " resumed from a checkpoint, " << killed.repeated
            << " records came again with the same numbers\n";
}

}  // namespace
}  // namespace ptycho
