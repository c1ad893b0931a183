#include "core/analyse/summary_table.h"

#include <gtest/gtest.h>

#include "core/evaluate/evaluation_summary.h"

namespace ptycho {
namespace {

EvaluationRecord record(int image, int method, double amplitude) {
  EvaluationRecord made;
  made.image = image;
  made.method = method;
  made.amplitude_nrmse = amplitude;
  made.flat_amplitude_nrmse = 0.5;
  return made;
}

Evaluation twoMethods() {
  Evaluation evaluation;
  evaluation.methods = {"network", "hybrid"};
  evaluation.images = 2;
  evaluation.records = {record(0, 0, 0.1), record(0, 1, 0.01), record(1, 0, 0.3), record(1, 1, 0.03)};
  return evaluation;
}

TEST(SummaryTable, hasARowAMethodWithMeanAndDeviation) {
  const Evaluation evaluation = twoMethods();
  const TextTable table = summaryTable({{"a", &evaluation}}, {"amplitude_nrmse", "seconds"}, true);
  ASSERT_EQ(table.header.size(), 4U);
  EXPECT_EQ(table.header[0], "method");
  EXPECT_EQ(table.header[3], evaluationColumn("seconds").label + " [s]");
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0][0], "flat picture");
  EXPECT_EQ(table.rows[0][2], summaryText(summarise(evaluation, 0, evaluationColumn("flat_amplitude_nrmse"))));
  EXPECT_EQ(table.rows[0][3], "");
  EXPECT_EQ(table.rows[1][0], "network");
  EXPECT_EQ(table.rows[1][2].substr(0, 3), "0.2");
}

TEST(SummaryTable, namesTheEvaluationWhereThereAreSeveral) {
  const Evaluation evaluation = twoMethods();
  const TextTable table = summaryTable({{"a", &evaluation}, {"b", &evaluation}}, {"amplitude_nrmse"}, false);
  EXPECT_EQ(table.header[0], "evaluation");
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0][0], "a");
  EXPECT_EQ(table.rows[3][0], "b");
  EXPECT_EQ(table.rows[3][1], "hybrid");
  EXPECT_EQ(table.rows[3].size(), table.header.size());
}

}  // namespace
}  // namespace ptycho
