#include "core/evaluate/evaluate.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <mutex>
#include <numbers>

#include <unistd.h>

#include <gtest/gtest.h>

#include "core/evaluate/evaluation_columns.h"
#include "core/reconstruct/reconstruct.h"
#include "tests/core/source/photo_files.h"

namespace ptycho {
namespace {

/// Window 32, 4 × 4 positions, step 7: objects of 53 px.
SimulationSpec smallSimulation() {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 7.5;
  spec.probe.curvature_rad_px2 = 0.03125;
  spec.scan.grid = 4;
  spec.scan.step_px = 7;
  spec.object.seed = 3;
  return spec;
}

ReconstructionSpec chainOf(const char* text) {
  ReconstructionSpec spec;
  spec.stages = parseChain(text).value();
  return spec;
}

/// Says what it is told to say about any scan.
class FakePredictor : public Predictor {
 public:
  explicit FakePredictor(Complex value) : m_value(value) {}
  [[nodiscard]] std::string name() const override { return "fake"; }
  Result<Prediction> predict(const Acquisition& acquisition, RunContext&) override {
    EXPECT_TRUE(acquisition.truth.empty()) << "a network must not see the truth";
    ++asked;
    return Prediction{ComplexImage(static_cast<std::size_t>(acquisition.scan.object_rows),
                                   static_cast<std::size_t>(acquisition.scan.object_cols), m_value), 0.5, 0.25};
  }
  int asked = 0;

