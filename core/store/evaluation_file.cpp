#include "core/store/evaluation_file.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/evaluate/evaluation_columns.h"
#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/limits.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMethods = "/methods";
constexpr const char* kRecords = "/records";
constexpr const char* kKept = "/kept";
constexpr double kLargestIndex = 1e9;

std::string recordsPath(const std::string& column) { return std::string(kRecords) + "/" + column; }
std::string keptPath(const std::string& column) { return std::string(kKept) + "/" + column; }

using Key = std::pair<std::int64_t, int>;  ///< image, method

Result<void> checkKept(const std::set<Key>& there, const Key& kept, const std::string& file) {
  if (there.contains(kept)) return {};
  return badInput(fmt::format("has image {} of method {}, which no record has.", kept.first, kept.second),
                  file + ":" + keptPath("image"));
}

/// What no reader could make sense of. Returns what there is a record of.
Result<std::set<Key>> checkRecords(const Evaluation& evaluation, const std::string& file) {
  const auto methods = static_cast<int>(evaluation.methods.size());
  std::set<Key> there;
  for (const auto& record : evaluation.records) {
    if (record.method < 0 || record.method >= methods) {
      return badInput(fmt::format("names method {} of {}.", record.method, methods),
                      file + ":" + recordsPath("method"));
    }
    if (!there.emplace(record.image, record.method).second) {
      return badInput(fmt::format("has image {} twice for method {}.", record.image, record.method),
                      file + ":" + recordsPath("image"));
    }
  }
  return there;
}

Result<void> checkEvaluation(const Evaluation& evaluation, const std::string& file) {
  PTYCHO_TRY(const std::set<Key> there, checkRecords(evaluation, file));
  for (const auto& kept : evaluation.kept) {
    PTYCHO_CHECK(checkKept(there, {kept.image, kept.method}, file));
    const ComplexImage& first = evaluation.kept.front().object;
    if (first.empty() || !kept.object.sameShape(first) || !kept.truth.sameShape(first)) {
      return badInput("holds estimates and truths that differ in size, or are empty.", file + ":" + kKept);
    }
  }
  return {};
}

/// One column of whole numbers or text, made by `value`.
template <class Row, class Value>
std::vector<double> numbersOf(const std::vector<Row>& rows, Value&& value) {
  std::vector<double> numbers;
  for (const Row& row : rows) numbers.push_back(static_cast<double>(value(row)));
  return numbers;
}
template <class Value>
std::vector<std::string> textsOf(const std::vector<EvaluationRecord>& rows, Value&& value) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(value(row));
  return texts;
}

void writeRecords(H5Writer& writer, const std::vector<EvaluationRecord>& records) {
  writer.group(kRecords);
  writer.numbers(recordsPath("image"), numbersOf(records, [](const auto& record) { return record.image; }));
  writer.numbers(recordsPath("method"), numbersOf(records, [](const auto& record) { return record.method; }));
  writer.strings(recordsPath("name"), textsOf(records, [](const auto& record) { return record.name; }));
  writer.strings(recordsPath("problem"), textsOf(records, [](const auto& record) { return record.problem; }));
  for (const auto& column : evaluationColumns()) {
    writer.numbers(recordsPath(column.key), numbersOf(records, column.get));
    if (!column.unit.empty()) writer.attribute(recordsPath(column.key), "units", column.unit);
  }
}

void writeKept(H5Writer& writer, const std::vector<KeptEstimate>& kept) {
  if (kept.empty()) return;
  writer.group(kKept);
  writer.numbers(keptPath("image"), numbersOf(kept, [](const auto& estimate) { return estimate.image; }));
  writer.numbers(keptPath("method"), numbersOf(kept, [](const auto& estimate) { return estimate.method; }));
  ComplexStack stack(kept.size(), kept.front().object.rows(), kept.front().object.cols());
  for (std::size_t k = 0; k < kept.size(); ++k) stack.assign(k, kept[k].object);
  writer.stack(keptPath("object"), stack, H5Storage::Compressed);
  for (std::size_t k = 0; k < kept.size(); ++k) stack.assign(k, kept[k].truth);
  writer.stack(keptPath("truth"), stack, H5Storage::Compressed);
}

