#include "core/store/network_file.h"
#include "core/store/run_folder.h"
#include "tests/core/store/sample_network.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {
namespace {

class TrainingCheckpoint : public StoreTest {
 protected:
  [[nodiscard]] std::filesystem::path newest() const { return at(run_file::kCheckpoint); }
  void write(std::int64_t step) const {
    ASSERT_TRUE(ok(writeTrainingCheckpoint(folder(), sampleTrainingState(step, static_cast<unsigned char>(step)))));
  }
  /// Exactly what was written at `step`.
  void expectState(const TrainingState& state, std::int64_t step) const {
    const TrainingState expected = sampleTrainingState(step, static_cast<unsigned char>(step));
    EXPECT_EQ(state.tensors, expected.tensors);
    EXPECT_EQ(state.values, expected.values);
  }
};

TEST_F(TrainingCheckpoint, givesEveryBitBackAndKeepsThePreviousOne) {
  for (const std::int64_t step : {1, 2, 3}) write(step);
  EXPECT_EQ(filesOf(folder()), (std::vector<std::string>{"checkpoint-previous.h5", "checkpoint.h5"}));
  const auto opened = readTrainingCheckpoint(folder(), anyLayout);
  ASSERT_TRUE(ok(opened));
  EXPECT_TRUE(opened->warning.empty());
  expectState(opened->state, 3);
}

TEST_F(TrainingCheckpoint, oneFlippedBitFallsBackToThePreviousOne) {
  write(1);
  write(2);
  const std::string whole = bytesOf(newest());
  std::size_t tried = 0;
  std::size_t fellBack = 0;
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 149) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (tried++ % 8)));
    writeBytes(newest(), bytes);
    const auto opened = readTrainingCheckpoint(folder(), anyLayout);
    ASSERT_TRUE(ok(opened)) << at;
    fellBack += opened->warning.empty() ? 0 : 1;
    ASSERT_NO_FATAL_FAILURE(expectState(opened->state, opened->warning.empty() ? 2 : 1)) << at;
  }
  EXPECT_GT(fellBack, tried * 3 / 4) << "of " << tried;
}

TEST_F(TrainingCheckpoint, theWarningSaysWhyAndWhere) {
  write(1);
  write(2);
  writeBytes(newest(), bytesOf(newest()).substr(0, 3000));
  const auto opened = readTrainingCheckpoint(folder(), anyLayout);
  ASSERT_TRUE(ok(opened));
  EXPECT_NE(opened->warning.find("checkpoint.h5: is damaged"), std::string::npos) << opened->warning;
  EXPECT_NE(opened->warning.find("goes on from checkpoint-previous.h5, after step 1"), std::string::npos)
      << opened->warning;
  // Killed between the two renames: the newest has not got its name yet.
  std::filesystem::remove(newest());
  std::filesystem::copy_file(at(run_file::kPreviousCheckpoint), at(run_file::kNewCheckpoint));
  const auto fresh = readTrainingCheckpoint(folder(), anyLayout);
  ASSERT_TRUE(ok(fresh));
  EXPECT_NE(fresh->warning.find("checkpoint-new.h5"), std::string::npos) << fresh->warning;
}

TEST_F(TrainingCheckpoint, missingAndForeignOnesAreErrors) {
  EXPECT_EQ(readTrainingCheckpoint(folder(), anyLayout).error().code, ErrorCode::NotFound);
  ASSERT_TRUE(ok(writeNetworkFile(newest(), sampleNetwork())));
  const auto foreign = readTrainingCheckpoint(folder(), anyLayout);
  ASSERT_FALSE(foreign.has_value());
  EXPECT_NE(foreign.error().text().find("holds a network"), std::string::npos) << foreign.error().text();
}

TEST_F(TrainingCheckpoint, layoutsOfAnotherNetworkAreRefused) {
  write(5);
  const auto opened = readTrainingCheckpoint(folder(), [](const TrainingSpec& spec, const auto& layouts) {
    EXPECT_EQ(spec.simulation.scan.step_px, 60);
    EXPECT_EQ(layouts.size(), sampleTensors().size());
    return Result<void>(badInput("is of another network."));
  });
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().text().find("another network"), std::string::npos);
}

TEST_F(TrainingCheckpoint, aWriteThatFailsLeavesWhatWasThere) {
  write(1);
  const std::string before = bytesOf(newest());
  EXPECT_FALSE(writeTrainingCheckpoint(folder(), TrainingState{}).has_value());  // no spec
  EXPECT_FALSE(writeTrainingCheckpoint(at("nowhere"), sampleTrainingState(2)).has_value());
  const int code = inChild([this] {
    limitFileSize(2000);
    return writeTrainingCheckpoint(folder(), sampleTrainingState(2)).has_value() ? 1 : 0;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(filesOf(folder()), std::vector<std::string>{"checkpoint.h5"});
  std::filesystem::create_directories(at(run_file::kNewCheckpoint));  // stands in the way, as root too
  EXPECT_FALSE(writeTrainingCheckpoint(folder(), sampleTrainingState(2)).has_value());
  EXPECT_EQ(bytesOf(newest()), before);
  const auto opened = readTrainingCheckpoint(folder(), anyLayout);
  ASSERT_TRUE(ok(opened));
  expectState(opened->state, 1);
}

}  // namespace
}  // namespace ptycho::testing
