#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "core/learn/picture_set.h"
#include "core/learn/training_batch.h"
#include "tests/core/learn/photo_folder_fixture.h"

namespace ptycho {
namespace {

using TrainingSourceTest = PhotoFolderTest;

std::unique_ptr<TrainingSource> opened(const TrainingSpec& spec) {
  auto source = TrainingSource::open(spec);
  EXPECT_TRUE(source) << source.error().text();
  return std::move(*source);
}

std::string refusal(const TrainingSpec& spec) {
  const auto source = TrainingSource::open(spec);
  return source ? std::string("accepted") : source.error().text();
}

bool sameBits(const TrainingBatch& a, const TrainingBatch& b) {
  return a.magnitudes == b.magnitudes && a.amplitude == b.amplitude && a.phase == b.phase && a.names == b.names;
}

/// Object k of a batch against what simulate() makes of the same spec.
void expectSimulated(const TrainingBatch& batch, std::size_t k, SimulationSpec spec, std::int64_t index) {
  spec.object.index = index;
  RunContext context;
  const Acquisition expected = simulate(spec, {}, 1, context).value().acquisition;
  const float* magnitudes = batch.magnitudes.image(k * expected.patterns.count());
  for (std::size_t p = 0; p < expected.patterns.size(); ++p) {
    ASSERT_EQ(magnitudes[p], std::sqrt(expected.patterns.data()[p])) << p;
  }
  for (std::size_t p = 0; p < expected.truth.size(); ++p) {
    ASSERT_NEAR(batch.amplitude.image(k)[p], std::abs(expected.truth[p]), 1e-6);
    ASSERT_NEAR(batch.phase.image(k)[p], std::arg(expected.truth[p]), 1e-6);
  }
}

TEST_F(TrainingSourceTest, simulatesDeadLeavesAsSimulateDoes) {
  TrainingSpec spec = leavesSpec();
  spec.data.augment = false;
  for (const ObjectMapping mapping : {ObjectMapping::Same, ObjectMapping::Pair}) {
    spec.simulation.object.mapping = mapping;
    const auto batch = opened(spec)->training(3, 2).value();
    EXPECT_EQ(batch.first_sample, 3);
    EXPECT_EQ(batch.magnitudes.count(), 8U);
    expectSimulated(batch, 0, spec.simulation, 3);
    expectSimulated(batch, 1, spec.simulation, 4);
  }
}

TEST_F(TrainingSourceTest, refusesNearFields) {
  TrainingSpec spec = leavesSpec();
  spec.simulation.geometry.propagation = Propagation::NearField;
  EXPECT_NE(refusal(spec).find("geometry.propagation"), std::string::npos) << refusal(spec);
}

TEST_F(TrainingSourceTest, simulatesPhotosAsSimulateDoes) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 4), 1);
  spec.data.augment = false;
  const auto batch = opened(spec)->training(0, 3).value();
  for (std::size_t k = 0; k < 3; ++k) {
    expectSimulated(batch, k, spec.simulation, std::stoi(batch.names[k].substr(5, 2)));
  }
}

TEST_F(TrainingSourceTest, aSampleIsTheSameInAnyBatchOrderAndThread) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 7), 2);
  spec.simulation.object.mapping = ObjectMapping::Pair;
  spec.simulation.detector.photons_per_pattern = 1e4;
  const auto whole = opened(spec)->training(0, 12).value();
  const auto source = opened(spec);
  std::vector<std::thread> threads;
  std::vector<Result<TrainingBatch>> single(12);
  for (std::size_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t k = 12; k-- > 0;) {
        if (k % 3 == t) single[k] = source->training(static_cast<std::int64_t>(k), 1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t k = 0; k < 12; ++k) {
    EXPECT_EQ(single[k]->names[0], whole.names[k]);
    EXPECT_EQ(single[k]->amplitude.copy(0), whole.amplitude.copy(k));
    EXPECT_EQ(single[k]->phase.copy(0), whole.phase.copy(k));
    for (std::size_t j = 0; j < 4; ++j) EXPECT_EQ(single[k]->magnitudes.copy(j), whole.magnitudes.copy(4 * k + j));
  }
}

