#include "tests/core/study/planted_study.h"

#include <cmath>
#include <complex>

#include "core/base/atomic_file.h"
#include "core/store/evaluation_file.h"

namespace ptycho::testing {

namespace fs = std::filesystem;

namespace {

constexpr int kImages = 3;

ComplexImage objectOf(float brightness) {
  ComplexImage object(40, 40);
  for (std::size_t k = 0; k < object.size(); ++k) {
    object[k] = std::polar(0.5F + brightness * static_cast<float>(k % 40) / 80, -0.01F * static_cast<float>(k / 40));
  }
  return object;
}

}  // namespace

void PlantedStudy::writeStatus(const std::string& id, RunState state, const std::string& message) const {
  const fs::path folder = m_folder.path() / id;
  fs::create_directories(folder);
  RunStatus status;
  status.state = state;
  status.message = message;
  status.elapsed_s = 12;
  ASSERT_TRUE(replaceFileText(folder / run_file::kSpec,
                              jsonText({{"schema", 1}, {"verb", id.substr(0, id.find('-'))}, {"version", "0.1.0"}})));
  ASSERT_TRUE(replaceFileText(folder / run_file::kStatus, jsonText(runStatusToJson(status))));
}

void PlantedStudy::writeEvaluationOf(const std::string& id, const std::string& column, double first,
                                     double step) const {
  writeStatus(id, RunState::Done);
  StoredEvaluation stored{{}, "leaves", "{}"};
  Evaluation& evaluation = stored.evaluation;
  evaluation.methods = {column};
  evaluation.images = kImages;
  for (int k = 0; k < kImages; ++k) {
    EvaluationRecord record;
    record.image = k;
    record.name = "leaf <" + std::to_string(k) + "> & co";
    record.amplitude_nrmse = first + step * k;
    record.phase_nrmse = 2 * record.amplitude_nrmse;
    record.seconds = 0.5;
    record.flat_amplitude_nrmse = 0.15;
    record.flat_phase_nrmse = 0.4;
    evaluation.records.push_back(record);
    evaluation.kept.push_back({k, 0, objectOf(0.8F), objectOf(1)});
  }
  ASSERT_TRUE(writeEvaluation(m_folder.path() / id / run_file::kResult, stored));
}

void PlantedStudy::SetUp() {
  m_spec.name = "planted";
  m_spec.title = "Planted <study>";
  m_spec.steps_px = {60};
  m_spec.seeds = {1, 2};
  m_spec.trainings = {{"net", "laptop-{step}", Json::object()}};
  m_spec.methods = {{"net", "Net_1, 50 %", "net", "", "ptychonet-mse"},
                    {"chain", "Chain", "", "quick", ""},
                    {"flat", "Flat picture", "", "", ""}};
  m_spec.images = {{"leaves", "", 1000, 0, kImages}};
  auto plan = planStudy(m_spec, {1, "cpu", true});
  ASSERT_TRUE(plan) << plan.error().text();
  m_plan = std::move(*plan);
  for (const StudyFile& file : m_plan.files) {
    fs::create_directories((m_folder.path() / file.path).parent_path());
    ASSERT_TRUE(replaceFileText(m_folder.path() / file.path, jsonText(file.content)));
  }
  writeStatus("train-net-60-seed1", RunState::Done);
  writeStatus("train-net-60-seed2", RunState::Done);
  std::string events;
  for (int step = 10; step <= 40; step += 10) {
    events += jsonText({{"kind", "train"}, {"step", step}, {"loss", 1.0 / step}, {"seconds", step}}) + "\n";
  }
  events += R"({"kind":"validation","step":40,"amplitude_nrmse":0.2,"phase_nrmse":0.5,"flat_amplitude_nrmse":0.15,)"
            R"("flat_phase_nrmse":0.4})" "\n";
  events += R"({"kind":"resumed","step":20})" "\n";
  events += R"({"kind":"train","step":30,"loss":0.025,"seconds":31})" "\n";
  events += R"({"kind":"validation","step":30,"amplitude_nrmse":0.12,"phase_nrmse":0.3,"flat_amplitude_nrmse":0.15,)"
            R"("flat_phase_nrmse":0.4})" "\n";
  ASSERT_TRUE(replaceFileText(m_folder.path() / "train-net-60-seed1" / run_file::kEvents, events));
  writeEvaluationOf("evaluate-net-60-seed1-leaves", "network", 0.1, 0.1);
  writeEvaluationOf("evaluate-net-60-seed2-leaves", "network", 0.2, 0.1);
  writeEvaluationOf("evaluate-chain-60-leaves", "flat-chain", 0.01, 0.01);
}

}  // namespace ptycho::testing
