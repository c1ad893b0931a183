#include "widgets/failures/why_page.h"

#include <cmath>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QtConcurrent>

#include "widgets/failures/cause_table.h"
#include "widgets/failures/error_maps_panel.h"
#include "widgets/kit/plot/scatter_plot.h"

namespace ptycho {

WhyPage::WhyPage(EvaluationOrder& order, ImageSelection& selection, QWidget* parent)
    : QWidget(parent),
      m_order(order),
      m_selection(selection),
      m_method(new QComboBox(this)),
      m_kind(new QComboBox(this)),
      m_summary(new QLabel(this)),
      m_causes(new CauseTable(this)),
      m_slices(new SliceTable(this)),
      m_budget(new BudgetTable(this)),
      m_maps(new ErrorMapsPanel(this)),
      m_featurePlot(new ScatterPlot(this)),
      m_flatPlot(new ScatterPlot(this)),
      m_lower(new QTabWidget(this)) {
  build();
  connectParts();
}

void WhyPage::build() {
  m_method->setObjectName(QStringLiteral("whyMethod"));
  m_kind->setObjectName(QStringLiteral("whyKind"));
  m_kind->addItems({tr("amplitude NRMSE"), tr("phase NRMSE"), tr("amplitude + phase NRMSE")});
  m_kind->setCurrentIndex(static_cast<int>(ErrorKind::Sum));
  m_kind->setToolTip(tr("What is called the error"));
  m_featurePlot->setObjectName(QStringLiteral("featurePlot"));
  m_flatPlot->setObjectName(QStringLiteral("flatPlot"));
  m_flatPlot->setDiagonal(true);
  m_featurePlot->setEmptyText(tr("Choose a feature on the left."));
  auto* head = new QHBoxLayout;
  head->setContentsMargins(8, 4, 8, 0);
  head->addWidget(new QLabel(tr("Failures of"), this));
  head->addWidget(m_method);
  head->addWidget(new QLabel(tr("by"), this));
  head->addWidget(m_kind);
  head->addWidget(m_summary, 1);

  m_lower->setDocumentMode(true);
  m_lower->addTab(m_slices, tr("Groups"));
  m_lower->addTab(m_budget, tr("Error budget"));
  m_lower->addTab(m_maps, tr("On the object"));
  m_lower->addTab(m_flatPlot, tr("Against flat"));
  auto* upper = new QSplitter(Qt::Horizontal, this);
  upper->addWidget(m_causes);
  upper->addWidget(m_featurePlot);
  upper->setStretchFactor(0, 3);
  upper->setStretchFactor(1, 2);
  upper->setSizes({690, 370});
  auto* down = new QSplitter(Qt::Vertical, this);
  down->addWidget(upper);
  down->addWidget(m_lower);
  down->setSizes({400, 460});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(3);
  layout->addLayout(head);
  layout->addWidget(down, 1);
}

void WhyPage::connectParts() {
  const auto again = [this] {
    m_stale = true;
    refresh();
  };
  connect(m_method, &QComboBox::activated, this, again);
  connect(m_kind, &QComboBox::activated, this, again);
  connect(m_causes, &CauseTable::causeChosen, this, &WhyPage::drawPlots);
  connect(m_slices, &SliceTable::sliceChosen, this, &WhyPage::filterSlice);
  connect(m_lower, &QTabWidget::currentChanged, this, [this] {
    if (m_lower->currentWidget() == m_maps && m_maps->wants(method())) Q_EMIT errorMapsRequested(method());
  });
  for (ScatterPlot* plot : {m_featurePlot, m_flatPlot}) {
    connect(plot, &ScatterPlot::clicked, this, [this](qint64 image) { m_selection.setCurrentImage(image); });
    connect(plot, &ScatterPlot::chosen, this, [this](const std::vector<std::int64_t>& images) {
      m_selection.setImages({images.begin(), images.end()});
    });
    plot->setNames([this](std::int64_t image) {
      const ImageTable& table = m_order.evaluation().table();
      const auto row = table.rowOf(image);
      return row ? table.name(*row) : QString();
    });
  }
  connect(&m_order, &EvaluationOrder::rebuilt, this, &WhyPage::drawPlots);
  connect(&m_selection, &ImageSelection::imagesChanged, this, &WhyPage::markChosen);
  connect(&m_selection, &ImageSelection::currentImageChanged, this, &WhyPage::markChosen);
}

int WhyPage::method() const { return m_method->currentIndex(); }
ErrorKind WhyPage::kind() const { return static_cast<ErrorKind>(m_kind->currentIndex()); }

void WhyPage::takeTable() {
  const ImageTable& table = m_order.evaluation().table();
  QStringList methods, before;
  for (int k = 0; k < table.methodCount(); ++k) methods << table.method(k);
  for (int k = 0; k < m_method->count(); ++k) before << m_method->itemText(k);
  if (methods != before) {
    m_method->clear();
    m_method->addItems(methods);
    m_method->setCurrentIndex(static_cast<int>(methods.size()) - 1);
  }
  m_stale = true;
  m_maps->forget();
  refresh();
}

void WhyPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void WhyPage::refresh() {
  if (!m_stale || m_working || !isVisible() || method() < 0) return;
  m_stale = false;
  m_working = true;
  const auto table = m_order.evaluation().sharedTable();
  m_table = table;
  m_summary->setText(tr("working …"));
  QtConcurrent::run([table, method = method(), kind = kind()] {
    return Findings{failureCauses(table->evaluation(), method, kind), failureSlices(table->evaluation(), method, kind),
                    errorBudget(table->evaluation(), method)};
  }).then(this, [this](const Findings& findings) { takeFindings(findings); });
  if (m_lower->currentWidget() == m_maps && m_maps->wants(method())) Q_EMIT errorMapsRequested(method());
}

void WhyPage::takeFindings(const Findings& findings) {
  m_working = false;
  if (m_stale) return refresh();
  m_causes->setCauses(findings.causes);
  m_slices->setSlices(findings.slices);
  m_budget->setRows(findings.budget);
  const std::size_t tried = findings.slices.empty() ? 0 : findings.slices.front().tried;
  const auto n = findings.causes.empty() ? 0 : findings.causes.front().all.count;
  QString text = tr("%1 images, %2 features looked at").arg(n).arg(findings.causes.size());
  text += tried > 0 ? tr(", %1 groups tried").arg(tried) : tr("; no group is worse than the rest beyond chance");
  m_summary->setText(text);
  if (!findings.causes.empty()) m_causes->selectRow(0);
  drawPlots();
}

QString WhyPage::columnKey(const EvaluationColumn& column) const {
  const QString key = QString::fromStdString(column.key);
  return m_order.evaluation().columnOf(key) >= 0 ? key : m_method->currentText() + QLatin1Char('/') + key;
}

void WhyPage::drawPlot(ScatterPlot& plot, const std::vector<double>& x) {
  const ImageTable& table = m_order.evaluation().table();
  std::vector<ScatterPoint> points;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const EvaluationRecord* record = table.record(row, method());
    if (!record) continue;
    const bool faint = m_order.rowOfImage(table.image(row)) < 0;
    points.push_back({x[row], errorOf(*record, kind()), table.image(row), faint});
  }
  plot.setPoints(std::move(points));
}

