#include "core/optics/column_blocks.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "tests/core/optics/random_field.h"

namespace ptycho {
namespace {

TEST(ColumnBlocks, columnsBecomeLinesAndLinesColumnsAgain) {
  for (const std::size_t side : {1U, 3U, 4U, 7U, 8U, 30U, 64U}) {
    for (std::size_t lines = 1; lines <= std::min<std::size_t>(8, side); ++lines) {
      const std::size_t stride = side + 3;
      const ComplexImage window = test::randomField(side, stride, 7);
      const std::size_t column = side - lines;
      std::vector<Complex> block(lines * side + 1, Complex(9, 9));
      columnsToLines(window.data() + column, stride, side, lines, block.data());
      for (std::size_t k = 0; k < lines; ++k) {
        for (std::size_t r = 0; r < side; ++r) ASSERT_EQ(block[k * side + r], window(r, column + k)) << side;
      }
      EXPECT_EQ(block.back(), Complex(9, 9)) << "nothing is written beyond";
      ComplexImage back(side, stride);
      linesToColumns(block.data(), side, lines, back.data() + column, stride);
      for (std::size_t r = 0; r < side; ++r) {
        for (std::size_t c = 0; c < stride; ++c) {
          const bool inside = c >= column && c < column + lines;
          ASSERT_EQ(back(r, c), inside ? window(r, c) : Complex{}) << side << " " << lines;
        }
      }
    }
  }
}

}  // namespace
}  // namespace ptycho
