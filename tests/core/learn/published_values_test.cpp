#include "core/learn/published_values.h"

#include <gtest/gtest.h>

#include "core/learn/presets.h"

namespace ptycho {
namespace {

TEST(PublishedValues, belongToTheStudysTrainings) {
  const auto of = [](const char* preset) { return publishedValueOf(findTrainingPreset(preset).value()); };
  EXPECT_EQ(of("reference-60-mse")->amplitude_nrmse, 0.0770);
  EXPECT_EQ(of("reference-60-dse")->phase_nrmse, 0.2352);
  EXPECT_EQ(of("plus-40")->phase_nrmse, 0.2745);
  EXPECT_EQ(of("laptop-20")->method, "ptychonet-mse");
  EXPECT_FALSE(of("plus-20"));
}

TEST(PublishedValues, areNotHeldAgainstOtherScansOrNetworks) {
  TrainingSpec spec = findTrainingPreset("reference-60-mse").value();
  spec.simulation.scan.grid = 8;
  EXPECT_FALSE(publishedValueOf(spec));
  spec = findTrainingPreset("reference-60-mse").value();
  spec.simulation.scan.step_px = 50;
  EXPECT_FALSE(publishedValueOf(spec));
  spec = findTrainingPreset("reference-60-mse").value();
  spec.network.kind = NetworkKind::UNet;
  EXPECT_FALSE(publishedValueOf(spec));
  EXPECT_FALSE(publishedValue("ptychonet-plus-gd", 20));
  EXPECT_EQ(publishedValue("ptychonet-plus-gd", 60)->amplitude_nrmse, 0.0796);
}

}  // namespace
}  // namespace ptycho
