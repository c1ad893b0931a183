#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <QString>

#include "core/simulate/simulate.h"
#include "core/store/evaluation_file.h"

namespace ptycho {

/// An evaluation by image: a row an image, in the order in which the records name them, with a record for each method.
/// A value that is made once and shared.
class ImageTable {
 public:
  ImageTable() = default;
  explicit ImageTable(EvaluationTable table);

  [[nodiscard]] std::size_t size() const { return m_rows.size(); }
  [[nodiscard]] int methodCount() const { return static_cast<int>(evaluation().methods.size()); }
  [[nodiscard]] QString method(int method) const;
  [[nodiscard]] const Evaluation& evaluation() const { return m_table.stored.evaluation; }
  [[nodiscard]] const StoredEvaluation& stored() const { return m_table.stored; }

  [[nodiscard]] std::int64_t image(std::size_t row) const { return m_rows[row].image; }
  [[nodiscard]] QString name(std::size_t row) const;
  [[nodiscard]] std::optional<std::size_t> rowOf(std::int64_t image) const;
  /// Null where the method has not come to this image.
  [[nodiscard]] const EvaluationRecord* record(std::size_t row, int method) const;
  /// For what is the image's own: any record of it, one with an estimate where there is one.
  [[nodiscard]] const EvaluationRecord& common(std::size_t row) const;
  /// For readKeptEstimate().
  [[nodiscard]] std::optional<std::size_t> keptIndex(std::int64_t image, int method) const;
  [[nodiscard]] std::size_t keptCount() const { return m_table.kept.size(); }
  [[nodiscard]] const std::vector<KeptName>& kept() const { return m_table.kept; }

  /// How the images came to be, as far as the specification tells.
  [[nodiscard]] const std::optional<SimulationSpec>& simulation() const { return m_simulation; }
  /// Of an object's pixel; 0 when unknown.
  [[nodiscard]] double pixel_m() const;
  /// The same methods, and the rows of `other` are the first of these.
  [[nodiscard]] bool continues(const ImageTable& other) const;

 private:
  struct Row {
    std::int64_t image = 0;
    std::vector<int> records;  ///< by method; −1: none
  };
  EvaluationTable m_table;
  std::vector<Row> m_rows;
  std::map<std::int64_t, std::size_t> m_places;
  std::map<std::pair<std::int64_t, int>, std::size_t> m_kept;
  std::optional<SimulationSpec> m_simulation;
};

}  // namespace ptycho
