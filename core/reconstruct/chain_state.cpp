#include "core/reconstruct/chain_state.h"

#include <cmath>
#include <type_traits>

namespace ptycho {

namespace {

std::span<Complex> spanOf(ComplexImage& image) { return {image.data(), image.size()}; }
std::span<Complex> spanOf(ComplexStack& stack) { return {stack.data(), stack.size()}; }

void exchangeImage(StateArchive& archive, const std::string& name, ComplexImage& image) {
  std::uint64_t rows = image.rows();
  std::uint64_t cols = image.cols();
  archive.count(name + ".rows", rows);
  archive.count(name + ".cols", cols);
  if (rows != image.rows() || cols != image.cols()) image = ComplexImage(rows, cols);
  archive.values(name, spanOf(image));
}

void exchangeStack(StateArchive& archive, const std::string& name, ComplexStack& stack) {
  std::uint64_t count = stack.count();
  std::uint64_t rows = stack.rows();
  std::uint64_t cols = stack.cols();
  archive.count(name + ".count", count);
  archive.count(name + ".rows", rows);
  archive.count(name + ".cols", cols);
  if (count != stack.count() || rows != stack.rows() || cols != stack.cols()) stack = ComplexStack(count, rows, cols);
  archive.values(name, spanOf(stack));
}

void exchangeEstimate(StateArchive& archive, const std::string& name, Estimate& estimate) {
  static_assert(sizeof(Position) == 2 * sizeof(double));
  exchangeImage(archive, name + ".object", estimate.object);
  exchangeStack(archive, name + ".probe", estimate.probe);
  std::uint64_t positions = estimate.positions.size();
  archive.count(name + ".positions.count", positions);
  estimate.positions.resize(positions);
  double* first = positions > 0 ? &estimate.positions.front().row : nullptr;
  archive.values(name + ".positions", std::span<double>(first, 2 * positions));
  exchangeStack(archive, name + ".variation.modes", estimate.variation.modes);
  exchangeImage(archive, name + ".variation.coefficients", estimate.variation.coefficients);
  std::uint64_t scales = estimate.scales.size();
  archive.count(name + ".scales.count", scales);
  estimate.scales.resize(scales);
  archive.values(name + ".scales", std::span<float>(estimate.scales));
}

/// One column for each number of the records; the engine's name follows from the stage.
void exchangeRecords(StateArchive& archive, const std::string& name, const ReconstructionSpec& spec,
                     std::vector<IterationRecord>& records) {
  std::uint64_t count = records.size();
  archive.count(name + ".count", count);
  records.resize(count);
  std::vector<double> column(count);
  const auto exchangeColumn = [&](const char* key, auto member) {
    for (std::size_t k = 0; k < count; ++k) column[k] = static_cast<double>(records[k].*member);
    archive.values(name + "." + key, std::span<double>(column));
    using Value = std::remove_reference_t<decltype(records[0].*member)>;
    for (std::size_t k = 0; k < count; ++k) records[k].*member = static_cast<Value>(column[k]);
  };
  exchangeColumn("iteration", &IterationRecord::iteration);
  exchangeColumn("stage", &IterationRecord::stage);
  exchangeColumn("residual", &IterationRecord::residual);
  exchangeColumn("update", &IterationRecord::update);
  exchangeColumn("amplitude_nrmse", &IterationRecord::amplitude_nrmse);
  exchangeColumn("phase_nrmse", &IterationRecord::phase_nrmse);
  exchangeColumn("seconds", &IterationRecord::seconds);
  exchangeColumn("start", &IterationRecord::start);
  for (auto& record : records) {
    const auto stage = static_cast<std::size_t>(record.stage);
    if (stage < spec.stages.size()) record.engine = engineName(spec.stages[stage].engine);
  }
}

void exchangeRecord(StateArchive& archive, const std::string& name, const ReconstructionSpec& spec,
                    IterationRecord& record) {
  std::vector<IterationRecord> one{record};
  exchangeRecords(archive, name, spec, one);
  if (!one.empty()) record = one.front();
}

void exchangeKept(StateArchive& archive, const std::string& name, const ReconstructionSpec& spec, KeptEstimate& kept) {
  exchangeEstimate(archive, name, kept.estimate);
  exchangeRecord(archive, name, spec, kept.record);
  archive.number(name + ".fault", kept.fault);
}

}  // namespace

bool KeptEstimate::improvedBy(double otherFault) const {
  if (empty() || otherFault < fault) return true;
  return !std::isfinite(fault) && std::isfinite(otherFault);
}

void exchangeChainState(ChainState& state, const ReconstructionSpec& spec, StateArchive& archive) {
  exchangeInteger(archive, "start", state.start);
  exchangeInteger(archive, "stage", state.stage);
  exchangeInteger(archive, "iteration", state.iteration);
  exchangeInteger(archive, "last", state.last);
  exchangeInteger(archive, "stage_restarts", state.stage_restarts);
  exchangeInteger(archive, "restarts", state.restarts);
  exchangeInteger(archive, "iterations", state.iterations);
  exchangeInteger(archive, "skipped", state.skipped);
  archive.number("update", state.update);
  archive.number("seconds", state.seconds);
  exchangeEstimate(archive, "estimate", state.estimate);
  exchangeRecord(archive, "current", spec, state.current);
  exchangeKept(archive, "best", spec, state.best);
  exchangeKept(archive, "stage_best", spec, state.stage_best);
  exchangeRecords(archive, "history", spec, state.history);
}

}  // namespace ptycho
