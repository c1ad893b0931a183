#include "core/exchange/h5_export.h"

#include <numeric>

namespace ptycho {

void writePatterns(H5Writer& writer, const std::string& path, const ExportedPatterns& patterns) {
  const H5Element element = patterns.numbers() == PatternNumbers::Unsigned16   ? H5Element::UInt16
                            : patterns.numbers() == PatternNumbers::Unsigned32 ? H5Element::UInt32
                                                                               : H5Element::Float32;
  writer.series(path, {patterns.count(), patterns.rows(), patterns.cols()}, element,
                [&](std::uint64_t index, void* image) { return patterns.readAs(index, image); });
}

void writeLosses(H5Writer& writer, const std::string& group, const std::vector<IterationRecord>& history) {
  if (history.empty()) return;
  std::vector<std::int64_t> epochs;
  std::vector<double> values;
  for (const IterationRecord& record : history) {
    epochs.push_back(record.iteration);
    values.push_back(record.residual);
  }
  writer.dataset(group + "/loss_epochs", {epochs.size()}, H5Element::Int64, epochs.data(), H5Storage::Checked);
  writer.numbers(group + "/loss_values", values);
}

std::vector<std::int64_t> countedIndexes(std::size_t count) {
  std::vector<std::int64_t> indexes(count);
  std::iota(indexes.begin(), indexes.end(), std::int64_t{0});
  return indexes;
}

std::uint64_t payloadOf(const ExportView& view) {
  constexpr std::uint64_t kBytesOfPosition = 16 * sizeof(double);
  const std::uint64_t pixels = view.rows * view.cols + (view.probe != nullptr ? view.probe->size() : 0) +
                               (view.variation != nullptr ? 2 * view.variation->modes.size() : 0);
  return pixels * sizeof(Complex) + view.positions.size() * kBytesOfPosition +
         (view.history != nullptr ? view.history->size() * 2 * sizeof(double) : 0);
}

}  // namespace ptycho
