#include "core/source/sample_object.h"

#include <numbers>

#include <gtest/gtest.h>

#include "core/base/spec_json.h"
#include "core/source/dead_leaves.h"
#include "tests/core/base/temporary_folder.h"
#include "tests/core/source/photo_files.h"

namespace ptycho {
namespace {

constexpr double kPi = std::numbers::pi;

std::string greyPng(int level) {
  return pngBytes({12, 10, 8, 1, [level](std::uint32_t, std::uint32_t, int) { return level; }});
}

void expectError(const Result<SampleObject>& object, const std::string& where, const std::string& word) {
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().where, where);
  EXPECT_NE(object.error().message.find(word), std::string::npos) << object.error().message;
  EXPECT_EQ(object.error().exitCode(), 2);
}

TEST(ComplexObject, mapsLumaByTheReferenceFormula) {
  RealImage luma(1, 3);
  luma[0] = 0;
  luma[1] = 0.5f;
  luma[2] = 1;
  const ComplexImage object = complexObject(luma, luma, ObjectSpec{});
  for (std::size_t i = 0; i < 3; ++i) {
    const double g = luma[i];
    EXPECT_NEAR(std::abs(object[i]), 0.5 + 0.5 * g, 1e-6);
    EXPECT_NEAR(std::arg(object[i]), -kPi / 3 * g, 1e-6);
  }
}

TEST(ComplexObject, takesTheRangesOfTheSpec) {
  ObjectSpec spec;
  spec.amplitude_min = 0.2;
  spec.amplitude_max = 0.9;
  spec.phase_min_rad = -1;
  spec.phase_max_rad = 2;
  const ComplexImage black = complexObject(RealImage(1, 1, 0.0f), RealImage(1, 1, 0.0f), spec);
  EXPECT_NEAR(std::abs(black[0]), 0.2, 1e-6);
  EXPECT_NEAR(std::arg(black[0]), 2, 1e-6);
  const ComplexImage mixed = complexObject(RealImage(1, 1, 1.0f), RealImage(1, 1, 0.25f), spec);
  EXPECT_NEAR(std::abs(mixed[0]), 0.9, 1e-6);
  EXPECT_NEAR(std::arg(mixed[0]), 2 - 3 * 0.25, 1e-6);
  EXPECT_THROW((void)complexObject(RealImage(1, 2), RealImage(2, 1), spec), std::invalid_argument);
}

TEST(MakeObject, generatesLeaves) {
  ObjectSpec spec;
  spec.seed = 5;
  spec.index = 2;
  const auto object = makeObject(spec, 60, 70);
  ASSERT_TRUE(object);
  EXPECT_EQ(object->name, "dead-leaves 5/2");
  const RealImage luma = deadLeaves(5, 2, 60, 70);
  EXPECT_EQ(object->transmission, complexObject(luma, luma, spec));
  spec.mapping = ObjectMapping::Pair;
  const auto pair = makeObject(spec, 60, 70);
  ASSERT_TRUE(pair);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < luma.size(); ++i) {
    ASSERT_NEAR(std::abs(pair->transmission[i]), std::abs(object->transmission[i]), 1e-6);
    changed += std::abs(std::arg(pair->transmission[i]) - std::arg(object->transmission[i])) > 0.01;
  }
  EXPECT_GT(changed, luma.size() / 2);
}

TEST(MakeObject, readsOnePhotoOrTwo) {
  const TemporaryFolder folder;
  ObjectSpec spec;
  spec.source = ObjectSource::Photo;
  spec.path = folder.write("bright.png", greyPng(255)).string();
  const auto same = makeObject(spec, 20, 20);
  ASSERT_TRUE(same) << same.error().text();
  EXPECT_EQ(same->name, "bright.png");
  EXPECT_NEAR(std::abs(same->transmission(10, 10)), 1, 1e-5);
  EXPECT_NEAR(std::arg(same->transmission(10, 10)), -kPi / 3, 1e-5);
  spec.mapping = ObjectMapping::Pair;
  expectError(makeObject(spec, 20, 20), "pair_path", "second photo");
  spec.pair_path = folder.write("dark.png", greyPng(0)).string();
  const auto pair = makeObject(spec, 20, 20);
  ASSERT_TRUE(pair);
  EXPECT_NEAR(std::abs(pair->transmission(10, 10)), 1, 1e-5);
  EXPECT_NEAR(std::arg(pair->transmission(10, 10)), 0, 1e-5);
}

TEST(MakeObject, countsThroughAFolder) {
  const TemporaryFolder folder;
  folder.write("a.png", greyPng(0));
  folder.write("b.png", greyPng(102));
  folder.write("c.png", greyPng(255));
  ObjectSpec spec;
  spec.source = ObjectSource::Folder;
  spec.path = folder.path().string();
  spec.index = 1;
  const auto second = makeObject(spec, 16, 16);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->name, "b.png");
  EXPECT_NEAR(std::abs(second->transmission(8, 8)), 0.5 + 0.5 * 0.4, 1e-5);
  spec.mapping = ObjectMapping::Pair;
  spec.index = 2;  // its partner is the first again
  const auto last = makeObject(spec, 16, 16);
  ASSERT_TRUE(last);
  EXPECT_NEAR(std::abs(last->transmission(8, 8)), 1, 1e-5);
  EXPECT_NEAR(std::arg(last->transmission(8, 8)), 0, 1e-5);
  spec.index = 3;
  expectError(makeObject(spec, 16, 16), "index", "3 photos");
}

TEST(MakeObject, namesTheFileThatFails) {
  const TemporaryFolder folder;
  ObjectSpec spec;
  spec.source = ObjectSource::Photo;
  expectError(makeObject(spec, 16, 16), "path", "name the photo");
  spec.path = (folder.path() / "gone.jpg").string();
  expectError(makeObject(spec, 16, 16), spec.path, "does not exist");
  spec.source = ObjectSource::Folder;
  spec.path = folder.path().string();
  expectError(makeObject(spec, 16, 16), spec.path, "no JPEG or PNG");
  folder.write("broken.png", greyPng(9).substr(0, 60));
  expectError(makeObject(spec, 16, 16), (folder.path() / "broken.png").string(), "cut off");
}

TEST(MakeObject, refusesWhatItCannotMake) {
  ObjectSpec spec;
  EXPECT_FALSE(makeObject(spec, 0, 16));
  EXPECT_FALSE(makeObject(spec, 16, -3));
  EXPECT_FALSE(makeObject(spec, 16, 1'000'000));
  spec.amplitude_min = 2;
  expectError(makeObject(spec, 16, 16), "amplitude_min", "amplitude_max");
  spec = {};
  spec.phase_max_rad = -3;
  expectError(makeObject(spec, 16, 16), "phase_min_rad", "phase_max_rad");
  spec = {};
  spec.source = ObjectSource::File;
  expectError(makeObject(spec, 16, 16), "source", "load");
}

TEST(ObjectSpec, survivesJson) {
  ObjectSpec spec;
  spec.source = ObjectSource::Folder;
  spec.path = "photos of \"leaves\"";
  spec.pair_path = "b.png";
  spec.mapping = ObjectMapping::Pair;
  spec.amplitude_min = 0.1;
  spec.amplitude_max = 1.0 / 3;
  spec.phase_min_rad = -2.5;
  spec.phase_max_rad = 0.7;
  spec.index = 41;
  spec.seed = 9007199254740992ull;
  ObjectSpec back;
  const auto read = specFromJson(back, specToJson(spec));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(back, spec);
  EXPECT_EQ(fieldKeys<ObjectSpec>().size(), 10u);
}

}  // namespace
}  // namespace ptycho
