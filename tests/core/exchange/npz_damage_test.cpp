#include <gtest/gtest.h>

#include "core/base/process_memory.h"
#include "core/exchange/npz_file.h"
#include "core/exchange/npz_writer.h"
#include "tests/core/exchange/numpy_files.h"

namespace ptycho {
namespace {

using testing::bytesOf;
using testing::NumpyFolder;
using testing::npyBytes;
using testing::readBytes;
using testing::writeBytes;
using testing::zipBytes;
using testing::ZipLies;

const std::string kArray = npyBytes("<f4", false, "(4,)", std::string(16, '\0'));

std::string refusal(const std::filesystem::path& file) {
  const auto opened = NumpyFile::open(file);
  return opened ? "opened" : opened.error().message;
}

/// Why the array cannot be read; empty: it can.
std::string problemOf(const std::filesystem::path& file, const std::string& name) {
  const auto opened = NumpyFile::open(file);
  if (!opened) return opened.error().message;
  std::vector<double> values;
  const auto read = opened->read(name, values);
  return read ? std::string() : read.error().message;
}

TEST(DamagedNpz, theHonestOneIsRead) {
  const NumpyFolder folder;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}));
  EXPECT_EQ(problemOf(folder / "a.npz", "a"), "");
}

TEST(DamagedNpz, everyCutIsRefusedOrNoticed) {
  const NumpyFolder folder;
  std::vector<float> values(3000);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<float>(k * k % 977);
  for (const bool deflate : {false, true}) {
    ASSERT_TRUE(writeNpz(folder / "whole.npz", {npzArray("a", {3000}, values.data())}, deflate));
    const std::string whole = readBytes(folder / "whole.npz");
    for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 150) {
      writeBytes(folder / "cut.npz", whole.substr(0, length));
      EXPECT_NE(problemOf(folder / "cut.npz", "a"), "") << length;
    }
  }
}

TEST(DamagedNpz, aFlippedByteIsNoticed) {
  const NumpyFolder folder;
  std::vector<float> values(3000, 2.5F);
  for (const bool deflate : {false, true}) {
    ASSERT_TRUE(writeNpz(folder / "a.npz", {npzArray("a", {3000}, values.data())}, deflate));
    std::string bytes = readBytes(folder / "a.npz");
    bytes[deflate ? 140 : 6000] = static_cast<char>(bytes[deflate ? 140 : 6000] ^ 0x10);
    writeBytes(folder / "a.npz", bytes);
    EXPECT_NE(problemOf(folder / "a.npz", "a").find("damaged"), std::string::npos);
  }
}

TEST(DamagedNpz, directoriesThatClaimTooMuchAreRefusedBeforeMemoryIsTaken) {
  const NumpyFolder folder;
  const std::uint64_t before = peakMemoryBytes();
  ZipLies lies;
  lies.members64 = 1'000'000'000;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}, lies));
  EXPECT_NE(refusal(folder / "a.npz").find("1000000000 members; the limit is 1024"), std::string::npos);
  lies = {};
  lies.members = 60'000;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}, lies));
  EXPECT_NE(refusal(folder / "a.npz"), "opened");
  lies = {};
  lies.declared_bytes = 0xfffffff0U;
  lies.method = 8;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}, lies));
  EXPECT_NE(problemOf(folder / "a.npz", "a").find("more than 1000 times"), std::string::npos);
  EXPECT_LT(peakMemoryBytes() - before, 100U << 20);
}

TEST(DamagedNpz, tooManyMembersAndTwoOfTheSameNameAreRefused) {
  const NumpyFolder folder;
  std::vector<std::pair<std::string, std::string>> members;
  for (int k = 0; k < 1025; ++k) members.emplace_back(std::to_string(k) + ".npy", kArray);
  writeBytes(folder / "a.npz", zipBytes(members));
  EXPECT_NE(refusal(folder / "a.npz").find("1025 members"), std::string::npos);
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}, {"b.npy", kArray}, {"a.npy", kArray}}));
  EXPECT_NE(refusal(folder / "a.npz").find("two members named a.npy"), std::string::npos);
}

