#include "core/train/training_layout.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/train/same_training.h"
#include "tests/core/train/test_training.h"

namespace ptycho {
namespace {

std::vector<TensorLayout> layoutsOf(const TrainingState& state) {
  std::vector<TensorLayout> list;
  for (const NamedTensor& tensor : state.tensors) list.push_back(tensor.layout);
  return list;
}

/// The tensors of a real checkpoint with averaged and best weights.
const std::vector<TensorLayout>& goodLayouts() {
  static const std::vector<TensorLayout> layouts = [] {
    TrainingSpec spec = smallTraining();
    spec.optimiser.ema_decay = 0.9;
    spec.loop.steps = 1;
    TrainingWatcher watcher;
    return layoutsOf(watchTraining(spec, watcher).state);
  }();
  return layouts;
}

TrainingSpec averagedTraining() {
  TrainingSpec spec = smallTraining();
  spec.optimiser.ema_decay = 0.9;
  return spec;
}

TEST(TrainingLayout, acceptsWhatATrainingWrites) {
  ASSERT_FALSE(goodLayouts().empty());
  const auto checked = checkTrainingLayout(averagedTraining(), goodLayouts());
  EXPECT_TRUE(checked) << checked.error().text();
}

TEST(TrainingLayout, refusesWhatIsMissing) {
  std::vector<TensorLayout> layouts = goodLayouts();
  std::erase_if(layouts, [](const TensorLayout& layout) { return layout.name.starts_with("average."); });
  EXPECT_FALSE(checkTrainingLayout(averagedTraining(), layouts));
  EXPECT_TRUE(checkTrainingLayout(smallTraining(), layouts));
  EXPECT_FALSE(checkTrainingLayout(averagedTraining(), {}));
}

TEST(TrainingLayout, refusesHugeAndForeignTensors) {
  std::vector<TensorLayout> layouts = goodLayouts();
  const auto moment = std::ranges::find_if(
      layouts, [](const TensorLayout& layout) { return layout.name.starts_with("adam_square."); });
  ASSERT_NE(moment, layouts.end());
  moment->shape = {1 << 20, 1 << 20};
  const auto huge = checkTrainingLayout(averagedTraining(), layouts);
  ASSERT_FALSE(huge);
  EXPECT_NE(huge.error().text().find(moment->name), std::string::npos) << huge.error().text();
  layouts = goodLayouts();
  layouts.push_back({"elsewhere", TensorType::Float32, {1}});
  EXPECT_FALSE(checkTrainingLayout(averagedTraining(), layouts));
  layouts.back().name = "weights.elsewhere";
  EXPECT_FALSE(checkTrainingLayout(averagedTraining(), layouts));
}

TEST(SameTraining, leavesFreeWhatChangesNoNumbers) {
  const TrainingSpec begun = smallTraining();
  TrainingSpec now = begun;
  now.loop.steps = 1000;
  now.loop.budget_minutes = 3;
  now.loop.validate_every = 7;
  now.loop.record_every = 9;
  now.loop.checkpoint_every_s = 1;
  now.loop.device = "auto";
  now.data.loader_threads = 5;
  now.data.cache_gb = 7;
  EXPECT_TRUE(checkSameTraining(begun, now));
  now.network.attention = true;
  const auto checked = checkSameTraining(begun, now);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().where, "network.attention");
}

}  // namespace
}  // namespace ptycho
