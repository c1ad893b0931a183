#include "widgets/failures/image_numbers.h"

#include <cmath>

#include <QHeaderView>

#include "core/evaluate/evaluation_columns.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {
namespace {

/// Keys of the shown columns; behind them stands whether the estimate was kept.
constexpr const char* kKeys[] = {"amplitude_nrmse", "phase_nrmse",  "amplitude_psnr", "phase_psnr", "amplitude_ssim",
                                 "phase_ssim",      "residual",     "iterations",     "seconds"};
constexpr int kCount = static_cast<int>(std::size(kKeys));

QString numberOf(double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  return QString::number(value, 'g', 4).replace('-', QStringLiteral("−"));
}

}  // namespace

ImageNumbers::ImageNumbers(QWidget* parent) : QTableWidget(parent) {
  setObjectName(QStringLiteral("imageNumbers"));
  setAccessibleName(tr("Numbers of the image"));
  QStringList labels{tr("Method"), tr("A NRMSE"), tr("φ NRMSE"), tr("PSNR A [dB]"), tr("PSNR φ [dB]"), tr("SSIM A"),
                     tr("SSIM φ"), tr("Residual"), tr("Iterations"), tr("Time [s]"), tr("Estimate")};
  setColumnCount(static_cast<int>(labels.size()));
  setHorizontalHeaderLabels(labels);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setTabKeyNavigation(false);
  setShowGrid(false);
  for (int k = 0; k < kCount; ++k) {
    horizontalHeaderItem(k + 1)->setToolTip(QString::fromStdString(evaluationColumn(kKeys[k]).label));
  }
  connect(this, &QTableWidget::cellClicked, this, [this](int row) {
    if (row < rowCount() - 1) Q_EMIT estimateChosen(row);
  });
}

void ImageNumbers::put(int row, int column, const QString& text, bool bad, const QString& help) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(Qt::AlignVCenter | (column == 0 || column > kCount ? Qt::AlignLeft : Qt::AlignRight));
  if (bad) item->setForeground(signalColour(Signal::Caution, palette()));
  item->setToolTip(help);
  setItem(row, column, item);
}

void ImageNumbers::fillRow(int row, const ImageEstimate& estimate) {
  const EvaluationRecord& record = estimate.record;
  put(row, 0, estimate.label);
  for (int k = 0; k < kCount; ++k) {
    const double value = evaluationColumn(kKeys[k]).get(record);
    const double flat = k == 0 ? record.flat_amplitude_nrmse : k == 1 ? record.flat_phase_nrmse : NAN;
    const bool bad = value > flat;
    put(row, k + 1, numberOf(value), bad, bad ? tr("Worse than a flat picture") : QString());
  }
  if (!record.problem.empty()) {
    put(row, kCount + 1, tr("failed"), true, QString::fromStdString(record.problem));
  } else {
    put(row, kCount + 1, estimate.object.empty() ? tr("not kept") : tr("kept"));
  }
}

void ImageNumbers::setEstimates(const std::vector<ImageEstimate>& estimates) {
  clearContents();
  setRowCount(estimates.empty() ? 0 : static_cast<int>(estimates.size()) + 1);
  for (std::size_t k = 0; k < estimates.size(); ++k) fillRow(static_cast<int>(k), estimates[k]);
  if (!estimates.empty()) {
    const int last = rowCount() - 1;
    put(last, 0, tr("flat picture"), false, tr("In the middle of the ranges: what any estimate should beat"));
    put(last, 1, numberOf(estimates.front().record.flat_amplitude_nrmse));
    put(last, 2, numberOf(estimates.front().record.flat_phase_nrmse));
  }
  resizeColumnsToContents();
}

}  // namespace ptycho
