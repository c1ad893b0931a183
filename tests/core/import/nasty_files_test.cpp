// Files made to crash, to exhaust memory or to reach other files, and those that are only broken: each is refused with
// one sentence, in a process that stays small and ends soon.
#include "tests/core/import/nasty_files.h"

#include <array>
#include <chrono>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/base/run_context.h"
#include "core/import/dataset_choice.h"
#include "core/import/scan_format.h"
#include "core/measured/prepare_scan.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

/// Opens, lists, previews and prepares; the sentence of the refusal, or nothing.
std::string refusalOf(const std::filesystem::path& path) {
  if (const auto file = ScanFile::open(path)) (void)datasetChoices(*file);
  const auto raw = openScan(path, {});
  if (!raw) return raw.error().text();
  const auto preview = previewScan(*raw, {});
  RunContext context;
  const auto prepared = prepareScan(*raw, {}, context);
  if (!prepared) return prepared.error().text();
  return preview ? std::string() : preview.error().text();
}

struct Ending {
  int status = 0;
  std::string said;
  double seconds = 0;
  long peak_kb = 0;
};

/// refusalOf() in a process of its own.
Ending importInChild(const std::filesystem::path& path) {
  int ends[2];
  if (::pipe(ends) != 0) return {-1, {}, 0, 0};
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(20);
    const std::string said = refusalOf(path);
    (void)!::write(ends[1], said.data(), std::min<std::size_t>(said.size(), 4096));
    ::_exit(said.empty() ? 0 : 2);
  }
  ::close(ends[1]);
  Ending ending;
  rusage usage{};
  ::wait4(child, &ending.status, 0, &usage);
  ending.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ending.peak_kb = usage.ru_maxrss;
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(ends[0], buffer.data(), buffer.size());
  ending.said.assign(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  ::close(ends[0]);
  return ending;
}

TEST(NastyFiles, AreRefusedWithASentenceInLittleMemoryAndTime) {
  const ScratchFolder folder;
  writeGoodScan(folder / "other.cxi");
  for (const NastyFile& nasty : nastyFiles()) {
    SCOPED_TRACE(nasty.name);
    nasty.write(folder / "nasty.cxi");
    const Ending ending = importInChild(folder / "nasty.cxi");
    EXPECT_TRUE(WIFEXITED(ending.status)) << "signal " << WTERMSIG(ending.status);
    EXPECT_EQ(WEXITSTATUS(ending.status), 2) << "was imported";
    EXPECT_NE(ending.said.find("nasty.cxi"), std::string::npos) << ending.said;
    EXPECT_NE(ending.said.find(nasty.words), std::string::npos) << ending.said;
    EXPECT_EQ(ending.said.find('\n'), std::string::npos) << ending.said;
    EXPECT_EQ(ending.said.back(), '.') << ending.said;
    EXPECT_LT(ending.said.size(), 700u) << ending.said;
    EXPECT_LT(ending.seconds, 2);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_LT(ending.peak_kb, 200'000);
#endif
    std::filesystem::remove(folder / "nasty.cxi");
  }
}

TEST(NastyFiles, TheGoodOneAndBigEndianNumbersAreReadAlike) {
  const ScratchFolder folder;
  writeGoodScan(folder / "good.cxi");
  writeBigEndianScan(folder / "big.cxi");
  RunContext context;
  const auto good = openScan(folder / "good.cxi", {});
  const auto big = openScan(folder / "big.cxi", {});
  ASSERT_TRUE(good) << good.error().text();
  ASSERT_TRUE(big) << big.error().text();
  EXPECT_EQ(big->patterns->typeText(), "uint16 big-endian");
  EXPECT_EQ(good->positions, big->positions);
  EXPECT_EQ(patternOf(*good, 9), patternOf(*big, 9));
  const auto one = prepareScan(*good, {}, context);
  const auto other = prepareScan(*big, {}, context);
  ASSERT_TRUE(one) << one.error().text();
  ASSERT_TRUE(other) << other.error().text();
  EXPECT_EQ(one->object_pixel_m, other->object_pixel_m);
  EXPECT_EQ(one->acquisition.geometry, other->acquisition.geometry);
  EXPECT_EQ(one->acquisition.patterns.data()[9000], other->acquisition.patterns.data()[9000]);
}

}  // namespace
}  // namespace ptycho
