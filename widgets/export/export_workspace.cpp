#include "widgets/export/export_workspace.h"

#include <QTabWidget>
#include <QVBoxLayout>

#include "widgets/export/figure_page.h"
#include "widgets/export/study_page.h"
#include "widgets/export/table_page.h"
#include "widgets/kit/status/tab_by_title.h"

namespace ptycho {

ExportWorkspace::ExportWorkspace(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget(this)), m_figure(new FigurePage(this)), m_tables(new TablePage(this)),
      m_studies(new StudyPage(this)) {
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_figure, tr("Figure"));
  m_tabs->addTab(m_tables, tr("Table"));
  m_tabs->addTab(m_studies, tr("Study"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_tabs);
}

bool ExportWorkspace::showPage(const QString& name) { return showTab(*m_tabs, name); }

void ExportWorkspace::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Q_EMIT shown();
}

void ExportWorkspace::setSources(const std::vector<ExportSource>& sources) {
  m_figure->setSources(sources);
  m_tables->setSources(sources);
}

}  // namespace ptycho
