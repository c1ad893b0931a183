#include "core/store/result_file.h"

#include <chrono>
#include <cmath>

#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using ResultFile = StoreTest;

TEST_F(ResultFile, keepsEveryBit) {
  const ResultRecord record = fullResult();
  ASSERT_TRUE(ok(writeResult(at("result.h5"), record)));
  const auto read = readResult(at("result.h5"));
  ASSERT_TRUE(ok(read));
  expectSame(record, *read);
}

TEST_F(ResultFile, factsAreAllButThePictures) {
  ResultRecord record = fullResult();
  record.reconstruction.halves = RingCorrelation{{0.1, 0.2}, {0.9, 0.1}, {0.3, 0.2}, 0.19, 0.15};
  ASSERT_TRUE(ok(writeResult(at("result.h5"), record)));
  const auto facts = readResultFacts(at("result.h5"));
  ASSERT_TRUE(ok(facts));
  EXPECT_EQ(facts->name, record.name);
  EXPECT_EQ(facts->spec_json, record.spec_json);
  EXPECT_EQ(facts->acquisition, record.acquisition);
  EXPECT_TRUE(facts->reconstruction.object.empty());
  EXPECT_TRUE(facts->reconstruction.probe.empty());
  EXPECT_EQ(facts->reconstruction.residual, record.reconstruction.residual);
  EXPECT_EQ(facts->reconstruction.iterations, record.reconstruction.iterations);
  ASSERT_EQ(facts->reconstruction.history.size(), record.reconstruction.history.size());
  EXPECT_EQ(facts->reconstruction.history.back().update, record.reconstruction.history.back().update);
  ASSERT_TRUE(facts->reconstruction.halves);
  EXPECT_EQ(facts->reconstruction.halves->cutoff_half_bit, record.reconstruction.halves->cutoff_half_bit);
  ASSERT_TRUE(facts->geometry);
  EXPECT_EQ(objectPixelOf(*facts->geometry), objectPixelOf(*readResult(at("result.h5"))->geometry));
  EXPECT_FALSE(readResultFacts(at("nothing.h5")));
}

TEST_F(ResultFile, keepsABareObjectWithoutTruthOrHistory) {
  ResultRecord record;
  record.reconstruction.object = fullResult().reconstruction.object;
  record.reconstruction.amplitude_nrmse = std::nan("");
  ASSERT_TRUE(ok(writeResult(at("result.h5"), record)));
  const auto read = readResult(at("result.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_TRUE(read->reconstruction.object == record.reconstruction.object);
  EXPECT_TRUE(read->truth.empty());
  EXPECT_TRUE(read->scan.positions.empty());
  EXPECT_TRUE(read->reconstruction.history.empty());
  EXPECT_TRUE(std::isnan(read->reconstruction.amplitude_nrmse));
  EXPECT_EQ(read->reconstruction.completion, Completion::Done);
}

TEST_F(ResultFile, keepsAReconstructionThatDiverged) {
  ResultRecord record = fullResult();
  record.reconstruction.object[0] = {std::nanf(""), 1};
  ASSERT_TRUE(ok(writeResult(at("result.h5"), record)));
  const auto read = readResult(at("result.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_TRUE(std::isnan(read->reconstruction.object[0].real()));
}

TEST_F(ResultFile, readsFilesFromBeforeThereWereStartsAndRefinedPositions) {
  ResultRecord record = fullResult();
  ASSERT_TRUE(ok(writeResult(at("result.h5"), record)));
  {
    RawFile raw(at("result.h5"), H5F_ACC_RDWR);
    for (const char* path : {"/history/start", "/positions_refined", "/probe_variation", "/scales"}) raw.remove(path);
  }
  const auto read = readResult(at("result.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->reconstruction.positions, record.scan.positions);
  EXPECT_TRUE(read->reconstruction.variation.empty());
  EXPECT_TRUE(read->reconstruction.scales.empty());
  EXPECT_EQ(read->reconstruction.history.back().start, 1);
}

TEST_F(ResultFile, equalContentGivesEqualBytes) {
  ASSERT_TRUE(ok(writeResult(at("a.h5"), fullResult())));
  ASSERT_TRUE(ok(writeResult(at("b.h5"), fullResult())));
  EXPECT_TRUE(bytesOf(at("a.h5")) == bytesOf(at("b.h5")));
}

TEST_F(ResultFile, refusesPartsThatDoNotFit) {
  ResultRecord record = fullResult();
  record.truth = ComplexImage(4, 4);
  const auto written = writeResult(at("result.h5"), record);
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().text().find(":/truth: is 4 × 4 px, but the object is 11 × 11 px"), std::string::npos)
      << written.error().text();
  ASSERT_TRUE(ok(writeResult(at("result.h5"), fullResult())));
  {
    RawFile raw(at("result.h5"), H5F_ACC_RDWR);
    raw.remove("/history/residual");
    raw.doubles("/history/residual", {2}, {1, 2});
  }
  const auto read = readResult(at("result.h5"));
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().text().find("/history/residual: has 2 rows, but the history has 3"), std::string::npos)
      << read.error().text();
}

TEST_F(ResultFile, previewsAreSmallAndQuick) {
  PreviewRecord preview{"object", 17, ComplexImage(428, 428, {0.5f, -0.25f})};
  preview.picture(3, 5) = {1, 2};
  ASSERT_TRUE(ok(writePreview(at("preview.h5"), preview)));
  const auto begin = std::chrono::steady_clock::now();
  for (int k = 0; k < 10; ++k) ASSERT_TRUE(ok(writePreview(at("preview.h5"), preview)));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / 10;
  RecordProperty("microseconds", static_cast<int>(1e6 * seconds));
  EXPECT_LT(seconds, 0.05);
  const auto read = readPreview(at("preview.h5"));
  ASSERT_TRUE(ok(read));
  EXPECT_EQ(read->name, "object");
  EXPECT_EQ(read->step, 17);
  EXPECT_TRUE(read->picture == preview.picture);
  EXPECT_EQ(filesOf(folder()), std::vector<std::string>{"preview.h5"});
}

}  // namespace ptycho::testing
