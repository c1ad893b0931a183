#include "core/base/image.h"

#include <cstdint>
#include <numeric>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

TEST(Image, isRowMajorAndZeroAtFirst) {
  RealImage image(3, 4);
  EXPECT_EQ(image.size(), 12u);
  for (const float value : image) EXPECT_EQ(value, 0);
  std::iota(image.begin(), image.end(), 0.0f);
  EXPECT_EQ(image(1, 2), 6);
  EXPECT_EQ(image[11], 11);
  EXPECT_EQ(image.row(2)[1], 9);
  EXPECT_EQ(&image(0, 0), image.data());
}

TEST(Image, isAValue) {
  RealImage one(2, 2, 1.0f);
  RealImage two = one;
  EXPECT_EQ(one, two);
  two(0, 1) = 5;
  EXPECT_NE(one, two);
  EXPECT_EQ(one(0, 1), 1);
  const RealImage moved = std::move(two);
  EXPECT_EQ(moved(0, 1), 5);
}

TEST(Image, tellsShapesApart) {
  EXPECT_NE(RealImage(2, 3), RealImage(3, 2));
  EXPECT_TRUE(RealImage(2, 3).sameShape(ComplexImage(2, 3)));
  EXPECT_FALSE(RealImage(2, 3).sameShape(ComplexImage(3, 2)));
  EXPECT_TRUE(RealImage().empty());
  EXPECT_TRUE(RealImage(0, 5).empty());
}

TEST(Image, isAlignedForTheVectorUnits) {
  for (const std::size_t side : {1u, 3u, 17u, 128u}) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(ComplexImage(side, side).data()) % 64, 0u);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(MaskImage(side, side).data()) % 64, 0u);
  }
}

TEST(ImageStack, holdsImagesOneAfterTheOther) {
  RealStack stack(3, 2, 4);
  EXPECT_EQ(stack.size(), 24u);
  EXPECT_EQ(stack.imageSize(), 8u);
  std::iota(stack.begin(), stack.end(), 0.0f);
  EXPECT_EQ(stack.image(2), stack.data() + 16);
  const RealImage second = stack.copy(1);
  EXPECT_EQ(second.rows(), 2u);
  EXPECT_EQ(second(0, 0), 8);
  EXPECT_EQ(second(1, 3), 15);
}

TEST(ImageStack, takesImagesIn) {
  RealStack stack(2, 2, 2);
  stack.assign(1, RealImage(2, 2, 7.0f));
  EXPECT_EQ(stack.copy(0), RealImage(2, 2, 0.0f));
  EXPECT_EQ(stack.copy(1), RealImage(2, 2, 7.0f));
  const RealImage single(3, 5, 2.0f);
  const RealStack one(single);
  EXPECT_EQ(one.count(), 1u);
  EXPECT_EQ(one.copy(0), single);
  EXPECT_NE(one, stack);
}

}  // namespace
}  // namespace ptycho
