#include "widgets/failures/compare_page.h"

#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>

#include "widgets/kit/plot/scatter_plot.h"

namespace ptycho {
namespace {

constexpr int kListed = 20;

QString signedNumber(double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + QString::number(std::abs(value), 'f', 4);
}

}  // namespace

const ImageTable& ComparePage::referenceTable() const {
  const ImageTable& own = m_order.evaluation().table();
  return m_other && m_reference->currentIndex() >= own.methodCount() ? *m_other : own;
}

int ComparePage::referenceMethod() const {
  const int own = m_order.evaluation().table().methodCount();
  const int index = m_reference->currentIndex();
  return index < own ? index : index - own;
}

void ComparePage::connectParts() {
  connect(m_reference, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (index >= 0 && index < m_order.evaluation().table().methodCount()) Q_EMIT referenceChosen(index);
    compare();
  });
  for (QComboBox* box : {m_method, m_kind}) connect(box, &QComboBox::currentIndexChanged, this, &ComparePage::compare);
  connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &ComparePage::compare);
  connect(m_open, &QPushButton::clicked, this, &ComparePage::askForOther);
  connect(m_plot, &ScatterPlot::clicked, this, [this](qint64 image) { m_selection.setCurrentImage(image); });
  connect(m_plot, &ScatterPlot::chosen, this, [this](const std::vector<std::int64_t>& images) {
    m_selection.setImages({images.begin(), images.end()});
  });
  m_plot->setNames([this](std::int64_t image) {
    const auto row = m_order.evaluation().table().rowOf(image);
    return row ? m_order.evaluation().table().name(*row) : QString();
  });
  for (QTableWidget* table : {m_improved, m_regressed}) {
    connect(table, &QTableWidget::currentCellChanged, this, [this, table](int row) {
      if (row >= 0) m_selection.setCurrentImage(table->item(row, 0)->data(Qt::UserRole).toLongLong());
    });
  }
  // What was compared are places in a table that is on its way out.
  connect(&m_order.evaluation(), &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_comparison = {}; });
  connect(&m_order, &EvaluationOrder::rebuilt, this, &ComparePage::drawPlot);
  connect(&m_selection, &ImageSelection::imagesChanged, this, &ComparePage::markChosen);
  connect(&m_selection, &ImageSelection::currentImageChanged, this, &ComparePage::markChosen);
}

void ComparePage::askForOther() {
  if (!m_dialog) {
    m_dialog = new QFileDialog(this, tr("Another evaluation"));
    m_dialog->setNameFilter(tr("Evaluations (*.h5)"));
    m_dialog->setFileMode(QFileDialog::ExistingFile);
    m_dialog->setModal(false);
    connect(m_dialog, &QFileDialog::fileSelected, this, &ComparePage::otherRequested);
  }
  m_dialog->show();
}

void ComparePage::setOther(const std::shared_ptr<const ImageTable>& table, const QString& name) {
  m_other = table;
  m_otherName = name;
  fillReferences();
  const QSignalBlocker quiet(m_reference);
  if (table) m_reference->setCurrentIndex(m_reference->count() - 1);
  compare();
}

void ComparePage::fillReferences() {
  const QSignalBlocker quiet(m_reference);
  const ImageTable& own = m_order.evaluation().table();
  const int before = m_reference->currentIndex();
  m_reference->clear();
  for (int k = 0; k < own.methodCount(); ++k) m_reference->addItem(own.method(k));
  for (int k = 0; m_other && k < m_other->methodCount(); ++k) {
    m_reference->addItem(tr("%1 of %2").arg(m_other->method(k), m_otherName));
  }
  m_reference->setCurrentIndex(std::clamp(before, 0, std::max(0, m_reference->count() - 1)));
}

void ComparePage::takeTable() {
  const ImageTable& table = m_order.evaluation().table();
  QStringList methods, before;
  for (int k = 0; k < table.methodCount(); ++k) methods << table.method(k);
  for (int k = 0; k < m_method->count(); ++k) before << m_method->itemText(k);
  if (methods != before) {
    const QSignalBlocker quiet(m_method);
    m_method->clear();
    m_method->addItems(methods);
    m_method->setCurrentIndex(static_cast<int>(methods.size()) - 1);
    fillReferences();
  }
  compare();
}

void ComparePage::setReference(int index) { m_reference->setCurrentIndex(index); }
void ComparePage::setMethod(int method) { m_method->setCurrentIndex(method); }
void ComparePage::setThreshold(double threshold) { m_threshold->setValue(threshold); }

void ComparePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_stale) compare();
}

