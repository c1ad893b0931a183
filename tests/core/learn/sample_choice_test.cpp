#include "core/learn/sample_choice.h"

#include <array>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

std::vector<std::uint64_t> epochOf(std::uint64_t seed, std::uint64_t epoch, std::uint64_t images) {
  std::vector<std::uint64_t> order;
  for (std::uint64_t place = 0; place < images; ++place) order.push_back(shuffledImage(seed, epoch, place, images));
  return order;
}

TEST(SampleChoice, everyEpochShowsEachImageOnce) {
  for (const std::uint64_t images : {1, 2, 3, 5, 16, 17, 100, 1000}) {
    for (std::uint64_t epoch = 0; epoch < 4; ++epoch) {
      const auto order = epochOf(7, epoch, images);
      const std::set<std::uint64_t> seen(order.begin(), order.end());
      EXPECT_EQ(seen.size(), images);
      EXPECT_EQ(*seen.rbegin(), images - 1);
    }
  }
}

TEST(SampleChoice, ordersDifferFromEpochToEpochAndSeedToSeed) {
  EXPECT_NE(epochOf(1, 0, 100), epochOf(1, 1, 100));
  EXPECT_NE(epochOf(1, 0, 100), epochOf(2, 0, 100));
  EXPECT_EQ(epochOf(1, 3, 100), epochOf(1, 3, 100));
}

TEST(SampleChoice, everyImageComesFirstAboutAsOften) {
  constexpr std::uint64_t kImages = 10;
  std::array<int, kImages> first{};
  for (std::uint64_t epoch = 0; epoch < 5000; ++epoch) ++first[shuffledImage(3, epoch, 0, kImages)];
  for (const int count : first) EXPECT_NEAR(count, 500, 110);  // five standard deviations
}

TEST(SampleChoice, aPartnerIsAnyOtherImage) {
  std::set<std::uint64_t> partners;
  for (std::uint64_t sample = 0; sample < 200; ++sample) partners.insert(partnerOf(1, sample, 3, 6));
  EXPECT_EQ(partners, (std::set<std::uint64_t>{0, 1, 2, 4, 5}));
  EXPECT_EQ(partnerOf(1, 9, 0, 2), 1U);
}

TEST(SampleChoice, theEightSymmetriesAreEightDifferentPictures) {
  RealImage image(40, 40);
  for (std::size_t k = 0; k < image.size(); ++k) image[k] = static_cast<float>(k);
  std::set<std::array<float, 4>> corners;
  for (int k = 0; k < 8; ++k) {
    const RealImage turned = transformed(image, static_cast<Symmetry>(k));
    corners.insert({turned(0, 0), turned(0, 39), turned(39, 0), turned(39, 39)});
    EXPECT_EQ(std::set<float>(turned.begin(), turned.end()).size(), image.size());
  }
  EXPECT_EQ(corners.size(), 8U);
  EXPECT_EQ(transformed(image, Symmetry::None), image);
  const RealImage transposed = transformed(image, Symmetry::Transpose);
  EXPECT_EQ(transposed(3, 37), image(37, 3));
}

TEST(SampleChoice, oblongPicturesKeepTheirShape) {
  std::set<Symmetry> drawn;
  for (std::uint64_t sample = 0; sample < 100; ++sample) drawn.insert(drawSymmetry(1, sample, false));
  EXPECT_EQ(drawn.size(), 4U);
  for (const Symmetry symmetry : drawn) EXPECT_EQ(transformed(RealImage(3, 5), symmetry).rows(), 3U);
  for (std::uint64_t sample = 0; sample < 100; ++sample) drawn.insert(drawSymmetry(1, sample, true));
  EXPECT_EQ(drawn.size(), 8U);
}

TEST(SampleChoice, noiseOfTrainingAndHeldOutObjectsDiffers) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t sample = 0; sample < 100; ++sample) {
    seeds.insert(noiseSeed(1, Role::Training, sample));
    seeds.insert(noiseSeed(1, Role::HeldOut, sample));
  }
  EXPECT_EQ(seeds.size(), 200U);
}

}  // namespace
}  // namespace ptycho
