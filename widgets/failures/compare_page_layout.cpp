#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>

#include "widgets/failures/compare_page.h"
#include "widgets/kit/plot/scatter_plot.h"

namespace ptycho {
namespace {

QTableWidget* list(const char* name, QWidget* parent) {
  auto* table = new QTableWidget(parent);
  table->setObjectName(QLatin1String(name));
  table->setColumnCount(4);
  table->setHorizontalHeaderLabels({ComparePage::tr("Image"), ComparePage::tr("Reference"), ComparePage::tr("Method"),
                                    ComparePage::tr("Change")});
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setTabKeyNavigation(false);
  table->setShowGrid(false);
  return table;
}

}  // namespace

ComparePage::ComparePage(EvaluationOrder& order, ImageSelection& selection, QWidget* parent)
    : QWidget(parent),
      m_order(order),
      m_selection(selection),
      m_reference(new QComboBox(this)),
      m_method(new QComboBox(this)),
      m_kind(new QComboBox(this)),
      m_open(new QPushButton(tr("Other evaluation …"), this)),
      m_threshold(new QDoubleSpinBox(this)),
      m_summary(new QLabel(this)),
      m_plot(new ScatterPlot(this)),
      m_improved(list("mostImproved", this)),
      m_regressed(list("mostRegressed", this)),
      m_missing(new QListWidget(this)) {
  build();
  connectParts();
}

void ComparePage::build() {
  m_reference->setObjectName(QStringLiteral("reference"));
  m_reference->setToolTip(tr("What changes are taken against; also for the Δ columns of the table"));
  m_method->setObjectName(QStringLiteral("comparedMethod"));
  m_kind->setObjectName(QStringLiteral("comparedKind"));
  m_kind->addItems({tr("amplitude NRMSE"), tr("phase NRMSE"), tr("amplitude + phase NRMSE")});
  m_kind->setCurrentIndex(2);
  m_threshold->setObjectName(QStringLiteral("threshold"));
  m_threshold->setDecimals(4);
  m_threshold->setRange(0, 10);
  m_threshold->setSingleStep(0.001);
  m_threshold->setValue(0.001);
  m_threshold->setToolTip(tr("Changes up to this count as none"));
  m_open->setObjectName(QStringLiteral("openOther"));
  m_open->setToolTip(tr("Compare with the methods of another evaluation; images are matched by name and content"));
  m_summary->setObjectName(QStringLiteral("comparisonSummary"));
  m_summary->setWordWrap(true);
  m_summary->setContentsMargins(8, 0, 8, 0);
  m_plot->setObjectName(QStringLiteral("comparisonPlot"));
  m_plot->setDiagonal(true);
  m_plot->setEmptyText(tr("Choose two methods."));
  m_missing->setObjectName(QStringLiteral("inOnlyOne"));
  m_missing->setAccessibleName(tr("Images in only one of the two"));

  auto* head = new QHBoxLayout;
  head->setContentsMargins(8, 4, 8, 0);
  head->addWidget(new QLabel(tr("Change of"), this));
  head->addWidget(m_kind);
  head->addWidget(new QLabel(tr("from"), this));
  head->addWidget(m_reference);
  head->addWidget(new QLabel(tr("to"), this));
  head->addWidget(m_method);
  head->addWidget(new QLabel(tr("threshold"), this));
  head->addWidget(m_threshold);
  head->addStretch(1);
  head->addWidget(m_open);

  auto* lists = new QWidget(this);
  auto* column = new QVBoxLayout(lists);
  column->setContentsMargins(4, 0, 4, 4);
  column->setSpacing(2);
  column->addWidget(new QLabel(tr("Most improved"), this));
  column->addWidget(m_improved, 2);
  column->addWidget(new QLabel(tr("Most regressed"), this));
  column->addWidget(m_regressed, 2);
  column->addWidget(m_missing, 1);
  auto* across = new QSplitter(Qt::Horizontal, this);
  across->addWidget(m_plot);
  across->addWidget(lists);
  across->setStretchFactor(0, 3);
  across->setStretchFactor(1, 2);
  across->setSizes({620, 400});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(head);
  layout->addWidget(m_summary);
  layout->addWidget(across, 1);
}

}  // namespace ptycho
