#include "core/analyse/image_halves.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace ptycho {

bool isHeldBack(const EvaluationRecord& record) {
  const std::string name = record.name.empty() ? std::to_string(record.image) : record.name;
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  hash ^= hash >> 33;  // names that differ in their last letter only: all bits are to depend on it
  hash *= 0xFF51AFD7ED558CCDULL;
  return ((hash >> 63) & 1) != 0;
}

MethodErrors::MethodErrors(const Evaluation& evaluation, int method, ErrorKind kind) {
  for (std::size_t k = 0; k < evaluation.records.size(); ++k) {
    const EvaluationRecord& record = evaluation.records[k];
    if (record.method != method) continue;
    const double error = errorOf(record, kind);
    if (!std::isfinite(error)) {
      ++not_finite;
      continue;
    }
    records.push_back(k);
    errors.push_back(error);
    held_back.push_back(isHeldBack(record));
  }
}

std::vector<double> MethodErrors::valuesOf(const Evaluation& evaluation, const EvaluationColumn& column) const {
  std::vector<double> values;
  for (const std::size_t k : records) values.push_back(column.get(evaluation.records[k]));
  return values;
}

std::vector<const EvaluationColumn*> causeColumns() {
  std::vector<const EvaluationColumn*> columns = featureColumns();
  for (const char* key : {"dark_error_share", "rim_error_share", "seam_error_share", "flat_error_share"}) {
    columns.push_back(&evaluationColumn(key));
  }
  return columns;
}

}  // namespace ptycho