 private:
  Complex m_value;
};

/// Counts events, and stops once there are so many.
class Watching : public RunContext {
 public:
  explicit Watching(std::size_t stopAfter = std::numeric_limits<std::size_t>::max()) : m_stopAfter(stopAfter) {}
  bool keepGoing() override { return events.size() < m_stopAfter; }
  void event(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;

 private:
  std::size_t m_stopAfter;
};

EvaluationSpec images(int count, KeepEstimates keep = KeepEstimates::None, int keep_count = 1) {
  EvaluationSpec spec;
  spec.count = count;
  spec.keep = keep;
  spec.keep_count = keep_count;
  return spec;
}

/// All that is not a time.
void expectSame(const Evaluation& a, const Evaluation& b) {
  ASSERT_EQ(a.records.size(), b.records.size());
  for (std::size_t k = 0; k < a.records.size(); ++k) {
    EXPECT_EQ(a.records[k].image, b.records[k].image);
    EXPECT_EQ(a.records[k].method, b.records[k].method);
    EXPECT_EQ(a.records[k].name, b.records[k].name);
    for (const auto& column : evaluationColumns()) {
      if (column.key.ends_with("seconds")) continue;
      EXPECT_EQ(column.get(a.records[k]), column.get(b.records[k])) << column.key << " of row " << k;
    }
  }
  ASSERT_EQ(a.kept.size(), b.kept.size());
  for (std::size_t k = 0; k < a.kept.size(); ++k) {
    EXPECT_EQ(a.kept[k].image, b.kept[k].image);
    EXPECT_EQ(a.kept[k].method, b.kept[k].method);
    EXPECT_EQ(a.kept[k].object, b.kept[k].object);
    EXPECT_EQ(a.kept[k].truth, b.kept[k].truth);
  }
}

Evaluation run(const EvaluationSpec& spec, std::vector<EvaluationMethod> methods, int threads = 1) {
  RunContext context;
  auto evaluation = evaluate(spec, smallSimulation(), {std::move(methods), {}, threads, {}, {}}, context);
  EXPECT_TRUE(evaluation) << evaluation.error().text();
  return evaluation.value_or(Evaluation{});
}

TEST(Evaluate, namedImagesAreThoseOfTheWholeEvaluation) {
  FakePredictor flat(std::polar(0.75F, static_cast<float>(-std::numbers::pi / 6)));
  const Evaluation whole = run(images(6), {{"network", &flat, std::nullopt}});
  EvaluationSpec some = images(6);
  some.images = "4, 1-2,1";
  const Evaluation chosen = run(some, {{"network", &flat, std::nullopt}}, 2);
  ASSERT_EQ(chosen.records.size(), 3U);
  EXPECT_EQ(chosen.images, 3);
  std::size_t k = 0;
  for (const std::size_t image : {1U, 2U, 4U}) {
    EXPECT_EQ(chosen.records[k].image, static_cast<std::int64_t>(image));
    EXPECT_EQ(chosen.records[k].name, whole.records[image].name);
    EXPECT_EQ(chosen.records[k++].amplitude_nrmse, whole.records[image].amplitude_nrmse);
  }
}

TEST(Evaluate, numbersOfImagesAreReadBackFromTheirShortestText) {
  EXPECT_EQ(imageNumbersText({15, 3, 12, 13, 14, 7, 8, 3}), "3,7,8,12-15");
  EXPECT_EQ(imageNumbers(" 3,7, 8 ,12-15").value(), (std::vector<std::int64_t>{3, 7, 8, 12, 13, 14, 15}));
  for (const char* wrong : {"", "3,", "-1", "a", "5-3", "1-2-3", "0-1000000000", "9999999999"}) {
    EXPECT_FALSE(imageNumbers(wrong)) << wrong;
  }
}

TEST(Evaluate, aFlatPredictionIsTheFlatBaseline) {
  FakePredictor flat(std::polar(0.75F, static_cast<float>(-std::numbers::pi / 6)));
  const Evaluation evaluation = run(images(3), {{"network", &flat, std::nullopt}});
  ASSERT_EQ(evaluation.records.size(), 3U);
  EXPECT_EQ(evaluation.methods, std::vector<std::string>{"network"});
  for (const auto& record : evaluation.records) {
    EXPECT_NEAR(record.amplitude_nrmse, record.flat_amplitude_nrmse, 1e-6);
    EXPECT_NEAR(record.phase_nrmse, record.flat_phase_nrmse, 1e-6);
    EXPECT_GT(record.flat_amplitude_nrmse, 0.03);
    EXPECT_EQ(record.residual, 0.25);
    EXPECT_EQ(record.seconds, 0.5);
    EXPECT_EQ(record.iterations, 0);
    EXPECT_GT(record.features.local_contrast, 0);
    EXPECT_GT(record.shares.rim_area, 0.5);
  }
  EXPECT_EQ(evaluation.records[1].name, "dead-leaves 3/1");
}

TEST(Evaluate, aChainIsWhatSimulateAndReconstructGive) {
  const Evaluation evaluation = run(images(2, KeepEstimates::All), {{"chain", nullptr, chainOf("dm:20:range,awf:5")}});
  RunContext context;
  SimulationSpec second = smallSimulation();
  second.object.index = 1;
  const Acquisition acquisition = simulate(second, {}, 1, context)->acquisition;
  const auto alone = reconstruct(acquisition, chainOf("dm:20:range,awf:5"), {}, 1, context);
  ASSERT_TRUE(alone);
  const EvaluationRecord& record = evaluation.records[1];
  EXPECT_DOUBLE_EQ(record.amplitude_nrmse, alone->amplitude_nrmse);
  EXPECT_DOUBLE_EQ(record.phase_nrmse, alone->phase_nrmse);
  EXPECT_EQ(record.residual, alone->residual);
  EXPECT_EQ(record.iterations, 25);
  ASSERT_EQ(evaluation.kept.size(), 2U);
  EXPECT_EQ(evaluation.kept[1].object, alone->object);
  EXPECT_EQ(evaluation.kept[1].truth, acquisition.truth);
  EXPECT_LT(record.amplitude_nrmse, 0.7 * record.flat_amplitude_nrmse);
  EXPECT_GT(record.amplitude_ssim, 0.5);
  // PSNR against NRMSE: 10·log10(0.5² / MSE), MSE = NRMSE²·mean(A²).
  double squares = 0;
  for (const Complex& value : acquisition.truth) squares += std::norm(value);
  const auto pixels = static_cast<double>(acquisition.truth.size());
  const double mse = record.amplitude_nrmse * record.amplitude_nrmse * squares / pixels;
  EXPECT_NEAR(record.amplitude_psnr, 10 * std::log10(0.25 / mse), 1e-3);
}

TEST(Evaluate, isTheSameWhateverTheThreads) {
  FakePredictor flat(std::polar(0.7F, -0.4F));
  const std::vector<EvaluationMethod> methods{{"chain", nullptr, chainOf("dm:6:range,epie:2")},
                                              {"network", &flat, std::nullopt},
                                              {"hybrid", &flat, chainOf("awf:3")}};
  const Evaluation one = run(images(5, KeepEstimates::Worst, 2), methods, 1);
  EXPECT_EQ(one.records.size(), 15U);
  EXPECT_EQ(one.kept.size(), 6U);
  EXPECT_EQ(one.records[1].method, 1);
  EXPECT_EQ(flat.asked, 5);  // once for both methods that use it
  for (const int threads : {2, 3, 8}) expectSame(one, run(images(5, KeepEstimates::Worst, 2), methods, threads));
}

TEST(Evaluate, aHybridStartsFromThePrediction) {
  FakePredictor odd(std::polar(0.6F, -0.9F));
  const Evaluation evaluation = run(images(1, KeepEstimates::All), {{"network", &odd, std::nullopt},
                                                                   {"hybrid", &odd, chainOf("study-gd:1")},
                                                                   {"chain", nullptr, chainOf("study-gd:1")}});
  const auto& kept = evaluation.kept;
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_NEAR(std::abs(kept[1].object(20, 20) - kept[0].object(20, 20)), 0, 1e-3);
  EXPECT_GT(std::abs(kept[2].object(20, 20) - kept[0].object(20, 20)), 0.1);
  EXPECT_GE(evaluation.records[1].seconds, 0.5);
  EXPECT_EQ(evaluation.records[1].predict_seconds, 0.5);
  EXPECT_EQ(evaluation.records[1].iterations, 1);
}

TEST(Evaluate, goesOnAfterAStopAsIfItHadNeverBeenStopped) {
  const std::vector<EvaluationMethod> methods{{"chain", nullptr, chainOf("dm:5:range")},
                                              {"other", nullptr, chainOf("awf:5")}};
  const EvaluationSpec spec = images(6, KeepEstimates::Best, 2);
  const Evaluation whole = run(spec, methods);
  for (const std::size_t stop : {1U, 4U, 7U}) {
    Watching stopping(stop);
    auto half = evaluate(spec, smallSimulation(), {methods, {}, 2, {}, {}}, stopping);
    ASSERT_TRUE(half);
    EXPECT_EQ(half->completion, Completion::StoppedEarly);
    EXPECT_GE(half->records.size(), stop);
    EXPECT_LT(half->records.size(), 12U);
    EXPECT_EQ(half->records.size(), stopping.events.size());
    const std::size_t before = half->records.size();
    for (const bool withEstimates : {true, false}) {
      Watching rest;
      EvaluationInput input{methods, {}, 2, half->records, {}};
      if (withEstimates) input.kept = half->kept;
      const auto resumed = evaluate(spec, smallSimulation(), std::move(input), rest);
      ASSERT_TRUE(resumed);
      EXPECT_EQ(resumed->completion, Completion::Done);
      EXPECT_EQ(rest.events.size(), 12 - before);  // nothing is recorded twice
      expectSame(whole, *resumed);
    }
  }
}

TEST(Evaluate, anEstimateThatIsNoNumberIsARecordAndNotAnError) {
  FakePredictor broken({std::nanf(""), 0});
  const Evaluation evaluation = run(images(2), {{"network", &broken, std::nullopt}});
  for (const auto& record : evaluation.records) {
    EXPECT_TRUE(std::isnan(record.amplitude_nrmse));
    EXPECT_TRUE(record.problem.empty());
    EXPECT_GT(record.flat_amplitude_nrmse, 0);
  }
}

class EvaluateFolder : public testing::Test {
 protected:
  EvaluateFolder()
      : m_folder(std::filesystem::temp_directory_path() / ("ptychodesk-evaluate-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(m_folder);
    simulation.object.source = ObjectSource::Folder;
    simulation.object.path = m_folder.string();
  }
  ~EvaluateFolder() override { std::filesystem::remove_all(m_folder); }
  void writePicture(const std::string& name, const std::string& bytes) const {
    std::ofstream(m_folder / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] Error errorOf(const EvaluationSpec& spec, std::vector<EvaluationMethod> methods) const {
    RunContext context;
    const auto evaluation = evaluate(spec, simulation, {std::move(methods), {}, 1, {}, {}}, context);
    EXPECT_FALSE(evaluation);
    return evaluation ? Error{} : evaluation.error();
  }

  std::filesystem::path m_folder;
  SimulationSpec simulation = smallSimulation();
  std::vector<EvaluationMethod> chain{{"chain", nullptr, chainOf("dm:2")}};
};

TEST_F(EvaluateFolder, refusesWhatIsNotThere) {
  EXPECT_NE(errorOf(images(1), chain).text().find(m_folder.string()), std::string::npos);  // no photos
  writePicture("a.png", "not a picture");
  writePicture("b.png", "not one either");
  const Error many = errorOf(images(3), chain);
  EXPECT_EQ(many.exitCode(), 2);
  EXPECT_NE(many.text().find("has 2"), std::string::npos) << many.text();
  EXPECT_EQ(errorOf(images(1), {}).where, "methods");
  EXPECT_EQ(errorOf(images(1), {{"nothing", nullptr, std::nullopt}}).where, "nothing");
  EXPECT_EQ(errorOf(images(1), {chain[0], chain[0]}).where, "chain");
  // The first image fails: so would the rest, or the user wants to know.
  EXPECT_NE(errorOf(images(2), chain).text().find("a.png"), std::string::npos);
  simulation.object = {};
  EXPECT_NE(errorOf(images(0), chain).text().find("dead leaves"), std::string::npos);
  EXPECT_NE(errorOf(images(1'000'000, KeepEstimates::All), chain).text().find("GiB"), std::string::npos);
  simulation.object.source = ObjectSource::Photo;
  EXPECT_EQ(errorOf(images(2), chain).where, "count");
}

TEST_F(EvaluateFolder, onePhotoThatCannotBeReadDoesNotEndTheOthers) {
  const PngPicture picture{64, 64, 8, 1, [](std::uint32_t row, std::uint32_t col, int) {
                             return static_cast<int>((row * col) % 256);
                           }};
  for (const char* name : {"a.png", "c.png"}) writePicture(name, pngBytes(picture));
  writePicture("b.png", "not a picture");
  RunContext context;
  EvaluationInput input{chain, {}, 2, {}, {}};
  const auto evaluation = evaluate(images(0, KeepEstimates::All), simulation, std::move(input), context);
  ASSERT_TRUE(evaluation) << evaluation.error().text();
  ASSERT_EQ(evaluation->records.size(), 3U);
  EXPECT_EQ(evaluation->records[0].name, "a.png");
  EXPECT_TRUE(evaluation->records[0].problem.empty());
  EXPECT_NE(evaluation->records[1].problem.find("b.png"), std::string::npos);
  EXPECT_TRUE(std::isnan(evaluation->records[1].amplitude_nrmse));
  EXPECT_TRUE(std::isnan(evaluation->records[1].features.mean_luma));
  EXPECT_TRUE(evaluation->records[2].problem.empty());
  EXPECT_EQ(evaluation->kept.size(), 2U);
  // Once the photo is there, only that image is done.
  writePicture("b.png", pngBytes(picture));
  Watching rest;
  const auto again = evaluate(images(0), simulation, {chain, {}, 1, evaluation->records, {}}, rest);
  ASSERT_TRUE(again);
  EXPECT_EQ(rest.events.size(), 1U);
  EXPECT_TRUE(again->records[1].problem.empty());
}

}  // namespace
}  // namespace ptycho
