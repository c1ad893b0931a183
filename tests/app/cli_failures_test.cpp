#include <gtest/gtest.h>

#include "core/store/evaluation_file.h"
#include "tests/app/cli_process.h"
#include "tests/core/analyse/planted_failures.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

void writePlanted(const std::filesystem::path& file) {
  StoredEvaluation stored{testing::evaluationWith(300,
                                                  [](const EvaluationRecord& record) {
                                                    return record.features.local_contrast < 0.15 ? 0.2 : 0.0;
                                                  }),
                          "photos", "{}"};
  stored.evaluation.records[7].phase_nrmse = EvaluationRecord::kNone;
  stored.evaluation.records[7].problem = "diverged";
  stored.evaluation.records[8].shares = {0.5, 0.25, 0.1, 0.2, 0.3, 0.4, 0.1, 0.6};
  ASSERT_TRUE(writeEvaluation(file, stored));
}

TEST(FailuresVerb, tellsThePlantedCause) {
  const WorkFolder folder;
  writePlanted(folder / "e.h5");
  const auto text = cli("failures e.h5 --limit 3", folder.path());
  ASSERT_EQ(text.exit_code, 0) << text.err;
  EXPECT_EQ(text.out.find("network: 299 images, median amplitude + phase NRMSE 0."), 0U) << text.out;
  EXPECT_NE(text.out.find("\n  local_contrast          -0."), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("\n  local contrast below 0.1"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("\n  weak light         50 % of the error on  10 % of the object"), std::string::npos)
      << text.out;
  EXPECT_NE(text.out.find("worst images\n  photo 7.jpg "), std::string::npos) << text.out;
  const auto json = cli("failures e.h5 --error amplitude --method network --json", folder.path()).json();
  EXPECT_EQ(json["error"], "amplitude");
  const auto& report = json["methods"]["network"];
  EXPECT_EQ(report["causes"][0]["feature"], "local_contrast");
  EXPECT_TRUE(report["causes"][0]["confirmed"].get<bool>());
  EXPECT_TRUE(report["slices"][0]["confirmed"].get<bool>());
  EXPECT_EQ(report["budget"][1]["place"], "seams of windows");
  EXPECT_EQ(report["budget"][1]["images"], 1);
}

TEST(FailuresVerb, refusesWhatIsNoEvaluation) {
  const WorkFolder folder;
  writePlanted(folder / "e.h5");
  EXPECT_EQ(cli("failures nowhere.h5", folder.path()).exit_code, 2);
  EXPECT_EQ(cli("failures e.h5 --error size", folder.path()).exit_code, 2);
  const auto method = cli("failures e.h5 --method chain", folder.path());
  EXPECT_EQ(method.exit_code, 2);
  EXPECT_NE(method.err.find("it has network"), std::string::npos) << method.err;
  EXPECT_EQ(cli("failures .", folder.path()).exit_code, 2);
}

}  // namespace
}  // namespace ptycho
