#include "widgets/failures/cause_table.h"

#include <cmath>

#include <QHeaderView>
#include <QPainter>

#include "widgets/failures/bar_delegate.h"

namespace ptycho {
namespace {

QString number(double value, int digits = 3) {
  if (std::isnan(value)) return QStringLiteral("–");
  return QString::number(value, 'g', digits).replace('-', QStringLiteral("−"));
}

QString signedText(double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + QString::number(std::abs(value), 'f', 2);
}

QString percent(double share) {
  return std::isnan(share) ? QStringLiteral("–") : QStringLiteral("%1 %").arg(100 * share, 0, 'f', 0);
}

void prepare(QTableWidget& table, const char* name, const QStringList& labels, const QStringList& helps) {
  table.setObjectName(QLatin1String(name));
  table.setColumnCount(static_cast<int>(labels.size()));
  table.setHorizontalHeaderLabels(labels);
  for (int k = 0; k < helps.size(); ++k) table.horizontalHeaderItem(k)->setToolTip(helps[k]);
  table.verticalHeader()->hide();
  table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + 6);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.setSelectionBehavior(QAbstractItemView::SelectRows);
  table.setSelectionMode(QAbstractItemView::SingleSelection);
  table.setTabKeyNavigation(false);
  table.setShowGrid(false);
  table.setWordWrap(false);
}

QTableWidgetItem* put(QTableWidget& table, int row, int column, const QString& text, bool right = true,
                      bool grey = false) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
  if (grey) item->setForeground(table.palette().color(QPalette::PlaceholderText));
  table.setItem(row, column, item);
  return item;
}

/// Fits a narrow column; the whole label is in the tooltip.
QString shortLabel(const EvaluationColumn& feature) {
  return QString::fromStdString(feature.label)
      .replace(QStringLiteral("Share of the error"), QStringLiteral("Error share"));
}

QString intervalText(const RankCorrelation& correlation) {
  if (std::isnan(correlation.rho)) return QStringLiteral("–");
  return QStringLiteral("%1 [%2, %3]").arg(signedText(correlation.rho), signedText(correlation.low),
                                           signedText(correlation.high));
}

}  // namespace

CauseTable::CauseTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this, "causes",
          {tr("Feature"), tr("−1 … ρ … 1"), tr("ρ [95 %]"), tr("Held back"), tr("Finding")},
          {tr("What the image is like, or where its error sits"), tr("Spearman's rank correlation with the error"),
           tr("With its 95 % interval"),
           tr("The same in one half of the images, chosen by their names"),
           tr("Confirmed: distinguishable from 0 in both halves, with the same sign")});
  setItemDelegateForColumn(1, new BarDelegate(BarDelegate::Kind::Interval, this));
  horizontalHeader()->setStretchLastSection(true);
  setColumnWidth(0, 196);
  setColumnWidth(1, 112);
  connect(this, &QTableWidget::currentCellChanged, this, [this](int row) {
    if (row >= 0) Q_EMIT causeChosen(row);
  });
}

void CauseTable::setCauses(const std::vector<FailureCause>& causes) {
  const QSignalBlocker quiet(this);
  m_causes = causes;
  clearContents();
  setRowCount(static_cast<int>(causes.size()));
  for (int row = 0; row < rowCount(); ++row) {
    const FailureCause& cause = causes[static_cast<std::size_t>(row)];
    const bool grey = !cause.all.isDistinguishable();
    put(*this, row, 0, shortLabel(*cause.feature), false, grey)
        ->setToolTip(tr("%1: %2 images with a value and an error")
                         .arg(QString::fromStdString(cause.feature->label)).arg(cause.all.count));
    auto* bar = put(*this, row, 1, {});
    bar->setData(BarDelegate::kValueRole, cause.all.rho);
    bar->setData(BarDelegate::kLowRole, cause.all.low);
    bar->setData(BarDelegate::kHighRole, cause.all.high);
    bar->setData(BarDelegate::kGreyRole, grey);
    bar->setToolTip(intervalText(cause.all));
    put(*this, row, 2, intervalText(cause.all), false, grey);
    put(*this, row, 3, signedText(cause.held_back.rho), true, grey);
    put(*this, row, 4, grey ? tr("not distinguishable") : cause.confirmed ? tr("confirmed") : tr("not confirmed"),
        false, !cause.confirmed);
  }
  for (const int column : {2, 3}) resizeColumnToContents(column);
}

