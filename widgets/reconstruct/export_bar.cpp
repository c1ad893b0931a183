#include "widgets/reconstruct/export_bar.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "core/exchange/scan_export.h"
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
      m_result(exportButton(tr("Export result…"), "exportResult",
                            tr("The result with all its numbers as our HDF5, or as files of other programs"), this)),
      m_curves(
          exportButton(tr("Export curves…"), "exportCurves", tr("Residual and errors as PNG, SVG, PDF or CSV"), this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  for (QToolButton* button : {m_figure, m_result, m_curves}) layout->addWidget(button);
  connect(m_figure, &QToolButton::clicked, this, &ExportBar::askForFigure);
  auto* formats = new QMenu(m_result);
  formats->setObjectName(QStringLiteral("exportFormats"));
  formats->setToolTipsVisible(true);
  fillFormats(*formats);
  m_result->setMenu(formats);
  m_result->setPopupMode(QToolButton::InstantPopup);
  connect(m_curves, &QToolButton::clicked, this, [this] {
    ask(tr("Export curves"), QStringLiteral("csv"), tr("CSV (*.csv);;PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"),
        [this](const QString& file) { Q_EMIT curvesRequested(file); });
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
      [this](const QString& file) { Q_EMIT figureRequested(file); });
}

void ExportBar::fillFormats(QMenu& menu) {
  const auto add = [&](const QString& title, const QString& about, const QString& suffix, const QString& key) {
    QAction* action = menu.addAction(title + QStringLiteral(" …"), this, [this, title, suffix, key] {
      ask(tr("Export result"), suffix, QStringLiteral("%1 (*.%2)").arg(title, suffix),
          [this, key](const QString& file) { Q_EMIT resultRequested(file, key); });
    });
    action->setToolTip(about);
    action->setData(key);
  };
  add(tr("Our HDF5, with all numbers"), tr("What this program opens again"), QStringLiteral("h5"), {});
  menu.addSeparator();
  for (const ExportFormatInfo& format : exportFormats()) {
    add(QString::fromStdString(format.title), QString::fromStdString(format.about),
        QString::fromStdString(format.suffix.substr(1)), QString::fromStdString(format.key));
  }
}

void ExportBar::ask(const QString& title, const QString& suffix, const QString& filter,
                    const std::function<void(const QString&)>& take) {
  const QString name = m_baseName.isEmpty() ? QStringLiteral("reconstruction") : m_baseName;
  askForFile(this, m_dialog, {title, filter, suffix, name + QLatin1Char('.') + suffix},
             take);
}

}  // namespace ptycho
