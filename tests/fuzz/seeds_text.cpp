#include "core/base/spec_json.h"
#include "core/learn/training_spec.h"
#include "core/measured/import_report.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/simulate.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

namespace {

ImportSpec askedSpec() {
  ImportSpec spec;
  spec.position_axes = AxesChoice::Yx;
  spec.position_unit = LengthChoice::Micrometre;
  spec.centre = CentreChoice::Mass;
  spec.crop_px = 4;
  spec.bin = 2;
  spec.rotation_deg = 12.5;
  spec.hot_pixel_ratio = 10;
  spec.probe = ProbeChoice::Aperture;
  return spec;
}

}  // namespace

std::vector<Seed> textSeeds(const std::string& target) {
  if (target == "spec_json") {
    return {{"simulation.json", jsonText(simulationSpecToJson({}), 1)},
            {"reconstruction.json", jsonText(reconstructionSpecToJson({}), 1)},
            {"training.json", jsonText(trainingSpecToJson({}), 1)},
            {"small.json", R"({"schema": 1, "probe": {"sigma_px": "nan", "window_px": 8}, "scan": {"grid": 3}})"}};
  }
  if (target == "import_spec") {
    ImportReport report;
    report.title = "CXI";
    report.conventions = {{"position_axes", "xy", Certainty::Stated, "x before y."}};
    report.checks = {{"centre_of_mass", CheckLevel::Warning, "off", "centre it"}};
    return {{"default.json", jsonText(specToJson(ImportSpec{}))},
            {"asked.json", jsonText(specToJson(askedSpec()))},
            {"short.json", R"({"crop_px": 4, "centre": "given", "centre_row": 2.5, "every": 2, "bad_values": "mask"})"},
            {"report.json", jsonText(importReportToJson(report))}};
  }
  if (target == "events") {
    return {{"events.jsonl", "{\"event\":\"started\",\"time\":\"2024-05-01T10:00:00+02:00\"}\n"
                             "{\"iteration\":1,\"residual\":0.5,\"update\":\"nan\"}\n{\"iteration\":2,\"resi"},
            {"status.json", R"({"schema":1,"state":"running","pid":12,"host":"h","boot_id":"b","heartbeat":3,"done":1})"},
            {"blank.jsonl", "\n\n[1,2]\n{}\n"}};
  }
  return {};
}

}  // namespace ptycho::fuzz
