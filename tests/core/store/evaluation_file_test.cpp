#include "core/store/evaluation_file.h"

#include <cmath>
#include <limits>

#include "core/evaluate/evaluation_columns.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using EvaluationFile = StoreTest;

namespace {

/// Two methods on three images, one of them not done by the second method; numbers that are none among them.
StoredEvaluation sample() {
  StoredEvaluation stored;
  stored.name = "test photos";
  stored.spec_json = R"({"schema": 1})";
  Evaluation& evaluation = stored.evaluation;
  evaluation.methods = {"chain", "network"};
  evaluation.images = 4;
  evaluation.completion = Completion::StoppedEarly;
  evaluation.seconds = 12.5;
  double value = 1.0 / 3;
  for (int k = 0; k < 5; ++k) {
    EvaluationRecord record;
    record.image = 7 + k / 2;
    record.method = k % 2;
    record.name = "phöto " + std::to_string(k) + ".jpg";
    for (const auto& column : evaluationColumns()) column.set(record, value *= 1.1);
    record.iterations = 100 + k;
    evaluation.records.push_back(record);
  }
  evaluation.records[1].amplitude_psnr = std::numeric_limits<double>::infinity();
  evaluation.records[3].amplitude_nrmse = std::nan("");
  evaluation.records[3].problem = "network: " + std::string(300, 'x');
  const ComplexImage truth = fullAcquisition().truth;
  ComplexImage estimate = truth;
  estimate[3] = {std::nanf(""), -1};
  evaluation.kept = {{7, 0, estimate, truth}, {8, 0, truth, truth}, {9, 0, estimate, estimate}};
  return stored;
}

bool sameBits(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEST_F(EvaluationFile, keepsEveryBit) {
  const StoredEvaluation stored = sample();
  ASSERT_TRUE(ok(writeEvaluation(at("result.h5"), stored)));
  const auto read = readEvaluation(at("result.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->name, stored.name);
  EXPECT_EQ(read->spec_json, stored.spec_json);
  const Evaluation& a = stored.evaluation;
  const Evaluation& b = read->evaluation;
  EXPECT_EQ(a.methods, b.methods);
  EXPECT_EQ(a.images, b.images);
  EXPECT_EQ(a.completion, b.completion);
  EXPECT_EQ(a.seconds, b.seconds);
  ASSERT_EQ(a.records.size(), b.records.size());
  for (std::size_t k = 0; k < a.records.size(); ++k) {
    EXPECT_EQ(a.records[k].image, b.records[k].image);
    EXPECT_EQ(a.records[k].method, b.records[k].method);
    EXPECT_EQ(a.records[k].name, b.records[k].name);
    EXPECT_EQ(a.records[k].problem, b.records[k].problem);
    for (const auto& column : evaluationColumns()) {
      EXPECT_TRUE(sameBits(column.get(a.records[k]), column.get(b.records[k]))) << column.key;
    }
  }
  ASSERT_EQ(b.kept.size(), 3U);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(a.kept[k].image, b.kept[k].image);
    EXPECT_EQ(a.kept[k].method, b.kept[k].method);
    EXPECT_EQ(a.kept[k].truth[0], b.kept[k].truth[0]);
    EXPECT_EQ(a.kept[k].object[5], b.kept[k].object[5]);
  }
  EXPECT_TRUE(std::isnan(b.kept[0].object[3].real()));
  EXPECT_EQ(a.kept[1].object, b.kept[1].object);
}

TEST_F(EvaluationFile, keepsATableWithoutEstimatesOrRows) {
  StoredEvaluation stored = sample();
  stored.evaluation.kept.clear();
  ASSERT_TRUE(ok(writeEvaluation(at("a.h5"), stored)));
  EXPECT_TRUE(readEvaluation(at("a.h5"))->evaluation.kept.empty());
  stored.evaluation.records.clear();
  ASSERT_TRUE(ok(writeEvaluation(at("b.h5"), stored)));
  EXPECT_TRUE(readEvaluation(at("b.h5"))->evaluation.records.empty());
}

TEST_F(EvaluationFile, readsTheTableWithoutThePictures) {
  const StoredEvaluation stored = sample();
  ASSERT_TRUE(ok(writeEvaluation(at("result.h5"), stored)));
  const auto table = readEvaluationTable(at("result.h5"));
  ASSERT_TRUE(ok(table));
  EXPECT_TRUE(table->stored.evaluation.kept.empty());
  EXPECT_EQ(evaluationCsv(table->stored.evaluation), evaluationCsv(stored.evaluation));
  EXPECT_EQ(table->stored.spec_json, stored.spec_json);
  EXPECT_EQ(table->stored.evaluation.completion, Completion::StoppedEarly);
  ASSERT_EQ(table->kept.size(), 3U);
  EXPECT_EQ(table->kept[2].image, 9);
  EXPECT_EQ(table->kept[2].method, 0);
}

TEST_F(EvaluationFile, readsOneEstimateAtATime) {
  const StoredEvaluation stored = sample();
  ASSERT_TRUE(ok(writeEvaluation(at("result.h5"), stored)));
  for (std::size_t k = 0; k < 3; ++k) {
    const auto kept = readKeptEstimate(at("result.h5"), k);
    ASSERT_TRUE(ok(kept));
    EXPECT_EQ(kept->image, stored.evaluation.kept[k].image);
    EXPECT_EQ(kept->truth[5], stored.evaluation.kept[k].truth[5]);
    EXPECT_EQ(kept->object[5], stored.evaluation.kept[k].object[5]);
  }
  EXPECT_TRUE(std::isnan(readKeptEstimate(at("result.h5"), 0)->object[3].real()));
  const auto missing = readKeptEstimate(at("result.h5"), 3);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().text().find("no number 3"), std::string::npos) << missing.error().text();
  StoredEvaluation none = sample();
  none.evaluation.kept.clear();
  ASSERT_TRUE(ok(writeEvaluation(at("none.h5"), none)));
  EXPECT_TRUE(readEvaluationTable(at("none.h5"))->kept.empty());
  EXPECT_FALSE(readKeptEstimate(at("none.h5"), 0));
}

TEST_F(EvaluationFile, ofAnOlderVersionHasNoSharesAtSeams) {
  ASSERT_TRUE(ok(writeEvaluation(at("result.h5"), sample())));
  {
    RawFile raw(at("result.h5"), H5F_ACC_RDWR);
    for (const char* path : {"/records/seam_error_share", "/records/seam_area_share", "/records/flat_error_share",
                             "/records/flat_area_share"}) {
      raw.remove(path);
    }
  }
  const auto read = readEvaluation(at("result.h5"));
  ASSERT_TRUE(ok(read));
  const EvaluationRecord& record = read->evaluation.records[2];
  EXPECT_TRUE(std::isnan(record.shares.seam) && std::isnan(record.shares.seam_area));
  EXPECT_TRUE(std::isnan(record.shares.uniform) && std::isnan(record.shares.uniform_area));
  EXPECT_EQ(record.shares.dark, sample().evaluation.records[2].shares.dark);
}

TEST_F(EvaluationFile, equalContentGivesEqualBytes) {
  ASSERT_TRUE(ok(writeEvaluation(at("a.h5"), sample())));
  ASSERT_TRUE(ok(writeEvaluation(at("b.h5"), sample())));
  EXPECT_TRUE(bytesOf(at("a.h5")) == bytesOf(at("b.h5")));
}

TEST_F(EvaluationFile, refusesToWriteWhatNobodyCouldRead) {
  const auto refused = [this](const StoredEvaluation& stored) {
    const auto written = writeEvaluation(at("x.h5"), stored);
    return written ? std::string() : written.error().text();
  };
  StoredEvaluation stored = sample();
  stored.evaluation.records[0].method = 2;
  EXPECT_NE(refused(stored).find("method 2 of 2"), std::string::npos);
  stored = sample();
  stored.evaluation.records[2].image = 7;
  EXPECT_NE(refused(stored).find("image 7 twice"), std::string::npos);
  stored = sample();
  stored.evaluation.kept[1].image = 12;
  EXPECT_NE(refused(stored).find("no record"), std::string::npos);
  stored = sample();
  stored.evaluation.kept[1].truth = ComplexImage(3, 3);
  EXPECT_NE(refused(stored).find("differ in size"), std::string::npos);
  EXPECT_TRUE(filesOf(folder()).empty());
}

TEST_F(EvaluationFile, refusesFilesThatMakeNoSense) {
  struct Damage {
    const char* path;
    std::vector<double> values;  ///< empty: the data set is gone
    const char* says;
  };
  const Damage damages[] = {{"/records/residual", {}, "/records/residual"},
                            {"/records/residual", {1, 2}, "has 2 rows, but the table has 5"},
                            {"/records/image", {7, 7, 8, 8, 0.5}, "0.5"},
                            {"/records/image", {7, 7, 8, 8, std::nan("")}, "no number of an image"},
                            {"/records/method", {0, 1, 0, 1, 7}, "method 7 of 2"},
                            {"/records/method", {0, 1, 0, 1, -1}, "no number of an image"},
                            {"/records/image", {7, 7, 7, 8, 9}, "image 7 twice"},
                            {"/kept/image", {7, 8, 11}, "which no record has"},
                            {"/kept/image", {7, 8}, "has 3 rows, but the table has 2"},
                            {"/kept/truth", {}, "/kept/truth"},
                            {"/methods", {}, "/methods"}};
  for (const Damage& damage : damages) {
    ASSERT_TRUE(ok(writeEvaluation(at("result.h5"), sample())));
    {
      RawFile raw(at("result.h5"), H5F_ACC_RDWR);
      raw.remove(damage.path);
      if (!damage.values.empty()) raw.doubles(damage.path, {damage.values.size()}, damage.values);
    }
    const auto read = readEvaluation(at("result.h5"));
    ASSERT_FALSE(read.has_value()) << damage.path;
    EXPECT_NE(read.error().text().find(damage.says), std::string::npos) << read.error().text();
    EXPECT_NE(read.error().text().find("result.h5"), std::string::npos) << read.error().text();
    const auto table = readEvaluationTable(at("result.h5"));
    ASSERT_FALSE(table.has_value()) << damage.path;
    EXPECT_EQ(table.error().text(), read.error().text());
  }
}

TEST_F(EvaluationFile, refusesFilesOfAnotherKind) {
  ASSERT_TRUE(ok(writeResult(at("result.h5"), fullResult())));
  const auto read = readEvaluation(at("result.h5"));
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().text().find("evaluation"), std::string::npos) << read.error().text();
  EXPECT_FALSE(readEvaluationTable(at("result.h5")));
  EXPECT_FALSE(readKeptEstimate(at("result.h5"), 0));
  writeBytes(at("text.h5"), "no file of HDF5");
  EXPECT_FALSE(readEvaluation(at("text.h5")));
  EXPECT_FALSE(readEvaluation(at("nowhere.h5")));
}

}  // namespace ptycho::testing
