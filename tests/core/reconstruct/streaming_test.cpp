#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/reconstruct/target_stream.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {

namespace {

/// Patterns in memory that pretend to be elsewhere, and stop being readable after some reads.
class SlowSource : public PatternSource {
 public:
  SlowSource(RealStack patterns, std::uint64_t memoryBytes, int readable)
      : m_patterns(std::move(patterns)), m_memoryBytes(memoryBytes), m_readable(readable) {}
  [[nodiscard]] std::size_t count() const override { return m_patterns.count(); }
  [[nodiscard]] std::size_t rows() const override { return m_patterns.rows(); }
  [[nodiscard]] std::size_t cols() const override { return m_patterns.cols(); }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return m_memoryBytes; }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* intensities) override {
    if (reads.fetch_add(1) >= m_readable) return fail(ErrorCode::Io, "was cut short.", "scan.h5:/patterns");
    std::copy_n(m_patterns.image(first), count * m_patterns.imageSize(), intensities);
    return {};
  }
  std::atomic<int> reads{0};

 private:
  RealStack m_patterns;
  std::uint64_t m_memoryBytes;
  int m_readable;
};

/// @param keptShare  of the patterns that may stay in memory, beside the buffers for reading ahead
Acquisition streamed(const Acquisition& acquisition, double keptShare, int threads = 1, int readable = 1'000'000) {
  Acquisition elsewhere = acquisition;
  elsewhere.patterns = {};
  const double bytes = static_cast<double>(acquisition.patterns.imageSize() * sizeof(float));
  const double ring = std::min(8.0 * threads + 16, static_cast<double>(acquisition.patterns.count()));
  const double room = bytes * (ring + keptShare * static_cast<double>(acquisition.patterns.count()));
  elsewhere.source = std::make_shared<SlowSource>(acquisition.patterns, static_cast<std::uint64_t>(room), readable);
  return elsewhere;
}

std::string failureOf(const Acquisition& acquisition, const ReconstructionSpec& spec) {
  RunContext context;
  const auto result = reconstruct(acquisition, spec, {}, 2, context);
  return result ? "" : result.error().text();
}

}  // namespace

class StreamedEngine : public ::testing::TestWithParam<const char*> {};

TEST_P(StreamedEngine, givesTheBitsOfPatternsInMemory) {
  Acquisition acquisition = test::smallScan({.jitter_px = 1, .integer_positions = false, .modes = 2});
  acquisition.mask = MaskImage(32, 32, 1);
  acquisition.mask[37] = 0;
  ReconstructionSpec spec = test::chain(GetParam());
  spec.background = 1e-3;
  const Reconstruction expected = test::run(acquisition, spec);
  for (const int threads : {1, 3}) {
    for (const double share : {0.0, 0.4}) {
      const Reconstruction found = test::run(streamed(acquisition, share, threads), spec, threads);
      EXPECT_EQ(found.object, expected.object);
      EXPECT_EQ(found.probe, expected.probe);
      EXPECT_EQ(found.residual, expected.residual);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, StreamedEngine,
                         ::testing::Values("dm:4", "raar:4", "awf:4", "admm:4", "epie:4", "rpie:4",
                                           "lsqml:4:scale_from=1"),
                         [](const auto& info) {
                           const std::string chain = info.param;
                           return chain.substr(0, chain.find(':'));
                         });

TEST(TargetStream, readsEachPatternOnceInAPass) {
  const Acquisition acquisition = test::smallScan();
  const Acquisition elsewhere = streamed(acquisition, 0.4);
  auto& source = dynamic_cast<SlowSource&>(*elsewhere.source);
  TargetStream stream(elsewhere.source, MagnitudeScale({}, 0.5F), 1);
  ASSERT_TRUE(stream.load([](std::size_t, const float*) { return Result<void>(); }));
  EXPECT_EQ(stream.kept(), 10U);
  source.reads = 0;
  std::vector<std::size_t> order(25);
  std::iota(order.rbegin(), order.rend(), std::size_t{0});
  RealImage rows(32, 32);
  for (int pass = 0; pass < 3; ++pass) {
    stream.beginPass(order);
    for (const std::size_t j : order) {
      if (pass == 0) stream.fetchRows(j, rows.data());
      const float* columns = pass == 0 ? nullptr : stream.fetchColumns(j, rows.data());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const float found = pass == 0 ? rows[i] : columns[(i % 32) * 32 + i / 32];
        ASSERT_EQ(found, std::sqrt(acquisition.patterns.image(j)[i]) * 0.5F);
      }
    }
  }
  EXPECT_EQ(source.reads, 3 * 15);
}

TEST(TargetStream, needsNoAnnouncedOrder) {
  const Acquisition acquisition = test::smallScan();
  TargetStream stream(streamed(acquisition, 0).source, MagnitudeScale({}, 1), 1);
  RealImage buffer(32, 32);
  const std::vector<std::size_t> wrong{24, 23, 22, 21};
  stream.beginPass(wrong);
  for (const std::size_t j : {3U, 24U, 3U, 0U, 22U}) {
    EXPECT_EQ(stream.fetchColumns(j, buffer.data())[3 * 32 + 5], std::sqrt(acquisition.patterns.image(j)[5 * 32 + 3]));
  }
}

TEST(TargetStream, aFailedReadEndsTheRunAndNamesTheFile) {
  const Acquisition acquisition = test::smallScan();
  for (const int readable : {0, 1, 20, 40, 70}) {
    const std::string failure = failureOf(streamed(acquisition, 0, 2, readable), test::chain("dm:3,epie:2"));
    EXPECT_NE(failure.find("scan.h5"), std::string::npos) << readable << ": " << failure;
  }
}

TEST(TargetStream, refusesWhatIsNoIntensity) {
  Acquisition acquisition = test::smallScan();
  acquisition.patterns.image(7)[33] = -1;
  EXPECT_NE(failureOf(streamed(acquisition, 0), test::chain("dm:1")).find("pattern 7"), std::string::npos);
  std::ranges::fill(acquisition.patterns, 0.0F);
  EXPECT_NE(failureOf(streamed(acquisition, 0), test::chain("dm:1")).find("zero"), std::string::npos);
}

}  // namespace ptycho