/// A column with as many values as the table has rows.
Result<std::vector<double>> readColumn(H5Reader& reader, const std::string& path, std::size_t rows) {
  PTYCHO_TRY(auto values, readNumbers(reader, path));
  if (values.size() != rows) {
    return badInput(fmt::format("has {} rows, but the table has {}.", values.size(), rows), reader.where(path));
  }
  return values;
}

Result<std::vector<std::string>> readTexts(H5Reader& reader, const std::string& path, std::size_t rows) {
  PTYCHO_TRY(auto texts, readStrings(reader, path));
  if (texts.size() != rows) {
    return badInput(fmt::format("has {} rows, but the table has {}.", texts.size(), rows), reader.where(path));
  }
  return texts;
}

/// Image and method of each row, whole numbers from 0.
Result<std::vector<Key>> readKeys(H5Reader& reader, const std::string& imagePath, const std::string& methodPath) {
  PTYCHO_TRY(const auto images, readNumbers(reader, imagePath));
  PTYCHO_TRY(const auto methods, readColumn(reader, methodPath, images.size()));
  std::vector<Key> keys;
  for (std::size_t k = 0; k < images.size(); ++k) {
    for (const double value : {images[k], methods[k]}) {
      if (!(value >= 0 && value <= kLargestIndex && value == std::floor(value))) {
        return badInput(fmt::format("holds {} in row {}, which is no number of an image or method.", value, k),
                        reader.where(imagePath));
      }
    }
    keys.emplace_back(static_cast<std::int64_t>(images[k]), static_cast<int>(methods[k]));
  }
  return keys;
}

Result<std::vector<EvaluationRecord>> readRecords(H5Reader& reader) {
  PTYCHO_TRY(const auto keys, readKeys(reader, recordsPath("image"), recordsPath("method")));
  PTYCHO_TRY(const auto names, readTexts(reader, recordsPath("name"), keys.size()));
  PTYCHO_TRY(const auto problems, readTexts(reader, recordsPath("problem"), keys.size()));
  std::vector<EvaluationRecord> records(keys.size());
  for (std::size_t k = 0; k < keys.size(); ++k) {
    records[k].image = keys[k].first;
    records[k].method = keys[k].second;
    records[k].name = names[k];
    records[k].problem = problems[k];
  }
  for (const auto& column : evaluationColumns()) {
    if (column.added_later && !reader.has(recordsPath(column.key))) continue;  // stays NaN
    PTYCHO_TRY(const auto values, readColumn(reader, recordsPath(column.key), keys.size()));
    for (std::size_t k = 0; k < keys.size(); ++k) column.set(records[k], values[k]);
  }
  return records;
}

Result<std::vector<KeptEstimate>> readKept(H5Reader& reader) {
  std::vector<KeptEstimate> kept;
  if (!reader.has(kKept)) return kept;
  PTYCHO_TRY(const auto keys, readKeys(reader, keptPath("image"), keptPath("method")));
  for (const auto& [image, method] : keys) kept.push_back({image, method, {}, {}});
  const std::pair<const char*, ComplexImage KeptEstimate::*> pictures[] = {{"object", &KeptEstimate::object},
                                                                           {"truth", &KeptEstimate::truth}};
  for (const auto& [name, member] : pictures) {
    PTYCHO_TRY(const auto stack, readStack<Complex>(reader, keptPath(name), objectLimits()));
    if (stack.count() != keys.size()) {
      return badInput(fmt::format("holds {} images, but {} estimates are kept.", stack.count(), keys.size()),
                      reader.where(keptPath(name)));
    }
    for (std::size_t k = 0; k < keys.size(); ++k) kept[k].*member = stack.copy(k);
  }
  return kept;
}

}  // namespace

Result<void> writeEvaluation(const fs::path& file, const StoredEvaluation& stored) {
  const Evaluation& evaluation = stored.evaluation;
  PTYCHO_CHECK(checkEvaluation(evaluation, file.string()));
  std::uint64_t payload = stored.spec_json.size() + evaluation.records.size() * sizeof(EvaluationRecord);
  for (const auto& kept : evaluation.kept) payload += (kept.object.size() + kept.truth.size()) * sizeof(Complex);
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, schema::kEvaluation, stored.name, stored.spec_json);
    writer.attribute("/", "images", evaluation.images);
    writer.attribute("/", "completion", std::string(evaluation.completion == Completion::Done ? "done" : "stopped"));
    writer.attribute("/", "seconds", evaluation.seconds);
    writer.strings(kMethods, evaluation.methods);
    writeRecords(writer, evaluation.records);
    writeKept(writer, evaluation.kept);
  });
}

