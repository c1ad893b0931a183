#include "core/import/ptyd_chunks.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/picked_patterns.h"
#include "core/store/limits.h"

namespace ptycho {

JoinedPatterns::JoinedPatterns(std::vector<std::shared_ptr<RawPatterns>> parts) : m_parts(std::move(parts)) {
  std::uint64_t end = 0;
  for (const auto& part : m_parts) m_ends.push_back(end += part->count());
}

Result<void> JoinedPatterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  if (first > this->count() || count > this->count() - first) {
    return badInput(fmt::format("{} patterns from [{}] were asked for of {}.", count, first, this->count()));
  }
  while (count > 0) {
    const auto part = static_cast<std::size_t>(std::ranges::upper_bound(m_ends, first) - m_ends.begin());
    const std::uint64_t begin = part == 0 ? 0 : m_ends[part - 1];
    const std::uint64_t taken = std::min(count, m_ends[part] - first);
    PTYCHO_CHECK(m_parts[part]->read(first - begin, taken, values));
    values += taken * rows() * cols();
    first += taken;
    count -= taken;
  }
  return {};
}

namespace {

/// What has been read of the chunks so far, in the order of the file.
struct Gathered {
  std::vector<std::shared_ptr<RawPatterns>> parts;
  std::vector<double> indices;
  std::vector<std::array<double, 2>> positions;
  Image<std::uint32_t> mask;
  std::uint64_t count = 0;
};

Result<void> mergeWeights(const std::shared_ptr<H5Reader>& reader, const std::string& path, Gathered& gathered) {
  if (!reader->has(path)) return {};
  PTYCHO_TRY(const H5Dataset dataset, reader->dataset(path));
  if (dataset.elements() == 0) return {};
  PTYCHO_TRY(const auto weights, patternsOf(reader, path));
  const std::uint64_t rows = gathered.parts.front()->rows();
  const std::uint64_t cols = gathered.parts.front()->cols();
  if (weights->rows() != rows || weights->cols() != cols) {
    return badInput(fmt::format("has the shape {}, but the patterns have {} × {} px.", shapeText(dataset.shape), rows,
                                cols), dataset.where);
  }
  PTYCHO_CHECK(checkAllocation(rows * cols, sizeof(float) + sizeof(std::uint32_t), dataset.where));
  if (gathered.mask.empty()) {
    gathered.mask = Image<std::uint32_t>(rows, cols);
    std::ranges::fill(gathered.mask, 1u);
  }
  std::vector<float> picture(rows * cols);
  for (std::uint64_t k = 0; k < weights->count(); ++k) {
    PTYCHO_CHECK(weights->read(k, 1, picture.data()));
    for (std::size_t i = 0; i < picture.size(); ++i) {
      if (!(picture[i] > 0)) gathered.mask[i] = 0;
    }
  }
  return {};
}

Result<void> gatherPositions(H5Reader& reader, const std::string& path, std::uint64_t count, Gathered& gathered) {
  if (!reader.has(path)) return {};
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.elements() == 0) return {};
  PTYCHO_TRY(const PositionColumns columns, positionsOf(reader, path, count));
  if (columns.values.size() != count) {
    return badInput(fmt::format("holds {} positions for {} patterns.", columns.values.size(), count), dataset.where);
  }
  gathered.positions.insert(gathered.positions.end(), columns.values.begin(), columns.values.end());
  return {};
}

Result<void> gatherChunk(const std::shared_ptr<H5Reader>& reader, const std::string& chunk, Gathered& gathered) {
  PTYCHO_TRY(auto patterns, patternsOf(reader, chunk + "/data"));
  const std::uint64_t count = patterns->count();
  gathered.parts.push_back(std::move(patterns));
  const RawPatterns& first = *gathered.parts.front();
  const RawPatterns& added = *gathered.parts.back();
  if (added.rows() != first.rows() || added.cols() != first.cols()) {
    return badInput(fmt::format("has patterns of {} × {} px, but the first chunk has {} × {} px.", added.rows(),
                                added.cols(), first.rows(), first.cols()), reader->where(chunk + "/data"));
  }
  PTYCHO_TRY(std::vector<double> indices, numbersOf(*reader, chunk + "/indices", fileLimits().stack_length));
  if (indices.empty()) {
    indices.resize(count);
    std::iota(indices.begin(), indices.end(), static_cast<double>(gathered.count));
  }
  if (indices.size() != count) {
    return badInput(fmt::format("holds {} indices for {} patterns.", indices.size(), count),
                    reader->where(chunk + "/indices"));
  }
  gathered.indices.insert(gathered.indices.end(), indices.begin(), indices.end());
  PTYCHO_CHECK(gatherPositions(*reader, chunk + "/positions", count, gathered));
  gathered.count += count;
  if (gathered.count > fileLimits().stack_length) {
    return badInput(fmt::format("holds more than {} patterns in its chunks.", fileLimits().stack_length),
                    reader->file().string());
  }
  return mergeWeights(reader, chunk + "/weights", gathered);
}

/// By rising index, as ptypy counts the points of the scan.
Result<PtydChunks> ordered(const H5Reader& reader, Gathered gathered) {
  std::vector<std::uint64_t> order(gathered.count);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  std::ranges::stable_sort(order, {}, [&](std::uint64_t k) { return gathered.indices[k]; });
  for (std::size_t k = 1; k < order.size(); ++k) {
    if (gathered.indices[order[k]] == gathered.indices[order[k - 1]]) {
      return badInput(fmt::format("has the index {} in two patterns of its chunks.", gathered.indices[order[k]]),
                      reader.where("/chunks"));
    }
  }
  PtydChunks chunks;
  chunks.chunks = gathered.parts.size();
  chunks.reordered = !std::ranges::is_sorted(gathered.indices);
  chunks.mask = std::move(gathered.mask);
  chunks.patterns = std::make_shared<JoinedPatterns>(std::move(gathered.parts));
  if (chunks.reordered) chunks.patterns = std::make_shared<PickedPatterns>(std::move(chunks.patterns), order);
  if (gathered.positions.empty()) return chunks;
  if (gathered.positions.size() != gathered.count) {
    return badInput(fmt::format("has positions for {} of its {} patterns.", gathered.positions.size(),
                                gathered.count), reader.where("/chunks"));
  }
  for (const std::uint64_t k : order) chunks.positions.push_back(gathered.positions[k]);
  return chunks;
}

/// "/chunks/7" for every data set "/chunks/7/data", and links to them, which no list of data sets has.
std::vector<std::string> chunkNames(const H5Reader& reader) {
  std::vector<std::string> names;
  for (std::uint64_t k = 0; k < fileLimits().datasets_listed; ++k) {
    const std::string name = fmt::format("/chunks/{}", k);
    if (reader.has(name)) {
      names.push_back(name);
    } else if (k > names.size() + 64) {
      break;  // a gap so long is the end
    }
  }
  return names;
}

}  // namespace

Result<PtydChunks> ptydChunks(const std::shared_ptr<H5Reader>& reader) {
  const std::vector<std::string> names = chunkNames(*reader);
  if (names.empty()) return badInput("has no chunks of patterns.", reader->where("/chunks"));
  Gathered gathered;
  for (const std::string& name : names) PTYCHO_CHECK(gatherChunk(reader, name, gathered));
  return ordered(*reader, std::move(gathered));
}

}  // namespace ptycho
