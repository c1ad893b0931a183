#include "core/optics/round_trip.h"

#include <array>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "core/optics/fft.h"
#include "tests/core/optics/random_field.h"

namespace ptycho {
namespace {

using test::randomField;

constexpr std::size_t kSides[] = {2, 3, 7, 8, 16, 100, 127, 128, 250};

double largest(const ComplexImage& field) {
  double most = 0;
  for (const auto& value : field) most = std::max(most, static_cast<double>(std::abs(value)));
  return most;
}

/// Largest difference, relative to the largest value.
double difference(const ComplexImage& a, const ComplexImage& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, static_cast<double>(std::abs(a[i] - b[i])));
  return most / largest(b);
}

auto filledFrom(const ComplexImage& field) {
  return [&field](std::size_t row, std::size_t lines, Complex* rows) {
    std::copy_n(field.row(row), lines * field.cols(), rows);
  };
}

auto takenInto(ComplexImage& field) {
  return [&field](std::size_t row, std::size_t lines, const Complex* rows) {
    std::copy_n(rows, lines * field.cols(), field.row(row));
  };
}

/// Multiplies by a filter that is given for [u, v] and read in the transposed order of the column blocks.
auto filtered(const ComplexImage& filter) {
  return [&filter](std::size_t column, std::size_t lines, Complex* columns) {
    const std::size_t side = filter.rows();
    for (std::size_t k = 0; k < lines; ++k) {
      for (std::size_t u = 0; u < side; ++u) columns[k * side + u] *= filter(u, column + k);
    }
  };
}

TEST(RoundTrip, equalsPlaneTransformsAroundAPointwiseChange) {
  for (const std::size_t side : kSides) {
    const ComplexImage field = randomField(side, 1);
    const ComplexImage filter = randomField(side, 2);
    const Fft2 fft(side, side);
    ComplexImage expected = field;
    fft.forwardUnscaled(expected.data());
    for (std::size_t i = 0; i < expected.size(); ++i) expected[i] *= filter[i];
    fft.inverseUnscaled(expected.data());

    RoundTripBuffer buffer(side);
    ComplexImage result(side, side);
    RoundTrip(side).run(buffer, filledFrom(field), filtered(filter), takenInto(result));
    EXPECT_LT(difference(result, expected), 1e-6) << side;
  }
}

TEST(RoundTrip, showsTheTransposedTransformAndNothingElse) {
  for (const std::size_t side : kSides) {
    const ComplexImage field = randomField(side, 3);
    ComplexImage expected = field;
    Fft2(side, side).forwardUnscaled(expected.data());
    RoundTripBuffer buffer(side);
    ComplexImage seen(side, side);
    std::size_t columns = 0;
    RoundTrip(side).forward(buffer, filledFrom(field), [&](std::size_t column, std::size_t lines, Complex* block) {
      EXPECT_EQ(column, columns);  // every column once, in ascending order
      columns += lines;
      for (std::size_t k = 0; k < lines; ++k) {
        for (std::size_t u = 0; u < side; ++u) seen(u, column + k) = block[k * side + u];
      }
    });
    EXPECT_EQ(columns, side);
    EXPECT_LT(difference(seen, expected), 1e-6) << side;
  }
}

TEST(RoundTrip, invertsFromFourierValues) {
  for (const std::size_t side : kSides) {
    const ComplexImage values = randomField(side, 4);
    ComplexImage expected = values;
    Fft2(side, side).inverseUnscaled(expected.data());
    RoundTripBuffer buffer(side);
    ComplexImage result(side, side);
    RoundTrip(side).inverse(
        buffer,
        [&](std::size_t column, std::size_t lines, Complex* block) {
          for (std::size_t k = 0; k < lines; ++k) {
            for (std::size_t u = 0; u < side; ++u) block[k * side + u] = values(u, column + k);
          }
        },
        takenInto(result));
    EXPECT_LT(difference(result, expected), 1e-6) << side;
  }
}

TEST(RoundTrip, sumsThePowerOfTwoModesBeforeTheyGoBack) {
  for (const std::size_t side : kSides) {
    const std::array<ComplexImage, 2> fields{randomField(side, 5), randomField(side, 6)};
    const Fft2 fft(side, side);
    std::array<ComplexImage, 2> expected = fields;
    for (auto& mode : expected) fft.forwardUnscaled(mode.data());
    for (std::size_t i = 0; i < side * side; ++i) {
      const float factor = 1 / (1 + std::norm(expected[0][i]) + std::norm(expected[1][i]));
      for (auto& mode : expected) mode[i] *= factor;
    }
    for (auto& mode : expected) fft.inverseUnscaled(mode.data());

    const RoundTrip roundTrip(side);
    RoundTripBuffer buffer(side, 2);
    std::array<ComplexImage, 2> result{ComplexImage(side, side), ComplexImage(side, side)};
    for (std::size_t m = 0; m < 2; ++m) roundTrip.forwardRows(buffer, m, filledFrom(fields[m]));
    roundTrip.throughColumns(buffer, [&](std::size_t, std::size_t lines, std::span<Complex* const> blocks) {
      ASSERT_EQ(blocks.size(), 2U);
      for (std::size_t i = 0; i < lines * side; ++i) {
        const float factor = 1 / (1 + std::norm(blocks[0][i]) + std::norm(blocks[1][i]));
        for (Complex* block : blocks) block[i] *= factor;
      }
    });
    for (std::size_t m = 0; m < 2; ++m) roundTrip.inverseRows(buffer, m, takenInto(result[m]));
    for (std::size_t m = 0; m < 2; ++m) EXPECT_LT(difference(result[m], expected[m]), 2e-6) << side;
  }
}

TEST(RoundTrip, givesTheSameBitsAgainAndInEveryThread) {
  for (const std::size_t side : {100, 127, 128}) {
    const ComplexImage field = randomField(side, 7);
    const ComplexImage filter = randomField(side, 8);
    const RoundTrip roundTrip(side);
    std::array<ComplexImage, 4> results;
    std::vector<std::thread> threads;
    for (auto& result : results) {
      threads.emplace_back([&] {
        result = ComplexImage(side, side);
        RoundTripBuffer buffer(side);
        for (int again = 0; again < 5; ++again) {
          roundTrip.run(buffer, filledFrom(field), filtered(filter), takenInto(result));
        }
      });
    }
    for (auto& thread : threads) thread.join();
    RoundTripBuffer buffer(side);
    ComplexImage alone(side, side);
    RoundTrip(side).run(buffer, filledFrom(field), filtered(filter), takenInto(alone));
    for (const auto& result : results) EXPECT_EQ(result, alone) << side;
  }
}

TEST(RoundTrip, keepsTheWaveUpToItsStatedScale) {
  const ComplexImage field = randomField(127, 9);
  const RoundTrip roundTrip(127);
  RoundTripBuffer buffer(127);
  ComplexImage result(127, 127);
  roundTrip.run(buffer, filledFrom(field), [](std::size_t, std::size_t, Complex*) {}, takenInto(result));
  for (auto& value : result) value *= roundTrip.scale() * roundTrip.scale();
  EXPECT_LT(difference(result, field), 1e-6);
}

TEST(RoundTrip, refusesABufferThatDoesNotFit) {
  const auto nothing = [](std::size_t, std::size_t, Complex*) {};
  RoundTripBuffer buffer(16, 1);
  EXPECT_THROW(RoundTrip(17).forwardRows(buffer, 0, nothing), std::invalid_argument);
  EXPECT_THROW(RoundTrip(16).inverseRows(buffer, 1, nothing), std::invalid_argument);
  EXPECT_THROW(RoundTrip(0), std::invalid_argument);
}

TEST(RoundTripBuffer, padsRowsToAnOddNumberOfCacheLines) {
  for (const std::size_t side : kSides) {
    const std::size_t stride = RoundTripBuffer::rowStride(side);
    EXPECT_GE(stride, side);
    EXPECT_EQ(stride % 16, 8U) << side;
  }
}

TEST(Transposed, swapsRowsAndColumnsOfAnySide) {
  for (const std::size_t side : {3, 16, 37}) {
    RealImage pattern(side, side);
    for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = static_cast<float>(i);
    RealImage out(side, side);
    transposed(pattern.data(), side, out.data());
    for (std::size_t r = 0; r < side; ++r) {
      for (std::size_t c = 0; c < side; ++c) ASSERT_EQ(out(c, r), pattern(r, c));
    }
  }
}

}  // namespace
}  // namespace ptycho