void WhyPage::drawPlots() {
  const ImageTable& table = m_order.evaluation().table();
  if (method() < 0 || method() >= table.methodCount() || !isVisible()) return;
  const QString error = m_kind->currentText();
  std::vector<double> flat(table.size());
  for (std::size_t row = 0; row < table.size(); ++row) {
    const EvaluationRecord& record = table.common(row);
    const double amplitude = kind() == ErrorKind::Phase ? 0 : record.flat_amplitude_nrmse;
    flat[row] = amplitude + (kind() == ErrorKind::Amplitude ? 0 : record.flat_phase_nrmse);
  }
  m_flatPlot->setAxisLabels(tr("%1 of a flat picture").arg(error), error);
  drawPlot(*m_flatPlot, flat);
  const int chosen = std::max(0, m_causes->currentRow());
  if (m_causes->causes().empty()) return m_featurePlot->setPoints({});
  const EvaluationColumn& feature = *m_causes->causes()[static_cast<std::size_t>(chosen)].feature;
  const int column = m_order.evaluation().columnOf(columnKey(feature));
  if (column < 0) return m_featurePlot->setPoints({});
  m_featurePlot->setAxisLabels(QString::fromStdString(feature.label), error);
  drawPlot(*m_featurePlot, m_order.evaluation().values(column));
  markChosen();
}

void WhyPage::markChosen() {
  if (!isVisible()) return;
  for (ScatterPlot* plot : {m_featurePlot, m_flatPlot}) {
    plot->setChosen(m_selection.images());
    plot->setCurrent(m_selection.currentImage());
  }
}

void WhyPage::filterSlice(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= m_slices->slices().size()) return;
  for (const FeatureRange& range : m_slices->slices()[static_cast<std::size_t>(index)].ranges) {
    ImageFilter filter;
    filter.column = columnKey(*range.feature);
    filter.low = range.low;
    filter.high = range.is_highest ? INFINITY : std::nextafter(range.high, -INFINITY);
    m_order.setFilter(filter);
  }
}

void WhyPage::setErrorMaps(const std::shared_ptr<const ErrorMaps>& maps) { m_maps->setMaps(maps); }
void WhyPage::setErrorMapsText(const QString& text) { m_maps->showText(text); }

}  // namespace ptycho
