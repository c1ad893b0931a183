#include <gtest/gtest.h>

#include "core/simulate/presets.h"

namespace ptycho {
namespace {

TEST(SimulationSpec, comesBackFromJson) {
  SimulationSpec spec;
  spec.object.source = ObjectSource::Folder;
  spec.object.path = "photos";
  spec.probe.kind = ProbeKind::Disk;
  spec.scan.pattern = ScanPattern::Fermat;
  spec.detector.photons_per_pattern = 1e5;
  spec.geometry.energy_keV = 12.4;
  spec.subpixel = SubpixelMethod::Bilinear;
  const auto read = simulationSpecFromJson(parseJson(jsonText(simulationSpecToJson(spec)), "test").value());
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, spec);
}

TEST(SimulationSpec, namesUnknownSectionsAndFields) {
  EXPECT_NE(simulationSpecFromJson(Json{{"lens", Json::object()}}).error().text().find("lens"), std::string::npos);
  EXPECT_NE(simulationSpecFromJson(Json{{"probe", {{"sigma", 3}}}}).error().text().find("probe: sigma"),
            std::string::npos);
  EXPECT_NE(simulationSpecFromJson(Json{{"probe", {{"sigma_px", -3}}}}).error().text().find("outside"),
            std::string::npos);
  EXPECT_EQ(simulationSpecFromJson(Json{{"schema", 7}}).error().code, ErrorCode::Unsupported);
}

TEST(SimulationPresets, areTheReferenceScans) {
  for (const int step : {20, 40, 60}) {
    const auto spec = findSimulationPreset("reference-" + std::to_string(step));
    ASSERT_TRUE(spec);
    EXPECT_EQ(spec->scan.step_px, step);
    EXPECT_EQ(spec->probe, ProbeSpec{});
  }
  EXPECT_NE(findSimulationPreset("reference-50").error().text().find("reference-60"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
