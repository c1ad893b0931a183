#include "core/store/hdf_pattern_source.h"

#include <cmath>

#include "core/base/run_context.h"
#include "core/reconstruct/reconstruct.h"
#include "core/store/acquisition_file.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

class PatternSourceFile : public StoreTest {
 protected:
  /// All patterns stay in the file.
  static constexpr PatternMemory kNone{1};
  static RealStack all(PatternSource& source) {
    RealStack patterns(source.count(), source.rows(), source.cols());
    EXPECT_TRUE(ok(source.read(0, 1, patterns.data())));
    EXPECT_TRUE(ok(source.read(1, source.count() - 1, patterns.image(1))));
    return patterns;
  }
};

TEST_F(PatternSourceFile, givesTheValuesThatMemoryWouldHold) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  const auto whole = readAcquisition(at("scan.h5"));
  auto streamed = readAcquisition(at("scan.h5"), kNone);
  ASSERT_TRUE(ok(whole));
  ASSERT_TRUE(ok(streamed));
  ASSERT_TRUE(streamed->source);
  EXPECT_TRUE(streamed->patterns.empty());
  EXPECT_EQ(streamed->patternCount(), whole->patterns.count());
  streamed->patterns = all(*streamed->source);
  expectSame(*whole, *streamed);
}

TEST_F(PatternSourceFile, understandsOtherConventions) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.attribute("/patterns", "quantity", "amplitude");
    raw.attribute("/patterns", "dc", "centre");
  }
  const auto whole = readAcquisition(at("scan.h5"));
  const auto streamed = readAcquisition(at("scan.h5"), kNone);
  ASSERT_TRUE(ok(whole));
  ASSERT_TRUE(ok(streamed));
  EXPECT_EQ(all(*streamed->source), whole->patterns);
  EXPECT_NE(whole->patterns, fullAcquisition().patterns);
}

TEST_F(PatternSourceFile, policyDependsOnTheSize) {
  const Acquisition acquisition = fullAcquisition();
  const std::uint64_t bytes = acquisition.patterns.size() * sizeof(float);
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), acquisition)));
  EXPECT_FALSE(readAcquisition(at("scan.h5"), PatternMemory{})->source);
  EXPECT_FALSE(readAcquisition(at("scan.h5"), PatternMemory{bytes})->source);
  EXPECT_TRUE(readAcquisition(at("scan.h5"), PatternMemory{bytes - 1})->source);
  EXPECT_EQ(readAcquisition(at("scan.h5"), PatternMemory{bytes - 1})->source->memoryBytes(), bytes - 1);
}

TEST_F(PatternSourceFile, namesFileAndIndexOfABadValue) {
  Acquisition bad = smallAcquisition();
  ASSERT_TRUE(ok(writeAcquisition(at("bad.h5"), bad)));
  bad.patterns.image(2)[5 * 8 + 7] = std::nanf("");
  {
    RawFile raw(at("bad.h5"), H5F_ACC_RDWR);
    raw.remove("/patterns");
    raw.floats("/patterns", {4, 8, 8}, {bad.patterns.begin(), bad.patterns.end()});
  }
  const auto streamed = readAcquisition(at("bad.h5"), kNone);
  ASSERT_TRUE(ok(streamed));
  RealImage pattern(8, 8);
  EXPECT_TRUE(ok(streamed->source->read(1, 1, pattern.data())));
  const auto read = streamed->source->read(2, 1, pattern.data());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().text().find("bad.h5"), std::string::npos);
  EXPECT_NE(read.error().text().find("[2, 5, 7]"), std::string::npos) << read.error().text();
}

TEST_F(PatternSourceFile, aFileCutShortEndsTheRunAndIsNamed) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  auto acquisition = readAcquisition(at("scan.h5"), kNone);
  ASSERT_TRUE(ok(acquisition));
  class Cutter : public RunContext {
   public:
    explicit Cutter(std::filesystem::path file) : m_file(std::move(file)) {}
    void progress(const Progress& progress) override {
      if (progress.done == 3) std::filesystem::resize_file(m_file, std::filesystem::file_size(m_file) - 100);
    }
   private:
    std::filesystem::path m_file;
  } cutter(at("scan.h5"));
  ReconstructionSpec spec;
  spec.stages = parseChain("epie:20").value();
  const auto result = reconstruct(std::move(*acquisition), spec, {}, cutter);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().text().find("scan.h5:/patterns"), std::string::npos) << result.error().text();
  EXPECT_NE(result.error().text().find("cut short"), std::string::npos) << result.error().text();
}

TEST_F(PatternSourceFile, refusesToWriteWhatIsElsewhere) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), smallAcquisition())));
  const auto streamed = readAcquisition(at("scan.h5"), kNone);
  ASSERT_TRUE(ok(streamed));
  EXPECT_FALSE(writeAcquisition(at("copy.h5"), *streamed));
}

}  // namespace ptycho::testing
