#pragma once

#include <vector>

#include <QWidget>

#include "core/measured/import_spec.h"
#include "widgets/import/listed_dataset.h"

class QTableWidget;
class QTableWidgetItem;

namespace ptycho {

/// The data sets of a file in no known format, one a line: a tick says what it is taken for. Ticks are where they make
/// sense, at most one in a column; what fits nowhere comes last.
class DatasetTable : public QWidget {
  Q_OBJECT

 public:
  explicit DatasetTable(QWidget* parent = nullptr);

  void setDatasets(const std::vector<ListedDataset>& datasets);
  [[nodiscard]] bool isEmpty() const { return m_datasets.empty(); }
  /// Shows what is chosen.
  void setSpec(const ImportSpec& spec);

 Q_SIGNALS:
  /// @param key   field of ImportSpec: "patterns_path"
  /// @param path  empty: none any more
  void pathChosen(const QString& key, const QString& path);

 private:
  void take(QTableWidgetItem* item);

  std::vector<ListedDataset> m_datasets;
  ImportSpec m_spec;
  QTableWidget* m_table;
};

}  // namespace ptycho
