#pragma once

#include <vector>

#include <QWidget>

#include "widgets/export/export_source.h"

class QTabWidget;

namespace ptycho {

class FigurePage;
class StudyPage;
class TablePage;

/// Figures and tables from any number of runs, and whole studies.
class ExportWorkspace : public QWidget {
  Q_OBJECT

 public:
  explicit ExportWorkspace(QWidget* parent = nullptr);
  void setSources(const std::vector<ExportSource>& sources);
  [[nodiscard]] FigurePage& figure() { return *m_figure; }
  [[nodiscard]] TablePage& tables() { return *m_tables; }
  [[nodiscard]] StudyPage& studies() { return *m_studies; }
  /// "figure", "table", "study"; false for another word.
  bool showPage(const QString& name);

 Q_SIGNALS:
  /// It is looked at.
  void shown();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QTabWidget* m_tabs;
  FigurePage* m_figure;
  TablePage* m_tables;
  StudyPage* m_studies;
};

}  // namespace ptycho
