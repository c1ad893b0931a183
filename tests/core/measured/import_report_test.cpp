#include "core/measured/import_report.h"

#include <gtest/gtest.h>

namespace ptycho {
namespace {

ImportReport sample() {
  ImportReport report;
  report.file = "scan.cxi";
  report.format = "cxi";
  report.title = "CXI";
  report.conventions = {{"position_axes", "xy", Certainty::Format, "CXI has x first."},
                        {"quantity", "intensity", Certainty::Asked, "As asked."}};
  report.checks = {{"values", CheckLevel::Problem, "3 negative values.", "Set bad_values."}};
  report.notes = {"One note."};
  report.ignored = {"/entry_1/other"};
  report.spec.bin = 4;
  report.spec.position_axes = AxesChoice::Yx;
  return report;
}

TEST(ImportReport, comesBackFromItsText) {
  const ImportReport report = sample();
  const auto back = importReportFromJson(parseJson(jsonText(importReportToJson(report)), "").value());
  ASSERT_TRUE(back.has_value()) << back.error().text();
  EXPECT_EQ(jsonText(importReportToJson(*back)), jsonText(importReportToJson(report)));
  EXPECT_EQ(back->spec, report.spec);
  EXPECT_EQ(back->checks.front().level, CheckLevel::Problem);
  EXPECT_EQ(back->conventions.back().certainty, Certainty::Asked);
}

TEST(ImportReport, refusesOtherThings) {
  const auto refuses = [](auto&& change) {
    Json json = importReportToJson(sample());
    change(json);
    return !importReportFromJson(json).has_value();
  };
  EXPECT_FALSE(refuses([](Json&) {}));
  EXPECT_TRUE(refuses([](Json& json) { json = Json::array(); }));
  EXPECT_TRUE(refuses([](Json& json) { json.erase("schema"); }));
  EXPECT_TRUE(refuses([](Json& json) { json["schema"] = 99; }));
  EXPECT_TRUE(refuses([](Json& json) { json["notes"] = "one"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["notes"] = Json::array({1}); }));
  EXPECT_TRUE(refuses([](Json& json) { json["conventions"][0]["certainty"] = "sure"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["checks"] = Json::array({5}); }));
  EXPECT_TRUE(refuses([](Json& json) { json["spec"]["bin"] = 1000; }));
}

}  // namespace
}  // namespace ptycho
