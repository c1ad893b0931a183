#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "widgets/models/image_column.h"
#include "widgets/models/image_marks.h"

namespace ptycho {

/// An evaluation as a table: a row an image, columns see imageColumns(). Shows values and does nothing else.
class EvaluationModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role {
    kValueRole = Qt::UserRole,  ///< the number with all its digits
    kImageRole,                 ///< qint64
    kWarningRole,               ///< Warning
  };
  enum class Warning { None, WorseThanFlat, Failed };

  /// @param marks  outlives the model
  explicit EvaluationModel(ImageMarks& marks, QObject* parent = nullptr);

  /// Rows that are added at the end keep the others as they are; anything else replaces all.
  void setTable(const std::shared_ptr<const ImageTable>& table);
  [[nodiscard]] const ImageTable& table() const { return *m_table; }
  [[nodiscard]] std::shared_ptr<const ImageTable> sharedTable() const { return m_table; }
  [[nodiscard]] const ImageMarks& marks() const { return m_marks; }
  void setReference(int method);
  [[nodiscard]] int reference() const { return m_reference; }

  [[nodiscard]] const std::vector<ImageColumn>& columns() const { return m_columns; }
  [[nodiscard]] const ImageColumn& column(int index) const { return m_columns[static_cast<std::size_t>(index)]; }
  /// −1: there is none of this key.
  [[nodiscard]] int columnOf(const QString& key) const;
  [[nodiscard]] double value(int row, int column) const;
  [[nodiscard]] QString text(int row, int column) const;
  [[nodiscard]] std::vector<double> values(int column) const;
  [[nodiscard]] bool isFailed(int row) const;
  [[nodiscard]] int failedCount() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] Warning warning(int row, const ImageColumn& column) const;
  [[nodiscard]] QString toolTip(int row, int column) const;

  ImageMarks& m_marks;
  std::shared_ptr<const ImageTable> m_table = std::make_shared<ImageTable>();
  std::vector<ImageColumn> m_columns;
  int m_reference = 0;
};

}  // namespace ptycho
