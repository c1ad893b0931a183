#include "core/study/study_results.h"

#include <cmath>

#include "core/study/study_table.h"
#include "tests/core/study/planted_study.h"

namespace ptycho::testing {

using StudyTable = PlantedStudy;

TEST_F(StudyTable, hasTheNumbersOfTheEvaluations) {
  const StudyResults of = results();
  ASSERT_EQ(of.rows.size(), 3U);
  EXPECT_TRUE(of.problems.empty());
  const StudyRowResult& net = of.rows[0];
  EXPECT_EQ(net.amplitude.count, 6U);  // both seeds
  EXPECT_NEAR(net.amplitude.mean, 0.25, 1e-12);
  EXPECT_NEAR(net.amplitude.deviation, std::sqrt(0.055 / 5), 1e-12);
  EXPECT_NEAR(net.phase.mean, 0.5, 1e-12);
  ASSERT_EQ(net.run_amplitudes.size(), 2U);
  EXPECT_NEAR(net.run_amplitudes[1], 0.3, 1e-12);
  EXPECT_EQ(net.published->amplitude_nrmse, 0.0770);
  EXPECT_NEAR(of.rows[1].amplitude.mean, 0.02, 1e-12);
  EXPECT_FALSE(of.rows[1].published);
  EXPECT_NEAR(of.rows[2].amplitude.mean, 0.15, 1e-12);
  EXPECT_NEAR(of.rows[2].phase.mean, 0.4, 1e-12);
  EXPECT_TRUE(of.rows[2].complete);
}

TEST_F(StudyTable, isTheSameInEveryFormat) {
  const StudyResults of = results();
  const std::string csv = studyCsv(of);
  EXPECT_NE(csv.find("\r\nleaves,60,net,\"Net_1, 50 %\",done,0.25"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",0.077,0.2323\r\n"), std::string::npos) << csv;
  const std::string markdown = studyMarkdown(of);
  EXPECT_NE(
      markdown.find("| leaves | 60 px | Net_1, 50 % | 0.2500 ± 0.1049 | 0.5000 ± 0.2098 | 0.50 | 0.0770 | 0.2323 |"),
      std::string::npos)
      << markdown;
  EXPECT_NE(markdown.find("| Flat picture | 0.1500 ± 0.0000 | 0.4000 ± 0.0000 | – | – | – |"), std::string::npos);
  EXPECT_NE(markdown.find("0.020 to 0.024"), std::string::npos);
  const std::string latex = studyLatex(of);
  EXPECT_NE(latex.find("Net\\_1, 50 \\% & 0.2500 $\\pm$ 0.1049"), std::string::npos) << latex;
  const Json json = studyJson(of);
  EXPECT_EQ(json["rows"][0]["amplitude_nrmse"]["count"], 6);
  EXPECT_NEAR(json["rows"][0]["amplitude_nrmse"]["run_means"][1].get<double>(), 0.3, 1e-12);
  EXPECT_EQ(json["rows"][0]["published"]["phase_nrmse"], 0.2323);
  EXPECT_EQ(json["children"].size(), 5U);
  EXPECT_TRUE(studySpecFromJson(json["study"]));
}

TEST_F(StudyTable, saysWhatIsMissing) {
  std::filesystem::remove_all(m_folder.path() / "evaluate-chain-60-leaves");
  writeStatus("evaluate-net-60-seed2-leaves", RunState::Failed, "no space");
  std::filesystem::remove(m_folder.path() / "evaluate-net-60-seed1-leaves" / run_file::kResult);
  const StudyResults of = results();
  EXPECT_EQ(of.rows[1].state, "not begun");
  EXPECT_EQ(cellText(of.rows[1], of.rows[1].amplitude), "– (not begun)");
  EXPECT_EQ(of.rows[0].amplitude.count, 0U);
  EXPECT_FALSE(of.rows[0].complete);
  EXPECT_EQ(of.problems.size(), 2U);  // its table is gone, for the method and for the flat picture
  EXPECT_NE(studyMarkdown(of).find("not begun"), std::string::npos);
}

TEST_F(StudyTable, takesOneSeedWhileTheOtherIsMissing) {
  writeStatus("evaluate-net-60-seed2-leaves", RunState::Failed, "no space");
  const StudyResults of = results();
  EXPECT_EQ(of.rows[0].amplitude.count, 3U);
  EXPECT_EQ(of.rows[0].state, "failed: no space");
  EXPECT_FALSE(of.rows[0].complete);
}

TEST_F(StudyTable, readsTheCurvesOfTrainingsThatWentOn) {
  const StudyResults of = results();
  ASSERT_EQ(of.trainings.size(), 2U);
  const StudyTrainingResult& training = of.trainings[0];
  EXPECT_EQ(training.step_px, 60);
  EXPECT_EQ(training.title, "Net_1, 50 %");
  ASSERT_EQ(training.loss.size(), 3U);  // 10, 20, and 30 anew; what came after 20 before is forgotten
  EXPECT_EQ(training.loss[2], std::pair(30.0, 0.025));
  ASSERT_EQ(training.validation.size(), 1U);
  EXPECT_EQ(training.validation[0].amplitude, 0.12);
  EXPECT_EQ(training.steps, 30);
  EXPECT_TRUE(of.trainings[1].loss.empty());
}

}  // namespace ptycho::testing
