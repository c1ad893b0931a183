#include "core/exchange/npz_file.h"

#include <numeric>

#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "tests/core/exchange/numpy_files.h"

namespace ptycho {
namespace {

using testing::bytesOf;
using testing::NumpyFolder;
using testing::npyBytes;
using testing::swapped;
using testing::writeBytes;
using testing::zipBytes;

std::vector<float> counted(std::size_t count) {
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), 0.0F);
  return values;
}

template <class T>
std::vector<T> valuesOf(const NumpyFile& file, const std::string& name) {
  std::vector<T> values;
  const auto read = file.read(name, values);
  EXPECT_TRUE(read) << read.error().text();
  return values;
}

class Npz : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(StoredAndDeflated, Npz, ::testing::Bool());

TEST_P(Npz, whatIsWrittenIsReadBackEqual) {
  const NumpyFolder folder;
  const auto real = counted(24);
  const std::vector<double> exact{1e-9, -3, 1e300};
  const std::vector<std::int64_t> whole{-1, 1LL << 62};
  const std::vector<std::uint8_t> flags{0, 1, 1};
  const std::vector<std::complex<float>> waves{{1, -2}, {0.5F, 3}};
  ASSERT_TRUE(writeNpz(folder / "a.npz",
                       {npzArray("patterns", {2, 3, 4}, real.data()), npzArray("exact", {3}, exact.data()),
                        npzArray("whole", {2}, whole.data()), npzArray("flags", {3, 1}, flags.data()),
                        npzArray("waves", {1, 2}, waves.data()), npzArray("one", {}, exact.data())},
                       GetParam()));
  const auto file = NumpyFile::open(folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  ASSERT_EQ(file->arrays().size(), 6U);
  EXPECT_EQ(file->holdings(), "patterns float32 [2, 3, 4], exact float64 [3], whole int64 [2], flags flag [3, 1], waves "
                              "complex64 [1, 2], one float64 a single value");
  EXPECT_EQ(valuesOf<float>(*file, "patterns"), real);
  EXPECT_EQ(valuesOf<double>(*file, "exact"), exact);
  EXPECT_EQ(valuesOf<std::int64_t>(*file, "whole"), whole);
  EXPECT_EQ(valuesOf<std::uint8_t>(*file, "flags"), flags);
  EXPECT_EQ(valuesOf<std::complex<float>>(*file, "waves"), waves);
  EXPECT_EQ(valuesOf<double>(*file, "one"), std::vector<double>{1e-9});
  EXPECT_EQ(valuesOf<std::complex<float>>(*file, "flags")[1], std::complex<float>(1, 0));
}

TEST_P(Npz, slabsAreReadInAnyOrder) {
  const NumpyFolder folder;
  const auto real = counted(7 * 300 * 400);  // more than one block of conversion
  ASSERT_TRUE(writeNpz(folder / "a.npz", {npzArray("p", {7, 300, 400}, real.data())}, GetParam()));
  const auto file = NumpyFile::open(folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  const std::size_t each = 300 * 400;
  for (const std::size_t first : {5, 0, 3, 2}) {
    std::vector<float> slab(2 * each);
    ASSERT_TRUE(file->readSlab("p", first, 2, slab.data()));
    EXPECT_TRUE(std::equal(slab.begin(), slab.end(), real.begin() + static_cast<std::ptrdiff_t>(first * each))) << first;
  }
  float value = 0;
  EXPECT_FALSE(file->readSlab("p", 7, 1, &value));
  EXPECT_FALSE(file->readSlab("p", 1, std::uint64_t(-1), &value));
  EXPECT_TRUE(file->readSlab("p", 7, 0, &value));
}

TEST_P(Npz, theSameArraysGiveTheSameBytes) {
  const NumpyFolder folder;
  const auto real = counted(24);
  for (const char* name : {"a.npz", "b.npz"}) {
    ASSERT_TRUE(writeNpz(folder / name, {npzArray("p", {24}, real.data())}, GetParam()));
  }
  EXPECT_EQ(testing::readBytes(folder / "a.npz"), testing::readBytes(folder / "b.npz"));
}

TEST_P(Npz, valuesMayBeFilledInPieceByPiece) {
  const NumpyFolder folder;
  NpzArray array = npzArray("p", {3, 500, 500}, static_cast<const float*>(nullptr));
  std::uint64_t expected = 0;
  array.fill = [&expected](std::uint64_t first, std::uint64_t count, void* values) -> Result<void> {
    EXPECT_EQ(first, expected);
    expected = first + count;
    for (std::uint64_t k = 0; k < count; ++k) static_cast<float*>(values)[k] = static_cast<float>(first + k);
    return {};
  };
  ASSERT_TRUE(writeNpz(folder / "a.npz", {array}, GetParam()));
  EXPECT_EQ(expected, 750'000U);
  const auto file = NumpyFile::open(folder / "a.npz");
  ASSERT_TRUE(file);
  EXPECT_EQ(valuesOf<float>(*file, "p"), counted(750'000));
  array.fill = [](std::uint64_t, std::uint64_t, void*) -> Result<void> { return badInput("went wrong."); };
  const auto failed = writeNpz(folder / "a.npz", {array}, GetParam());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "went wrong.");
  EXPECT_EQ(valuesOf<float>(*NumpyFile::open(folder / "a.npz"), "p").size(), 750'000U);
}

TEST(NpzWriter, namesAreWordsAndUnique) {
  const NumpyFolder folder;
  const auto real = counted(4);
  for (const char* name : {"", "../a", "a/b", "a b"}) {
    EXPECT_FALSE(writeNpz(folder / "a.npz", {npzArray(name, {4}, real.data())}, false)) << name;
  }
  const auto twice = writeNpz(folder / "a.npz", {npzArray("a", {4}, real.data()), npzArray("a", {4}, real.data())}, false);
  EXPECT_FALSE(twice);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.npz"));
}

TEST(NumpyFile, fortranOrderAndBigEndianNumbersComeInOurOrder) {
  const NumpyFolder folder;
  // [2, 3, 2] with value 100·i + 10·j + k, the first index fastest.
  std::vector<float> stored;
  std::vector<float> expected(12);
  for (int k = 0; k < 2; ++k) {
    for (int j = 0; j < 3; ++j) {
      for (int i = 0; i < 2; ++i) {
        stored.push_back(static_cast<float>(100 * i + 10 * j + k));
        expected[static_cast<std::size_t>((i * 3 + j) * 2 + k)] = stored.back();
      }
    }
  }
  const std::string bytes = npyBytes(">f4", true, "(2, 3, 2)", swapped(bytesOf(stored), 4));
  writeBytes(folder / "a.npy", bytes);
  writeBytes(folder / "a.npz", zipBytes({{"arr_0.npy", bytes}, {"note.txt", "hello"}}));
  for (const char* name : {"a.npy", "a.npz"}) {
    const auto file = NumpyFile::open(folder / name);
    ASSERT_TRUE(file) << file.error().text();
    ASSERT_EQ(file->arrays().size(), 1U);
    EXPECT_EQ(file->arrays()[0].type, "float32 big-endian in Fortran order");
    EXPECT_EQ(valuesOf<float>(*file, "arr_0"), expected);
    std::vector<float> slab(6);
    ASSERT_TRUE(file->readSlab("arr_0", 1, 1, slab.data()));
    EXPECT_TRUE(std::equal(slab.begin(), slab.end(), expected.begin() + 6));
  }
}

TEST(NumpyFile, aLongListInFortranOrderComesInOurOrder) {
  // More pairs than are turned at a time: all x, then all y.
  constexpr std::size_t kPairs = 150'001;
  std::vector<double> stored(2 * kPairs);
  for (std::size_t k = 0; k < stored.size(); ++k) stored[k] = static_cast<double>(k);
  const NumpyFolder folder;
  writeBytes(folder / "a.npy", npyBytes("<f8", true, "(150001, 2)", bytesOf(stored)));
  const auto file = NumpyFile::open(folder / "a.npy");
  ASSERT_TRUE(file) << file.error().text();
  const auto values = valuesOf<double>(*file, "arr_0");
  ASSERT_EQ(values.size(), stored.size());
  for (std::size_t k = 0; k < kPairs; ++k) {
    ASSERT_EQ(values[2 * k], static_cast<double>(k));
    ASSERT_EQ(values[2 * k + 1], static_cast<double>(kPairs + k));
  }
}

TEST(NumpyFile, complexNumbersBecomeNoRealOnesAndFractionsNoWholeOnes) {
  const NumpyFolder folder;
  const std::vector<std::complex<float>> waves{{1, 2}};
  const std::vector<double> exact{0.5};
  writeBytes(folder / "a.npz",
             zipBytes({{"w.npy", npyBytes("<c8", false, "(1,)", bytesOf(waves))},
                       {"x.npy", npyBytes("<f8", false, "(1,)", bytesOf(exact))},
                       {"big.npy", npyBytes("<u8", false, "(1,)", bytesOf<std::uint64_t>({~0ULL}))}}));
  const auto file = NumpyFile::open(folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  std::vector<float> real;
  std::vector<std::int64_t> whole;
  EXPECT_FALSE(file->read("w", real));
  EXPECT_FALSE(file->read("x", whole));
  EXPECT_FALSE(file->read("big", whole));
  EXPECT_FALSE(file->read("other", real));
  EXPECT_FALSE(file->has("other"));
}

}  // namespace
}  // namespace ptycho
