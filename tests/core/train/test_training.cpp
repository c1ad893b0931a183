#include "tests/core/train/test_training.h"

#include <gtest/gtest.h>

namespace ptycho {

TrainingSpec smallTraining() {
  TrainingSpec spec;
  spec.network.base_channels = 4;
  spec.simulation.scan.grid = 2;
  spec.simulation.scan.step_px = 40;
  spec.data.validation_images = 3;
  spec.loop.steps = 6;
  spec.loop.batch_objects = 2;
  spec.loop.micro_batch = 1;
  spec.loop.validate_every = 4;
  spec.loop.record_every = 1;
  spec.loop.device = "cpu";
  return spec;
}

bool TrainingWatcher::keepGoing() { return stop_at < 0 || m_step < stop_at; }

void TrainingWatcher::publish(std::string_view name, const ComplexImage& shown) {
  published.emplace_back(name);
  picture = shown;
}

std::vector<double> TrainingWatcher::numbers(const std::string& kind, const std::string& key) const {
  std::vector<double> list;
  for (const Event& event : events) {
    bool wanted = false;
    for (const auto& [name, value] : event) {
      if (name == "kind") wanted = value == FieldValue(kind);
      if (!wanted || name != key) continue;
      if (const auto* real = std::get_if<double>(&value)) list.push_back(*real);
      if (const auto* whole = std::get_if<std::int64_t>(&value)) list.push_back(static_cast<double>(*whole));
    }
  }
  return list;
}

WatchedTraining watchTraining(const TrainingSpec& spec, TrainingWatcher& watcher, const TrainingState* resume) {
  WatchedTraining watched{badInput("did not run"), {}, 0};
  TrainingInput input;
  input.threads = 1;
  input.resume = resume;
  input.on_checkpoint = [&watched](const TrainingState& state) -> Result<void> {
    watched.state = state;
    ++watched.checkpoints;
    return {};
  };
  watched.outcome = train(spec, input, watcher);
  return watched;
}

void expectSameState(const TrainingState& a, const TrainingState& b) {
  ASSERT_EQ(a.tensors.size(), b.tensors.size());
  for (std::size_t k = 0; k < a.tensors.size(); ++k) {
    EXPECT_EQ(a.tensors[k].layout, b.tensors[k].layout);
    EXPECT_TRUE(a.tensors[k].bytes == b.tensors[k].bytes) << a.tensors[k].layout.name;
  }
  for (const char* key : {"step", "validated_step", "smoothed_loss", "smallest_loss"}) {
    EXPECT_EQ(a.values.at(key), b.values.at(key)) << key;
  }
  ASSERT_EQ(a.values.at("history").size(), b.values.at("history").size());
  for (std::size_t k = 0; k < a.values.at("history").size(); ++k) {
    Json first = a.values.at("history")[k];
    Json second = b.values.at("history")[k];
    first.erase("seconds");
    second.erase("seconds");
    EXPECT_EQ(first, second);
  }
}

}  // namespace ptycho
