#pragma once

#include <cmath>
#include <memory>

#include "core/evaluate/evaluation_columns.h"
#include "widgets/models/image_table.h"

namespace ptycho {

/// Images 100, 101, …; errors fall with the number, features rise; the second method is better by a tenth.
/// @param kept  of the first images of both methods, 48 × 48 px
inline EvaluationTable sampleEvaluation(int images, int kept = 0) {
  EvaluationTable table;
  StoredEvaluation& stored = table.stored;
  stored.name = "sample";
  SimulationSpec simulation;
  simulation.object.source = ObjectSource::DeadLeaves;
  simulation.scan.grid = 2;
  simulation.scan.step_px = 16;
  simulation.probe.window_px = 32;
  simulation.geometry.detector_side_px = 32;
  stored.spec_json = jsonText({{"simulation", simulationSpecToJson(simulation)},
                               {"reconstruction", {{"stages", Json::array()}}},
                               {"network", "/runs/network"}, {"device", "cpu"}});
  Evaluation& evaluation = stored.evaluation;
  evaluation.methods = {"flat-chain", "network"};
  evaluation.images = images;
  for (int image = 0; image < images; ++image) {
    for (int method = 0; method < 2; ++method) {
      EvaluationRecord record;
      const double share = static_cast<double>(image) / std::max(1, images);
      double value = 0.01;
      for (const auto& column : evaluationColumns()) column.set(record, value += 0.001);
      record.image = 100 + image;
      record.name = "photo" + std::to_string(image) + ".jpg";
      record.method = method;
      record.amplitude_nrmse = (0.2 - 0.1 * share) * (method == 0 ? 1 : 0.9);
      record.phase_nrmse = (0.4 - 0.1 * share) * (method == 0 ? 1 : 0.9);
      record.flat_amplitude_nrmse = 0.15;
      record.flat_phase_nrmse = 0.4;
      record.features.local_contrast = 0.02 + share * 0.1;
      record.features.mean_luma = 0.5 + 0.3 * std::sin(40.0 * share);
      evaluation.records.push_back(record);
    }
  }
  constexpr std::size_t kSide = 48;
  for (int k = 0; k < kept; ++k) {
    for (int method = 0; method < 2; ++method) {
      KeptEstimate estimate{100 + k, method, ComplexImage(kSide, kSide), ComplexImage(kSide, kSide)};
      for (std::size_t i = 0; i < estimate.truth.size(); ++i) {
        const double slope = static_cast<double>(i % kSide) / kSide;
        estimate.truth[i] = std::polar(static_cast<float>(0.5 + 0.4 * slope), static_cast<float>(-slope));
        estimate.object[i] = estimate.truth[i] * (method == 0 ? 1.2F : 1.1F);
      }
      evaluation.kept.push_back(std::move(estimate));
      table.kept.push_back({100 + k, method});
    }
  }
  return table;
}

/// As readEvaluationTable() gives it: without the pictures.
inline std::shared_ptr<const ImageTable> sampleTable(EvaluationTable table) {
  table.stored.evaluation.kept.clear();
  return std::make_shared<const ImageTable>(std::move(table));
}
inline std::shared_ptr<const ImageTable> sampleTable(int images, int kept = 0) {
  return sampleTable(sampleEvaluation(images, kept));
}

}  // namespace ptycho