TEST(DamagedNpz, aRealBombIsRefusedUnread) {
  const NumpyFolder folder;
  NpzArray zeros = npzArray("a", {80U << 20, 1}, static_cast<const std::uint8_t*>(nullptr));
  zeros.fill = [](std::uint64_t, std::uint64_t count, void* values) -> Result<void> {
    std::fill_n(static_cast<char*>(values), count, '\0');
    return {};
  };
  ASSERT_TRUE(writeNpz(folder / "a.npz", {zeros}, true));
  EXPECT_LT(std::filesystem::file_size(folder / "a.npz"), 90U << 10);
  EXPECT_NE(problemOf(folder / "a.npz", "a").find("more than 1000 times"), std::string::npos);
}

TEST(DamagedNpz, oneArrayThatCannotBeReadLeavesTheOthersReadable) {
  const NumpyFolder folder;
  writeBytes(folder / "a.npz",
             zipBytes({{"object.npy", npyBytes("|O", false, "(1,)", "\x80\x03K\x01.")},
                       {"bomb.npy", npyBytes("<f8", false, "(100000, 100000)", "12345678")},
                       {"wrong.npy", "this is no array at all"},
                       {"empty.npy", ""},
                       {"../../etc/passwd.npy", kArray},
                       {"a.npy", kArray}}));
  const auto file = NumpyFile::open(folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_EQ(file->arrays().size(), 6U);
  EXPECT_NE(problemOf(folder / "a.npz", "object").find("can run code"), std::string::npos);
  EXPECT_NE(problemOf(folder / "a.npz", "bomb").find("[100000, 100000]"), std::string::npos);
  EXPECT_NE(problemOf(folder / "a.npz", "wrong").find("no NumPy array"), std::string::npos);
  EXPECT_NE(problemOf(folder / "a.npz", "empty"), "");
  EXPECT_EQ(problemOf(folder / "a.npz", "../../etc/passwd"), "");  // a name like any other
  EXPECT_EQ(problemOf(folder / "a.npz", "a"), "");
}

TEST(DamagedNpz, anyNumberOfEntriesWithoutAValueTakesNoTime) {
  const NumpyFolder folder;
  writeBytes(folder / "empty.npy", npyBytes("<f4", true, "(4611686018427387904, 0)", ""));
  const auto file = NumpyFile::open(folder / "empty.npy");
  if (!file) return;  // refusing it is as good
  std::vector<float> values;
  (void)file->read("arr_0", values);
  EXPECT_TRUE(values.empty());
}

TEST(DamagedNpz, encryptionAndOtherCompressionsAreNamed) {
  const NumpyFolder folder;
  ZipLies lies;
  lies.encrypted = true;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}, lies));
  EXPECT_NE(problemOf(folder / "a.npz", "a").find("encrypted"), std::string::npos);
  lies = {};
  lies.method = 14;
  writeBytes(folder / "a.npz", zipBytes({{"a.npy", kArray}}, lies));
  EXPECT_NE(problemOf(folder / "a.npz", "a").find("method 14"), std::string::npos);
}

TEST(DamagedNpz, otherFilesAndNoneAreRefused) {
  const NumpyFolder folder;
  EXPECT_NE(refusal(folder / "none.npz").find("not there"), std::string::npos);
  writeBytes(folder / "a.npz", "PK\x03\x04 and nothing more");
  EXPECT_NE(refusal(folder / "a.npz").find("without its directory"), std::string::npos);
  writeBytes(folder / "a.npz", "x");
  EXPECT_NE(refusal(folder / "a.npz").find("neither NPZ nor NPY"), std::string::npos);
  writeBytes(folder / "a.npy", npyBytes("<f4", false, "(4,)", "1234"));
  EXPECT_NE(refusal(folder / "a.npy").find("but there are 4 bytes"), std::string::npos);
  writeBytes(folder / "a.npz", zipBytes({}));
  EXPECT_EQ(refusal(folder / "a.npz"), "opened");
}

}  // namespace
}  // namespace ptycho