TEST_F(TrainingSourceTest, valuesDoNotDependOnTheCache) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 5), 1);
  const auto kept = opened(spec);
  spec.data.cache_gb = 0;
  const auto forgetful = opened(spec);
  for (const std::int64_t first : {0, 4, 0}) {
    EXPECT_TRUE(sameBits(kept->training(first, 4).value(), forgetful->training(first, 4).value()));
  }
}

TEST_F(TrainingSourceTest, cacheKeepsWhatFitsAndNoMore) {
  PictureCache cache(2 * 10 * sizeof(float));
  int made = 0;
  const auto get = [&](const std::string& name) {
    return cache.get(name, [&]() -> Result<RealImage> { return RealImage(2, 5, static_cast<float>(++made)); }).value();
  };
  EXPECT_EQ((*get("a"))[0], 1);
  EXPECT_EQ((*get("b"))[0], 2);
  EXPECT_EQ((*get("c"))[0], 3);
  EXPECT_EQ((*get("a"))[0], 1);
  EXPECT_EQ((*get("c"))[0], 4);
  EXPECT_EQ(cache.kept(), 2U);
}

TEST_F(TrainingSourceTest, heldOutPhotosAreNeverLearnedFrom) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 6), 2);
  spec.simulation.object.mapping = ObjectMapping::Pair;
  const auto source = opened(spec);
  EXPECT_EQ(source->trainingImages(), 4U);
  const auto heldOut = source->validation(0, 2).value();
  EXPECT_EQ(heldOut.names, (std::vector<std::string>{"photo04.png and photo05.png", "photo05.png and photo04.png"}));
  const auto training = source->training(0, 16).value();
  for (const auto& name : training.names) {
    EXPECT_EQ(name.find("photo04"), std::string::npos);
    EXPECT_EQ(name.find("photo05"), std::string::npos);
  }
  std::map<std::string, int> seen;
  for (const auto& name : training.names) ++seen[name.substr(0, 7)];
  for (const auto& [name, times] : seen) EXPECT_EQ(times, 4) << name;
  EXPECT_EQ(seen.size(), 4U);
}

TEST_F(TrainingSourceTest, heldOutPhotosMayLieInAFolderOfTheirOwn) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 3), 2);
  spec.data.validation_path = writePhotos("other", 4);
  const auto source = opened(spec);
  EXPECT_EQ(source->trainingImages(), 3U);
  EXPECT_EQ(source->validationImages(), 2U);
  EXPECT_EQ(source->validation(1, 1).value().names[0], "photo01.png");
  EXPECT_FALSE(source->validation(1, 2));
}

TEST_F(TrainingSourceTest, heldOutLeavesAreOnceAndForAllOthers) {
  TrainingSpec spec = leavesSpec();
  spec.simulation.object.mapping = ObjectMapping::Pair;
  const auto source = opened(spec);
  const auto heldOut = source->validation(0, 2).value();
  EXPECT_EQ(heldOut.names[1], "dead-leaves 1/-1000000000000001 and dead-leaves 1/-2000000000000001");
  spec.data.seed = 99;
  EXPECT_TRUE(sameBits(opened(spec)->validation(0, 2).value(), heldOut));
  EXPECT_EQ(source->training(5, 1).value().names[0], "dead-leaves 1/5 and dead-leaves 1/-6");
}

TEST_F(TrainingSourceTest, finiteLeavesComeAgain) {
  TrainingSpec spec = leavesSpec();
  spec.data.training_images = 3;
  const auto names = opened(spec)->training(0, 6).value().names;
  EXPECT_EQ(std::set<std::string>(names.begin(), names.begin() + 3).size(), 3U);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 3U);
}

TEST_F(TrainingSourceTest, augmentationTurnsObjectsAndIsSeeded) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 2), 1);  // one photo to learn from
  const auto turned = opened(spec)->training(0, 40).value();
  std::set<std::vector<float>> views;
  for (std::size_t k = 0; k < 40; ++k) {
    const RealImage view = turned.amplitude.copy(k);
    views.insert({view.begin(), view.end()});
  }
  EXPECT_EQ(views.size(), 8U);
  EXPECT_TRUE(sameBits(opened(spec)->training(0, 40).value(), turned));
  spec.data.seed = 2;
  EXPECT_FALSE(sameBits(opened(spec)->training(0, 40).value(), turned));
}

