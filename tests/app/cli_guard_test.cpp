#include "app/cli/import_guard.h"

#include <csignal>
#include <cstdlib>
#include <new>
#include <string_view>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "app/cli/run_session.h"
#include "app/cli/verb.h"

namespace ptycho::cli {
namespace {

/// What this program does when the guard has started it: argv[1] says it.
int beGuarded(std::string_view what) {
  if (what == "three") return 3;
  if (what == "crash") std::raise(SIGSEGV);
  if (what == "abort") std::abort();
  if (what == "killed") std::raise(SIGKILL);
  if (what == "spin") {
    for (;;) (void)::getppid();
  }
  if (what == "wait") ::sleep(60);
  if (what == "core") {
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    return limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1;
  }
  if (what == "memory") {
    try {
      for (;;) {
        auto* block = static_cast<char*>(::operator new(100u << 20));
        block[0] = what.front();  // used, so that it is not left out
      }
    } catch (const std::bad_alloc&) {
      return exitOutOfMemory();
    }
  }
  return 9;
}

Result<int> guarded(const std::string& what, const GuardLimits& limits = {}) {
  return runGuarded({{what}, "scan.cxi", limits});
}

void expectFailed(const Result<int>& outcome, const std::vector<std::string>& parts) {
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().exitCode(), kExitFailed);
  EXPECT_EQ(outcome.error().where, "scan.cxi");
  for (const auto& part : parts) {
    EXPECT_NE(outcome.error().message.find(part), std::string::npos) << outcome.error().text();
  }
}

TEST(ImportGuard, passesTheExitCodeOn) {
  EXPECT_FALSE(insideGuard());
  EXPECT_EQ(guarded("three"), 3);
}

TEST(ImportGuard, saysThatTheReaderCrashed) {
  expectFailed(guarded("crash"), {"the reader crashed on this file", "report"});
  expectFailed(guarded("abort"), {"the reader crashed on this file"});
}

TEST(ImportGuard, saysThatItWasKilled) { expectFailed(guarded("killed"), {"killed"}); }

TEST(ImportGuard, leavesNoCoreDump) { EXPECT_EQ(guarded("core"), 0); }

#ifndef __SANITIZE_ADDRESS__
TEST(ImportGuard, endsWhatTakesTooMuchMemory) {
  expectFailed(guarded("memory", {1.5, 0}), {"more memory", "1.5 GB", "--memory-limit"});
}

#endif

TEST(ImportGuard, refusesALimitInWhichNothingRuns) {
  const auto outcome = guarded("three", {0.001, 0});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().exitCode(), kExitBadInput);
  EXPECT_EQ(outcome.error().where, "--memory-limit");
}

TEST(ImportGuard, endsWhatTakesTooMuchTime) { expectFailed(guarded("spin", {0, 1}), {"1 s", "--cpu-limit"}); }

TEST(ImportGuard, handsAStopOn) {
  installStopHandlers();
  std::thread stopper([] {
    ::usleep(300'000);
    ::kill(::getpid(), SIGTERM);
  });
  EXPECT_EQ(guarded("wait"), kExitStopped);
  stopper.join();
}

TEST(AskGuarded, answersOrSurvives) {
  EXPECT_EQ(askGuarded([] { return true; }), std::optional(true));
  EXPECT_EQ(askGuarded([] { return false; }), std::optional(false));
  EXPECT_EQ(askGuarded([]() -> bool { std::abort(); }), std::nullopt);
  EXPECT_EQ(askGuarded([] { return std::raise(SIGSEGV) == 0; }), std::nullopt);
  EXPECT_EQ(askGuarded([]() -> bool { throw std::bad_alloc(); }), std::nullopt);
}

TEST(AskGuarded, endsWhatTakesTooMuchTime) {
  const auto spin = []() -> bool {
    for (;;) (void)::getppid();
  };
  EXPECT_EQ(askGuarded(spin, 1), std::nullopt);
}

TEST(AskGuarded, leavesThisProcessAsItWas) {
  int asked = 0;
  EXPECT_EQ(askGuarded([&asked] { return ++asked == 1; }), std::optional(true));
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace ptycho::cli

int main(int argc, char** argv) {
  if (ptycho::cli::insideGuard()) return ptycho::cli::beGuarded(argc > 1 ? argv[1] : "");
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