SliceTable::SliceTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this, "slices",
          {tr("Images with"), tr("n"), tr("Mean error"), tr("Rest"), tr("Coverage"), tr("p"), tr("Finding")},
          {tr("Click: show only these"), tr("Images in the group"), tr("Of these images"), tr("Of all others"),
           tr("Share of all excess error over the median"),
           tr("Mann-Whitney, adjusted for all groups that were tried (Benjamini-Hochberg)"),
           tr("Confirmed: worse than the rest in the held-back half too")});
  horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  connect(this, &QTableWidget::cellClicked, this, &SliceTable::sliceChosen);
  connect(this, &QTableWidget::cellActivated, this, &SliceTable::sliceChosen);
}

void SliceTable::setSlices(const std::vector<FailureSlice>& slices) {
  m_slices = slices;
  clearContents();
  setRowCount(static_cast<int>(slices.size()));
  for (int row = 0; row < rowCount(); ++row) {
    const FailureSlice& slice = slices[static_cast<std::size_t>(row)];
    const QString text = QString::fromStdString(slice.text());
    put(*this, row, 0, text, false, !slice.confirmed)->setToolTip(text);
    put(*this, row, 1, QString::number(slice.records.size()));
    put(*this, row, 2, number(slice.mean));
    put(*this, row, 3, number(slice.rest));
    put(*this, row, 4, percent(slice.coverage));
    put(*this, row, 5, slice.p_adjusted < 1e-4 ? QStringLiteral("< 10⁻⁴") : number(slice.p_adjusted, 2));
    put(*this, row, 6, slice.confirmed ? tr("confirmed") : tr("not confirmed"), false, !slice.confirmed);
  }
  for (int column = 1; column < columnCount(); ++column) resizeColumnToContents(column);
}

void SliceTable::paintEvent(QPaintEvent* event) {
  QTableWidget::paintEvent(event);
  if (rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("No group of images is worse than the rest beyond chance. With more images smaller differences "
                      "can be told."));
}

BudgetTable::BudgetTable(QWidget* parent) : QTableWidget(parent) {
  prepare(*this, "budget", {tr("Where"), tr("Share of the squared error"), tr("Error"), tr("Area"), tr("Error / area")},
          {tr("Places may overlap"), tr("The line: what it would be if the error were everywhere the same"),
           tr("Share of the squared amplitude error, mean over images"), tr("Share of the object"),
           tr("Above 1: worse than elsewhere")});
  setItemDelegateForColumn(1, new BarDelegate(BarDelegate::Kind::Share, this));
  horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
}

void BudgetTable::setRows(const std::vector<ErrorBudgetRow>& rows) {
  clearContents();
  setRowCount(static_cast<int>(rows.size()));
  for (int k = 0; k < rowCount(); ++k) {
    const ErrorBudgetRow& row = rows[static_cast<std::size_t>(k)];
    const bool unknown = std::isnan(row.share);
    put(*this, k, 0, QString::fromStdString(row.place), false, unknown);
    auto* bar = put(*this, k, 1, {});
    bar->setData(BarDelegate::kValueRole, row.share);
    bar->setData(BarDelegate::kMarkRole, row.area);
    put(*this, k, 2, unknown ? tr("not recorded") : percent(row.share), true, unknown);
    put(*this, k, 3, percent(row.area));
    put(*this, k, 4, row.area > 0 ? number(row.share / row.area, 2) : QStringLiteral("–"));
  }
  for (const int column : {0, 2, 3, 4}) resizeColumnToContents(column);
}

}  // namespace ptycho
