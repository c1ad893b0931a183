#include "core/base/atomic_file.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/core/base/temporary_folder.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::size_t filesIn(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// For as long as it lives no file may grow past this size: the nearest thing to a full disk that needs no rights.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit limit = m_before;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }

 private:
  rlimit m_before{};
  void (*m_handler)(int);
};

/// Lets the superuser, who may write anywhere, act as nobody for as long as it lives, where the system allows it.
class OrdinaryUser {
 public:
  OrdinaryUser() : m_changed(geteuid() == 0 && seteuid(kNobody) == 0) {}
  ~OrdinaryUser() {
    if (m_changed && seteuid(0) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;
  bool m_changed;
};

TEST(ReplaceFile, writesANewFile) {
  const TemporaryFolder folder;
  const fs::path target = folder.path() / "status.json";
  const std::string content("a\0b\n", 4);
  ASSERT_TRUE(replaceFileText(target, content));
  EXPECT_EQ(contentOf(target), content);
  EXPECT_EQ(filesIn(folder.path()), 1u);
}

TEST(ReplaceFile, replacesAnOldFileWhole) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("status.json", std::string(100'000, 'x'));
  std::ifstream reader(target);  // a reader keeps what it opened
  ASSERT_TRUE(replaceFileText(target, "new"));
  EXPECT_EQ(contentOf(target), "new");
  std::ostringstream old;
  old << reader.rdbuf();
  EXPECT_EQ(old.str().size(), 100'000u);
  ASSERT_TRUE(replaceFileText(target, ""));
  EXPECT_EQ(contentOf(target), "");
}

TEST(ReplaceFile, writesBesideTheTargetFirst) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("result.h5", "old");
  const auto done = replaceFile(target, [&](const fs::path& temporary) -> Result<void> {
    EXPECT_NE(temporary, target);
    EXPECT_EQ(temporary.parent_path(), target.parent_path());
    std::ofstream(temporary) << "new";
    EXPECT_EQ(contentOf(target), "old");
    return {};
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(contentOf(target), "new");
}

TEST(ReplaceFile, leavesTheTargetWhenWritingFails) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("result.h5", "old");
  const auto failed = replaceFile(target, [](const fs::path& temporary) -> Result<void> {
    std::ofstream(temporary) << "half";
    return fail(ErrorCode::Io, "went wrong.", temporary.string());
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().where, target.string());  // nobody knows the temporary name
  EXPECT_EQ(contentOf(target), "old");
  EXPECT_EQ(filesIn(folder.path()), 1u);
}

TEST(ReplaceFile, noticesThatNothingWasWritten) {
  const TemporaryFolder folder;
  const auto failed = replaceFile(folder.path() / "a", [](const fs::path&) -> Result<void> { return {}; });
  EXPECT_FALSE(failed);
  EXPECT_EQ(filesIn(folder.path()), 0u);
}

TEST(ReplaceFile, leavesTheTargetWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("log.txt", "old");
  Result<void> failed;
  {
    const FileSizeLimit limit(1 << 16);
    failed = replaceFileText(target, std::string(1 << 20, 'x'));
  }
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::NoSpace);
  EXPECT_EQ(failed.error().exitCode(), 1);
  EXPECT_EQ(failed.error().where, target.string());
  EXPECT_NE(failed.error().message.find("space"), std::string::npos);
  EXPECT_EQ(contentOf(target), "old");
  EXPECT_EQ(filesIn(folder.path()), 1u);
}

TEST(ReplaceFile, refusesFoldersThatAreNotThere) {
  const TemporaryFolder folder;
  const auto missing = replaceFileText(folder.path() / "nowhere" / "a.json", "x");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_EQ(missing.error().where, (folder.path() / "nowhere").string());
  const auto itself = replaceFileText(folder.path(), "x");
  ASSERT_FALSE(itself);
  EXPECT_EQ(itself.error().code, ErrorCode::BadInput);
}

TEST(ReplaceFile, refusesFoldersItMayNotWriteTo) {
  const TemporaryFolder folder;
  const fs::path target = folder.write("a.json", "old");
  constexpr auto kReadOnly = static_cast<fs::perms>(0555);
  fs::permissions(folder.path(), kReadOnly);
  Result<void> failed;
  {
    const OrdinaryUser user;
    if (geteuid() != 0) failed = replaceFileText(target, "new");
  }
  fs::permissions(folder.path(), fs::perms::owner_all);
  if (failed && geteuid() == 0 && contentOf(target) == "old") GTEST_SKIP() << "the superuser may write anywhere";
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::Io);
  EXPECT_NE(failed.error().message.find("not permitted"), std::string::npos);
  EXPECT_EQ(contentOf(target), "old");
}

TEST(ErrnoError, tellsFullFromForbidden) {
  for (const int number : {ENOSPC, EDQUOT, EFBIG}) {
    EXPECT_EQ(errnoError(number, "cannot write", "f").code, ErrorCode::NoSpace);
  }
  EXPECT_EQ(errnoError(EACCES, "cannot write", "f").code, ErrorCode::Io);
  EXPECT_EQ(errnoError(ENOENT, "cannot write", "f").code, ErrorCode::NotFound);
  EXPECT_EQ(errnoError(EIO, "cannot write", "f").where, "f");
  EXPECT_EQ(errnoError(EIO, "cannot write", "f").message.find("cannot write"), 0u);
}

TEST(SyncPath, worksOnFilesAndFolders) {
  const TemporaryFolder folder;
  EXPECT_TRUE(syncPath(folder.path()));
  EXPECT_TRUE(syncPath(folder.write("a", "x")));
  EXPECT_FALSE(syncPath(folder.path() / "missing"));
}

}  // namespace
}  // namespace ptycho
