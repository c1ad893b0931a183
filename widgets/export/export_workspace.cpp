#include "widgets/export/export_workspace.h"

#include <QTabWidget>
#include <QVBoxLayout>

#include "widgets/export/figure_page.h"
#include "widgets/export/study_page.h"
#include "widgets/export/table_page.h"

namespace ptycho {

ExportWorkspace::ExportWorkspace(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget(this)), m_figure(new FigurePage(this)), m_tables(new TablePage(this)),
      m_studies(new StudyPage(this)) {
  m_tabs->setDocumentMode(true);
  addPage(QStringLiteral("figure"), tr("Figure"), m_figure);
  addPage(QStringLiteral("table"), tr("Table"), m_tables);
  addPage(QStringLiteral("study"), tr("Study"), m_studies);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_tabs);
}

void ExportWorkspace::addPage(const QString& name, const QString& title, QWidget* page) {
  page->setProperty("page", name);
  m_tabs->addTab(page, title);
}

bool ExportWorkspace::showPage(const QString& name) {
  for (int i = 0; i < m_tabs->count(); ++i) {
    if (m_tabs->widget(i)->property("page").toString() != name) continue;
    m_tabs->setCurrentIndex(i);
    return true;
  }
  return false;
}

void ExportWorkspace::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Q_EMIT shown();
}

void ExportWorkspace::setSources(const std::vector<ExportSource>& sources) {
  m_figure->setSources(sources);
  m_tables->setSources(sources);
}

}  // namespace ptycho
