#include "widgets/reconstruct/export_bar.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "widgets/kit/form/file_question.h"

namespace ptycho {
namespace {

QToolButton* exportButton(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(help);
  button->setObjectName(name);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

ExportBar::ExportBar(QWidget* parent)
    : QWidget(parent),
      m_figure(
          exportButton(tr("Export figure…"), "exportFigure", tr("The pictures as PNG, SVG or PDF (Ctrl+E)"), this)),
      m_result(exportButton(tr("Export result…"), "exportResult", tr("The result with all its numbers as HDF5, as CXI or ptychodus NPZ for other programs, or amplitude and phase as 32-bit TIFF"), this)),
      m_curves(
          exportButton(tr("Export curves…"), "exportCurves", tr("Residual and errors as PNG, SVG, PDF or CSV"), this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  for (QToolButton* button : {m_figure, m_result, m_curves}) layout->addWidget(button);
  connect(m_figure, &QToolButton::clicked, this, &ExportBar::askForFigure);
  connect(m_result, &QToolButton::clicked, this,
          [this] { ask(tr("Export result"), QStringLiteral("h5"), tr("HDF5 (*.h5);;CXI (*.cxi);;ptychodus product (*.npz);;TIFF, 32-bit numbers (*.tif)"), &ExportBar::resultRequested); });
  connect(m_curves, &QToolButton::clicked, this, [this] {
    ask(tr("Export curves"), QStringLiteral("csv"), tr("CSV (*.csv);;PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"),
        &ExportBar::curvesRequested);
  });
  setAvailable(false, false, false);
}

void ExportBar::setAvailable(bool picture, bool result, bool curves) {
  m_figure->setEnabled(picture);
  m_result->setEnabled(result);
  m_curves->setEnabled(curves);
}

void ExportBar::askForFigure() {
  if (!m_figure->isEnabled()) return;
  ask(tr("Export figure"), QStringLiteral("png"), tr("PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"),
      &ExportBar::figureRequested);
}

void ExportBar::ask(const QString& title, const QString& suffix, const QString& filter, Wish wish) {
  const QString name = m_baseName.isEmpty() ? QStringLiteral("reconstruction") : m_baseName;
  askForFile(this, m_dialog, {title, filter, suffix, name + QLatin1Char('.') + suffix},
             [this, wish](const QString& file) { Q_EMIT(this->*wish)(file); });
}

}  // namespace ptycho
