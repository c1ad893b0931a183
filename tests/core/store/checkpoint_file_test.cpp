#include "core/store/checkpoint_file.h"

#include <cmath>

#include "core/store/run_folder.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {
namespace {

using CheckpointFile = StoreTest;

/// State of every kind.
struct SampleState {
  std::vector<float> wave;
  std::vector<double> doubles{1.0 / 3.0, std::nan(""), -0.0};
  std::vector<float> nothing;
  double number = std::nan("");
  std::uint64_t count = ~std::uint64_t{0};

  explicit SampleState(std::size_t size = 5000, float first = 0) : wave(size) {
    for (std::size_t k = 0; k < size; ++k) wave[k] = first + 0.1F * static_cast<float>(k);
  }
  void exchange(StateArchive& archive) {
    archive.values("engine.wave", std::span<float>(wave));
    archive.values("history.doubles", std::span<double>(doubles));
    archive.values("nothing", std::span<float>(nothing));
    archive.number("number", number);
    archive.count("count", count);
  }
  [[nodiscard]] Checkpoint checkpoint(int iterations = 7) {
    return {[this](StateArchive& archive) { exchange(archive); }, iterations};
  }
};

float firstOf(const OpenedCheckpoint& opened, std::size_t size = 5000) {
  SampleState state(size, -1);
  state.exchange(*opened.archive);
  EXPECT_TRUE(ok(opened.archive->outcome()));
  return state.wave.front();
}

TEST_F(CheckpointFile, givesEveryBitBack) {
  SampleState state(3'000'000);  // more than one block, and too large for a file in memory
  state.doubles[2] = 5;
  ASSERT_TRUE(ok(writeCheckpoint(folder(), state.checkpoint())));
  EXPECT_EQ(filesOf(folder()), (std::vector<std::string>{"checkpoint.h5"}));
  auto opened = openCheckpoint(folder());
  ASSERT_TRUE(ok(opened));
  EXPECT_EQ(opened->iterations, 7);
  EXPECT_TRUE(opened->warning.empty());
  SampleState read(3'000'000, -1);
  read.doubles = {0, 0, 0};
  read.number = read.count = 0;
  read.exchange(*opened->archive);
  ASSERT_TRUE(ok(opened->archive->outcome()));
  EXPECT_EQ(read.wave, state.wave);
  EXPECT_EQ(std::memcmp(read.doubles.data(), state.doubles.data(), 24), 0);
  EXPECT_EQ(std::memcmp(&read.number, &state.number, 8), 0);
  EXPECT_EQ(read.count, state.count);
}

TEST_F(CheckpointFile, keepsThePreviousOne) {
  for (const float first : {1.0F, 2.0F, 3.0F}) {
    SampleState state(5000, first);
    ASSERT_TRUE(ok(writeCheckpoint(folder(), state.checkpoint())));
  }
  EXPECT_EQ(filesOf(folder()), (std::vector<std::string>{"checkpoint-previous.h5", "checkpoint.h5"}));
  EXPECT_EQ(firstOf(*openCheckpoint(folder())), 3);
  removeCheckpoints(folder());
  EXPECT_TRUE(filesOf(folder()).empty());
}

TEST_F(CheckpointFile, oneFlippedBitFallsBackToThePreviousOne) {
  for (const float first : {1.0F, 2.0F}) {
    SampleState state(5000, first);
    ASSERT_TRUE(ok(writeCheckpoint(folder(), state.checkpoint())));
  }
  const auto file = folder() / run_file::kCheckpoint;
  const std::string whole = bytesOf(file);
  // Across the file: data, index, structure. What changes nothing that is read may pass, but never a wrong value.
  for (std::size_t at = 40; at < whole.size(); at += whole.size() / 97) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
    writeBytes(file, bytes);
    const auto opened = openCheckpoint(folder());
    ASSERT_TRUE(ok(opened)) << at;
    const float expected = opened->warning.empty() ? 2.0F : 1.0F;
    EXPECT_EQ(firstOf(*opened), expected) << at;
  }
  // In the values themselves it is always found.
  const float value = 2.0F + 0.1F * 2500;
  const std::size_t inData = whole.find(std::string_view(reinterpret_cast<const char*>(&value), 4));
  ASSERT_NE(inData, std::string::npos);
  std::string bytes = whole;
  bytes[inData] = static_cast<char>(bytes[inData] ^ 1);
  writeBytes(file, bytes);
  const auto opened = openCheckpoint(folder());
  ASSERT_TRUE(ok(opened));
  EXPECT_NE(opened->warning.find("checkpoint-previous.h5"), std::string::npos) << opened->warning;
  EXPECT_EQ(firstOf(*opened), 1);
}

TEST_F(CheckpointFile, cutOrMissingIsSaid) {
  EXPECT_EQ(openCheckpoint(folder()).error().code, ErrorCode::NotFound);
  SampleState state;
  ASSERT_TRUE(ok(writeCheckpoint(folder(), state.checkpoint())));
  const auto file = folder() / run_file::kCheckpoint;
  writeBytes(file, bytesOf(file).substr(0, 9000));
  const auto cut = openCheckpoint(folder());
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, ErrorCode::BadInput);
}

TEST_F(CheckpointFile, anotherSizeIsRefusedWithItsName) {
  SampleState state;
  ASSERT_TRUE(ok(writeCheckpoint(folder(), state.checkpoint())));
  const auto opened = openCheckpoint(folder());
  ASSERT_TRUE(ok(opened));
  SampleState other(4999);
  other.exchange(*opened->archive);
  const auto outcome = opened->archive->outcome();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_NE(outcome.error().text().find("engine.wave"), std::string::npos);
}

TEST_F(CheckpointFile, aFullDiskLeavesWhatWasThere) {
  SampleState small;
  ASSERT_TRUE(ok(writeCheckpoint(folder(), small.checkpoint())));
  const auto before = bytesOf(folder() / run_file::kCheckpoint);
  const int code = inChild([this] {
    limitFileSize(1u << 20);
    SampleState large(6'000'000, 5);
    const auto written = writeCheckpoint(folder(), large.checkpoint());
    return !written && written.error().code == ErrorCode::NoSpace ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(bytesOf(folder() / run_file::kCheckpoint), before);
  EXPECT_EQ(filesOf(folder()), (std::vector<std::string>{"checkpoint.h5"}));
}

}  // namespace
}  // namespace ptycho::testing