namespace {

Result<StoredEvaluation> readWithoutPictures(H5Reader& reader) {
  StoredEvaluation stored;
  Evaluation& evaluation = stored.evaluation;
  PTYCHO_TRY(stored.name, readText(reader, "/", "name"));
  PTYCHO_TRY(stored.spec_json, readText(reader, "/", "spec"));
  PTYCHO_TRY(evaluation.methods, readStrings(reader, kMethods));
  PTYCHO_TRY(evaluation.records, readRecords(reader));
  PTYCHO_TRY(const auto images, reader.integerAttribute("/", "images"));
  evaluation.images = images.value_or(0);
  PTYCHO_TRY(const auto seconds, reader.realAttribute("/", "seconds"));
  evaluation.seconds = seconds.value_or(0);
  PTYCHO_TRY(const auto completion, readText(reader, "/", "completion"));
  evaluation.completion = completion == "stopped" ? Completion::StoppedEarly : Completion::Done;
  return stored;
}

/// The pictures of kept estimates, not yet read, found to be as many as their names and of one size.
struct KeptPictures {
  std::vector<Key> keys;
  H5Dataset object, truth;
  H5StackShape shape{};
};

Result<KeptPictures> openKept(H5Reader& reader) {
  KeptPictures kept;
  PTYCHO_TRY(kept.keys, readKeys(reader, keptPath("image"), keptPath("method")));
  PTYCHO_TRY(kept.object, reader.dataset(keptPath("object")));
  PTYCHO_TRY(kept.truth, reader.dataset(keptPath("truth")));
  for (const H5Dataset* dataset : {&kept.object, &kept.truth}) {
    PTYCHO_TRY(kept.shape, stackShape(*dataset, objectLimits()));
    if (kept.shape.count != kept.keys.size()) {
      return badInput(fmt::format("holds {} images, but {} estimates are kept.", kept.shape.count, kept.keys.size()),
                      dataset->where);
    }
  }
  if (kept.object.shape != kept.truth.shape) {
    return badInput("holds estimates and truths that differ in size, or are empty.", reader.where(kKept));
  }
  return kept;
}

}  // namespace

Result<StoredEvaluation> readEvaluation(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kEvaluation));
  PTYCHO_TRY(StoredEvaluation stored, readWithoutPictures(reader));
  PTYCHO_TRY(stored.evaluation.kept, readKept(reader));
  PTYCHO_CHECK(checkEvaluation(stored.evaluation, file.string()));
  return stored;
}

Result<EvaluationTable> readEvaluationTable(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kEvaluation));
  EvaluationTable table;
  PTYCHO_TRY(table.stored, readWithoutPictures(reader));
  PTYCHO_TRY(const std::set<Key> there, checkRecords(table.stored.evaluation, file.string()));
  if (!reader.has(kKept)) return table;
  PTYCHO_TRY(const KeptPictures kept, openKept(reader));
  for (const Key& key : kept.keys) {
    PTYCHO_CHECK(checkKept(there, key, file.string()));
    table.kept.push_back({key.first, key.second});
  }
  return table;
}

Result<KeptEstimate> readKeptEstimate(const fs::path& file, std::size_t index) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kEvaluation));
  if (!reader.has(kKept)) return badInput("keeps no estimates.", file.string());
  PTYCHO_TRY(const KeptPictures pictures, openKept(reader));
  if (index >= pictures.keys.size()) {
    return badInput(fmt::format("keeps {} estimates; there is no number {}.", pictures.keys.size(), index),
                    reader.where(kKept));
  }
  const auto& [count, rows, cols] = pictures.shape;
  PTYCHO_CHECK(checkAllocation(rows * cols, 2 * sizeof(Complex), reader.where(kKept)));
  KeptEstimate kept{pictures.keys[index].first, pictures.keys[index].second, ComplexImage(rows, cols),
                    ComplexImage(rows, cols)};
  PTYCHO_CHECK(reader.readImages(pictures.object, index, 1, kept.object.data()));
  PTYCHO_CHECK(reader.readImages(pictures.truth, index, 1, kept.truth.data()));
  return kept;
}

}  // namespace ptycho
