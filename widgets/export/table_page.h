#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>

#include "core/base/text_table.h"
#include "widgets/export/export_source.h"

class QCheckBox;
class QFileDialog;
class QListWidget;
class QPushButton;
class QTableWidget;

namespace ptycho {

/// Methods against metrics over all chosen evaluations, as it will stand in a paper: mean ± standard deviation.
class TablePage : public QWidget {
  Q_OBJECT

 public:
  explicit TablePage(QWidget* parent = nullptr);
  void setSources(const std::vector<ExportSource>& sources);
  [[nodiscard]] const TextTable& table() const { return m_table; }

 Q_SIGNALS:
  /// .csv, .md, .tex or .html
  void exportRequested(const QString& file);
  void noteGiven(const QString& message);

 private:
  QWidget* buildChoices();
  QWidget* buildButtons();
  void refresh();
  void copy(std::string (*write)(const TextTable&), const QString& format);
  void exportTable();

  std::vector<ExportSource> m_sources;
  TextTable m_table;
  QListWidget* m_evaluations;
  QListWidget* m_columns;
  QCheckBox* m_flat;
  QTableWidget* m_view;
  std::vector<QPushButton*> m_buttons;
  QPointer<QFileDialog> m_dialog;
};

/// The table in the format of the suffix; .csv, .md, .tex, .html.
[[nodiscard]] Result<std::string> encodeTable(const TextTable& table, const QString& file);

}  // namespace ptycho
