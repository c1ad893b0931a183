#include "core/reconstruct/compact_waves.h"

#include <bit>
#include <cmath>
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {

namespace {

std::vector<float> through(const std::vector<float>& values) {
  std::vector<std::uint16_t> high(values.size());
  std::vector<std::uint8_t> low(values.size());
  std::vector<float> back(values.size());
  kernels::packFloats(values.data(), high.data(), low.data(), values.size());
  kernels::unpackFloats(high.data(), low.data(), back.data(), values.size());
  return back;
}

/// Copies out, or writes back what it has.
class Pieces : public StateArchive {
 public:
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override {
    auto& piece = pieces[std::string(name)];
    if (restore) std::ranges::copy(piece, values.begin());
    else piece.assign(values.begin(), values.end());
  }
  void number(std::string_view, double&) override {}
  void count(std::string_view, std::uint64_t&) override {}
  std::map<std::string, std::vector<float>> pieces;
  bool restore = false;
};

}  // namespace

TEST(CompactWaves, relativeErrorIsAtMostTwoToMinusSixteen) {
  const CounterRandom random(3, 1);
  std::vector<float> values;
  for (std::uint64_t k = 0; k < 100'003; ++k) {  // odd, so that the loops' ends are met too
    values.push_back(static_cast<float>(random.normal(2 * k) * std::exp(8 * random.normal(2 * k + 1))));
  }
  const auto back = through(values);
  for (std::size_t k = 0; k < values.size(); ++k) {
    ASSERT_LE(std::abs(back[k] - values[k]), std::ldexp(std::abs(values[k]), -16)) << values[k];
  }
}

TEST(CompactWaves, keepsRepresentableValuesExactly) {
  std::vector<float> values{0.0F, -0.0F, 1.0F, -1.5F, 65535.0F, -0.33331298828125F, 1e30F, -1e-30F};
  for (auto& value : values) value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xFFFFFF00U);
  const auto back = through(values);
  for (std::size_t k = 0; k < values.size(); ++k) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(back[k]), std::bit_cast<std::uint32_t>(values[k]));
  }
}

TEST(CompactWaves, roundsTiesToEven) {
  const auto at = [](std::uint32_t bits) { return std::bit_cast<float>(bits); };
  const auto back = through({at(0x3F800080U), at(0x3F800180U), at(0x3F80007FU), at(0xBF800081U)});
  EXPECT_EQ(back, (std::vector<float>{at(0x3F800000U), at(0x3F800200U), at(0x3F800000U), at(0xBF800100U)}));
}

TEST(CompactWaves, staysFinite) {
  using Limits = std::numeric_limits<float>;
  for (const float value : through({Limits::max(), Limits::lowest(), Limits::infinity(), -Limits::infinity(),
                                    Limits::quiet_NaN(), Limits::denorm_min(), Limits::min()})) {
    EXPECT_TRUE(std::isfinite(value));
  }
}

TEST(WaveStore, givesBackRowsInBothPrecisions) {
  const ReconstructionProblem problem(test::smallScan({.modes = 2}), 1);
  EXPECT_EQ(wavePrecision(problem), WavePrecision::Full);
  for (const auto precision : {WavePrecision::Full, WavePrecision::Compact}) {
    WaveStore store(problem, precision);
    EXPECT_EQ(store.direct(0, 0) != nullptr, precision == WavePrecision::Full);
    std::vector<Complex> buffer(3 * problem.window());
    for (std::size_t j = 0; j < problem.patterns(); ++j) {
      for (std::size_t m = 0; m < 2; ++m) {
        Complex* psi = store.rows(j, m, 5, 3, buffer.data());
        for (std::size_t i = 0; i < buffer.size(); ++i) psi[i] += Complex(static_cast<float>(j), -static_cast<float>(m));
        store.keep(j, m, 5, 3, psi);
      }
    }
    std::vector<Complex> window(problem.windowSize());
    store.load(7, 1, 0, problem.window(), window.data());
    for (std::size_t i = 0; i < window.size(); ++i) {
      const std::size_t row = i / problem.window();
      EXPECT_EQ(window[i], row >= 5 && row < 8 ? Complex(7, -1) : Complex());
    }
  }
}

TEST(WaveStore, saysWhenTheWavesDoNotFit) {
  const ReconstructionProblem problem(test::smallScan(), 1);
  const std::uint64_t needed = 25 * 32 * 32 * 8;
  const auto stages = parseChain("awf:1,dm:1").value();
  EXPECT_TRUE(checkWaveMemory(problem, stages, needed));
  const auto refused = checkWaveMemory(problem, stages, needed - 1);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text().find("dm"), std::string::npos);
  EXPECT_TRUE(checkWaveMemory(problem, parseChain("awf:1,epie:1").value(), 0));
}

TEST(WaveStore, comesBackFromAnArchiveBitForBit) {
  const ReconstructionProblem problem(test::smallScan(), 1);
  for (const auto precision : {WavePrecision::Full, WavePrecision::Compact}) {
    WaveStore before(problem, precision);
    for (std::size_t j = 0; j < problem.patterns(); ++j) {
      before.store(j, 0, 0, problem.window(), problem.probe().image(0));
    }
    Pieces pieces;
    before.exchange(pieces, "psi");
    pieces.restore = true;
    WaveStore after(problem, precision);
    after.exchange(pieces, "psi");
    std::vector<Complex> a(problem.windowSize()), b(problem.windowSize());
    for (std::size_t j = 0; j < problem.patterns(); ++j) {
      before.load(j, 0, 0, problem.window(), a.data());
      after.load(j, 0, 0, problem.window(), b.data());
      EXPECT_EQ(a, b);
    }
  }
}

}  // namespace ptycho
