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

TEST_F(PatternSourceFile, isWrittenAsIfItLayInMemory) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  const auto streamed = readAcquisition(at("scan.h5"), kNone);
  ASSERT_TRUE(ok(streamed));
  ASSERT_TRUE(streamed->source);
  ASSERT_TRUE(ok(writeAcquisition(at("copy.h5"), *streamed)));
  EXPECT_EQ(bytesOf(at("copy.h5")), bytesOf(at("scan.h5")));
}

/// A source that fails half-way, or gives what are no intensities.
class FaultySource final : public PatternSource {
 public:
  FaultySource(const Acquisition& scan, float bad) : m_patterns(scan.patterns), m_bad(bad) {}
  [[nodiscard]] std::size_t count() const override { return m_patterns.count(); }
  [[nodiscard]] std::size_t rows() const override { return m_patterns.rows(); }
  [[nodiscard]] std::size_t cols() const override { return m_patterns.cols(); }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return 1; }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t, float* values) override {
    if (first == 1 && m_bad == 0) return fail(ErrorCode::Io, "the cable has been pulled.");
    std::copy_n(m_patterns.image(first), m_patterns.imageSize(), values);
    if (first == 1) values[3] = m_bad;
    return {};
  }

 private:
  RealStack m_patterns;
  float m_bad;
};

TEST_F(PatternSourceFile, aSourceThatFailsLeavesTheFileAsItWas) {
  Acquisition scan = fullAcquisition();
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), scan)));
  const auto before = bytesOf(at("scan.h5"));
  for (const float bad : {0.0F, -1.0F, std::nanf("")}) {
    Acquisition broken = scan;
    broken.source = std::make_shared<FaultySource>(scan, bad);
    broken.patterns = {};
    const auto written = writeAcquisition(at("scan.h5"), broken);
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().text().find("scan.h5"), std::string::npos) << written.error().text();
    EXPECT_EQ(bytesOf(at("scan.h5")), before);
  }
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

}  // namespace ptycho::testing
