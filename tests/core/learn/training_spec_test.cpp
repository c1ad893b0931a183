#include "core/learn/training_spec.h"

#include <set>

#include <gtest/gtest.h>

#include "core/learn/presets.h"

namespace ptycho {
namespace {

TEST(TrainingSpec, comesBackFromJsonAsItWas) {
  for (const auto& preset : trainingPresets()) {
    TrainingSpec spec = preset.spec;
    spec.network.unrolled_steps = 3;
    spec.optimiser.ema_decay = 0.995;
    spec.simulation.object.source = ObjectSource::Folder;
    spec.simulation.object.path = "photos/ä";
    spec.loop.device = "cuda:1";
    const auto back = trainingSpecFromJson(trainingSpecToJson(spec));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(*back, spec) << preset.name;
  }
}

TEST(TrainingSpec, everyPresetCanBeTrained) {
  std::set<std::string> names;
  for (const auto& preset : trainingPresets()) {
    const auto checked = checkTrainingSpec(preset.spec);
    EXPECT_TRUE(checked) << preset.name << ": " << checked.error().text();
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    EXPECT_EQ(preset.spec.simulation.object.source, ObjectSource::DeadLeaves) << preset.name;
    EXPECT_LT(preset.spec.optimiser.warmup_steps, preset.spec.loop.steps) << preset.name;
    EXPECT_LE(preset.spec.loop.validate_every, preset.spec.loop.steps) << preset.name;
  }
  EXPECT_TRUE(names.contains("laptop-60") && names.contains("laptop-plus-60") && names.contains("laptop-unrolled-60"));
}

TEST(TrainingSpec, laptopPresetsEndAfterHalfAnHour) {
  for (const auto& preset : trainingPresets()) {
    if (!preset.name.starts_with("laptop-")) continue;
    EXPECT_EQ(preset.spec.loop.budget_minutes, 30) << preset.name;
    EXPECT_EQ(preset.spec.network.base_channels, 16) << preset.name;
  }
}

TEST(TrainingSpec, presetsAreTheReferenceStudysSettings) {
  const TrainingSpec spec = findTrainingPreset("reference-40-dse").value();
  EXPECT_EQ(spec.simulation.scan.step_px, 40);
  EXPECT_EQ(spec.loss.dft_weight, 1);
  EXPECT_EQ(spec.optimiser.learning_rate, 2e-4);
  EXPECT_EQ(spec.optimiser.beta1, 0.5);
  EXPECT_EQ(spec.loop.batch_objects, 32);
  EXPECT_EQ(findTrainingPreset("plus-20").value().network.kind, NetworkKind::PtychoNetPlus);
  for (const auto& preset : trainingPresets()) EXPECT_TRUE(checkTrainingSpec(preset.spec)) << preset.name;
}

TEST(TrainingSpec, unknownNamesAreListedWithTheKnown) {
  const auto preset = findTrainingPreset("reference-50-mse");
  ASSERT_FALSE(preset);
  EXPECT_NE(preset.error().text().find("reference-60-mse"), std::string::npos);
  const auto section = trainingSpecFromJson(Json{{"networks", Json::object()}});
  ASSERT_FALSE(section);
  EXPECT_NE(section.error().text().find("network, simulation"), std::string::npos);
  const auto field = trainingSpecFromJson(Json{{"loop", {{"step", 3}}}});
  ASSERT_FALSE(field);
  EXPECT_NE(field.error().text().find("batch_objects"), std::string::npos);
}

TEST(TrainingSpec, contradictionsNameFieldAndRemedy) {
  TrainingSpec spec;
  spec.loop.micro_batch = 5;
  EXPECT_NE(checkTrainingSpec(spec).error().text().find("divisor"), std::string::npos);
  spec = {};
  spec.simulation.probe.window_px = 96;
  EXPECT_NE(checkTrainingSpec(spec).error().text().find("probe.window_px"), std::string::npos);
  spec = {};
  spec.loss.mse_weight = 0;
  EXPECT_NE(checkTrainingSpec(spec).error().text().find("dft_weight"), std::string::npos);
  spec = {};
  spec.simulation.object.source = ObjectSource::Folder;
  EXPECT_NE(checkTrainingSpec(spec).error().text().find("object.path"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