void ComparePage::compare() {
  m_stale = !isVisible();
  if (m_stale) return;
  const int method = m_method->currentIndex();
  m_comparison = {};
  if (method >= 0 && m_reference->currentIndex() >= 0) {
    m_comparison = compareMethods(referenceTable().evaluation(), referenceMethod(),
                                  m_order.evaluation().table().evaluation(), method,
                                  static_cast<ErrorKind>(m_kind->currentIndex()), m_threshold->value());
  }
  show();
}

QString ComparePage::summary() const {
  const MethodComparison& found = m_comparison;
  const std::size_t n = found.images.size();
  if (n == 0) return tr("No image has an error in both.");
  QString text = tr("%1 improved, %2 unchanged, %3 regressed of %4 images. Median change %5")
                     .arg(found.improved)
                     .arg(n - found.improved - found.regressed)
                     .arg(found.regressed)
                     .arg(n)
                     .arg(signedNumber(found.median_change));
  text += std::isnan(found.low) ? tr(" (too few images for an interval).")
                                : tr(" [95 %: %1 … %2].").arg(signedNumber(found.low), signedNumber(found.high));
  if (found.not_finite > 0) text += tr(" %1 without an error on one side.").arg(found.not_finite);
  const std::size_t alone = found.only_a.size() + found.only_b.size();
  if (alone > 0) text += tr(" %1 in only one of them, listed on the right.").arg(alone);
  return text;
}

void ComparePage::show() {
  m_summary->setText(summary());
  fillTable(*m_improved, true);
  fillTable(*m_regressed, false);
  fillMissing();
  drawPlot();
}

void ComparePage::fillTable(QTableWidget& table, bool improved) {
  const QSignalBlocker quiet(&table);
  const auto kind = static_cast<ErrorKind>(m_kind->currentIndex());
  const auto& before = referenceTable().evaluation().records;
  const auto& after = m_order.evaluation().table().evaluation().records;
  const auto& images = m_comparison.images;
  table.setRowCount(0);
  for (std::size_t k = 0; k < images.size() && table.rowCount() < kListed; ++k) {
    const ComparedImage& image = images[improved ? k : images.size() - 1 - k];
    if (improved ? image.change >= 0 : image.change <= 0) break;
    const int row = table.rowCount();
    table.insertRow(row);
    const EvaluationRecord& record = after[image.b];
    auto* name = new QTableWidgetItem(QString::fromStdString(record.name));
    name->setData(Qt::UserRole, QVariant::fromValue<qint64>(record.image));
    table.setItem(row, 0, name);
    const QString texts[] = {QString::number(errorOf(before[image.a], kind), 'f', 4),
                             QString::number(errorOf(record, kind), 'f', 4), signedNumber(image.change)};
    for (int column = 0; column < 3; ++column) {
      auto* item = new QTableWidgetItem(texts[column]);
      item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      table.setItem(row, column + 1, item);
    }
  }
}

void ComparePage::fillMissing() {
  m_missing->clear();
  const auto& before = referenceTable().evaluation().records;
  const auto& after = m_order.evaluation().table().evaluation().records;
  for (const std::size_t k : m_comparison.only_a) {
    m_missing->addItem(tr("only in the reference: %1").arg(QString::fromStdString(before[k].name)));
  }
  for (const std::size_t k : m_comparison.only_b) {
    m_missing->addItem(tr("not in the reference: %1").arg(QString::fromStdString(after[k].name)));
  }
  m_missing->setVisible(m_missing->count() > 0);
}

void ComparePage::drawPlot() {
  if (!isVisible() || m_method->currentIndex() < 0) return;
  const auto kind = static_cast<ErrorKind>(m_kind->currentIndex());
  const auto& before = referenceTable().evaluation().records;
  const auto& after = m_order.evaluation().table().evaluation().records;
  std::vector<ScatterPoint> points;
  for (const ComparedImage& image : m_comparison.images) {
    const EvaluationRecord& record = after[image.b];
    points.push_back({errorOf(before[image.a], kind), errorOf(record, kind), record.image,
                      m_order.rowOfImage(record.image) < 0});
  }
  m_plot->setAxisLabels(tr("%1, %2").arg(m_kind->currentText(), m_reference->currentText()),
                        tr("%1, %2").arg(m_kind->currentText(), m_method->currentText()));
  m_plot->setPoints(std::move(points));
  markChosen();
}

void ComparePage::markChosen() {
  if (!isVisible()) return;
  m_plot->setChosen(m_selection.images());
  m_plot->setCurrent(m_selection.currentImage());
}

}  // namespace ptycho