TEST_F(TrainingSourceTest, noiseDiffersFromSampleToSampleAndBadPixelsDoNot) {
  TrainingSpec spec = photoSpec(writePhotos("photos", 2), 1);
  spec.data.augment = false;
  spec.simulation.detector.photons_per_pattern = 1e6;
  spec.simulation.detector.dead_pixel_share = 0.05;
  spec.simulation.detector.hot_pixel_share = 0.05;
  const auto batch = opened(spec)->training(0, 2).value();
  const RealImage first = batch.magnitudes.copy(0);
  EXPECT_NE(first, batch.magnitudes.copy(4));
  RunContext context;
  const MaskImage mask = simulate(spec.simulation, {}, 1, context).value().acquisition.mask;
  std::size_t bad = 0;
  for (std::size_t j = 0; j < 8; ++j) {
    for (std::size_t p = 0; p < mask.size(); ++p) {
      if (mask[p] != 0) continue;
      ++bad;
      EXPECT_EQ(batch.magnitudes.image(j)[p], 0);
    }
  }
  EXPECT_GT(bad, 8 * 1000U);
  double energy = 0;
  for (const float m : first) energy += static_cast<double>(m) * static_cast<double>(m);
  EXPECT_GT(energy, 0);
}

TEST_F(TrainingSourceTest, takesProbeAndPositionsFromFiles) {
  SuppliedArrays supplied;
  supplied.probe = ComplexStack(1, 128, 128, Complex(2, 0));
  supplied.positions = {{0, 0}, {3, 5}};
  const auto source = TrainingSource::open(leavesSpec(), supplied).value();
  EXPECT_EQ(source->scan().object_cols, 133);
  EXPECT_EQ(source->probe().data()[7], Complex(2, 0));
  EXPECT_EQ(source->training(0, 1).value().magnitudes.count(), 2U);
  supplied.probe = ComplexStack(1, 64, 64);
  EXPECT_FALSE(TrainingSource::open(leavesSpec(), supplied));
}

TEST_F(TrainingSourceTest, refusesFoldersItCannotLearnFrom) {
  EXPECT_NE(refusal(photoSpec((m_root / "nowhere").string(), 1)).find("does not exist"), std::string::npos);
  std::filesystem::create_directories(m_root / "empty");
  EXPECT_NE(refusal(photoSpec((m_root / "empty").string(), 1)).find("holds no JPEG or PNG"), std::string::npos);
  const std::string folder = writePhotos("photos", 3);
  EXPECT_NE(refusal(photoSpec(folder, 3)).find("data.validation_images"), std::string::npos);
  TrainingSpec spec = photoSpec(folder, 1);
  spec.data.training_images = 3;
  EXPECT_NE(refusal(spec).find("data.training_images: is 3"), std::string::npos);
  spec = photoSpec(folder, 1);
  spec.data.validation_path = folder + "/.";
  EXPECT_NE(refusal(spec).find("folder to learn from"), std::string::npos);
  spec = photoSpec(folder, 2);
  spec.simulation.object.mapping = ObjectMapping::Pair;
  EXPECT_NE(refusal(spec).find("at least two"), std::string::npos);
}

TEST_F(TrainingSourceTest, refusesProbeScanAndRangesThatCannotBeMade) {
  TrainingSpec spec = leavesSpec();
  spec.simulation.scan.step_px = 500;
  EXPECT_EQ(refusal(spec).rfind("simulation.scan", 0), 0U) << refusal(spec);
  spec = leavesSpec();
  spec.simulation.probe.kind = ProbeKind::File;
  EXPECT_EQ(refusal(spec).rfind("simulation.probe", 0), 0U) << refusal(spec);
  spec = leavesSpec();
  spec.simulation.object.amplitude_min = 2;
  EXPECT_EQ(refusal(spec).rfind("simulation.object: amplitude_min", 0), 0U) << refusal(spec);
}

TEST_F(TrainingSourceTest, namesAPhotoThatCannotBeRead) {
  const std::string folder = writePhotos("photos", 3);
  std::ofstream(folder + "/photo01.png", std::ios::binary) << "no picture";
  const auto source = opened(photoSpec(folder, 1));
  const auto batch = source->training(0, 2);
  ASSERT_FALSE(batch);
  EXPECT_NE(batch.error().text().find("photo01.png"), std::string::npos);
  EXPECT_NE(batch.error().message.find("move it elsewhere"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
