#include "core/evaluate/evaluation_columns.h"

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

/// A different awkward number in every column.
EvaluationRecord filled() {
  EvaluationRecord record;
  record.image = 7;
  record.name = "ünïcode, \"quoted\".jpg";
  record.method = 1;
  double value = 1.0 / 3;
  for (const auto& column : evaluationColumns()) column.set(record, column.key == "iterations" ? 17 : value *= 1.7);
  return record;
}

TEST(EvaluationColumns, eachHasAMemberOfItsOwn) {
  std::set<std::string> keys;
  EvaluationRecord record;
  int k = 0;
  for (const auto& column : evaluationColumns()) {
    EXPECT_TRUE(keys.insert(column.key).second) << column.key;
    column.set(record, ++k);
  }
  k = 0;
  for (const auto& column : evaluationColumns()) EXPECT_EQ(column.get(record), ++k) << column.key;
  EXPECT_THROW((void)evaluationColumn("amplitude"), std::invalid_argument);
  EXPECT_EQ(featureColumns().size(), 6U);
}

TEST(EvaluationColumns, leaveWholeNumbersAloneThatDoNotFit) {
  EvaluationRecord record;
  record.iterations = 5;
  for (const double value : {1e300, std::nan(""), -std::numeric_limits<double>::infinity()}) {
    evaluationColumn("iterations").set(record, value);
    EXPECT_EQ(record.iterations, 5);
  }
}

/// Through the text of an event, as events.jsonl holds it.
TEST(EvaluationColumns, comeBackFromAnEventBitForBit) {
  EvaluationRecord record = filled();
  record.residual = std::nan("");
  record.amplitude_psnr = std::numeric_limits<double>::infinity();
  record.problem = "diverged";
  const std::vector<std::string> methods{"chain", "network"};
  Json json = Json::object();
  for (const auto& [key, value] : evaluationEvent(record, methods)) json[key] = fieldValueToJson(value);
  const auto read = evaluationRecordOf(parseJson(jsonText(json), "event").value(), methods);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->image, record.image);
  EXPECT_EQ(read->name, record.name);
  EXPECT_EQ(read->method, 1);
  EXPECT_EQ(read->problem, "diverged");
  for (const auto& column : evaluationColumns()) {
    const double a = column.get(record), b = column.get(*read);
    EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << column.key;
  }
  EXPECT_FALSE(evaluationRecordOf(json, {"chain", "hybrid"}));
  EXPECT_FALSE(evaluationRecordOf(Json{{"event", "resumed"}}, methods));
  json.erase("seam_error_share");
  const auto older = evaluationRecordOf(json, methods);
  ASSERT_TRUE(older);
  EXPECT_TRUE(std::isnan(older->shares.seam));
  EXPECT_EQ(older->shares.uniform, record.shares.uniform);
  json.erase("residual");
  EXPECT_FALSE(evaluationRecordOf(json, methods));
}

TEST(EvaluationColumns, makeATableOfTextThatProgramsRead) {
  Evaluation evaluation;
  evaluation.methods = {"chain", "network"};
  evaluation.records = {filled()};
  const std::string text = evaluationCsv(evaluation);
  EXPECT_EQ(text.find("image,name,method,amplitude_nrmse,phase_nrmse,"), 0U);
  EXPECT_NE(text.find("\r\n7,\"ünïcode, \"\"quoted\"\".jpg\",network,0.5666666666666667,"), std::string::npos) << text;
  EXPECT_EQ(text.substr(text.size() - 3), ",\r\n");  // no problem
}

}  // namespace
}  // namespace ptycho
