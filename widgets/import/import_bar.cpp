#include "widgets/import/import_bar.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

ImportBar::ImportBar(QUndoStack& history, QWidget* parent)
    : QWidget(parent), m_name(headingLabel({}, this)), m_state(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 4, 8, 4);
  row->setSpacing(4);
  auto* open = glyphButton(Glyph::Folder, tr("Choose a file to import (Ctrl+I)"), this);
  open->setAutoRaise(true);
  m_name->setObjectName(QStringLiteral("importFile"));
  m_name->setTextFormat(Qt::PlainText);
  m_name->setMinimumWidth(60);
  m_state->setObjectName(QStringLiteral("importState"));
  m_state->setForegroundRole(QPalette::PlaceholderText);
  row->addWidget(open);
  row->addWidget(m_name);
  row->addSpacing(8);
  row->addWidget(m_state);
  row->addStretch(1);
  addHistory(*row, history);
  const auto add = [&](const char* name, const QString& text, const QString& help, bool checkable = false) {
    auto* button = textButton(text, name, help, this);
    button->setCheckable(checkable);
    row->addWidget(button);
    return button;
  };
  auto* reset = add("resetImport", tr("Reset"), tr("Everything as file and format have it; undo takes this back"));
  m_datasets = add("showDatasets", tr("Data sets"), tr("What the file holds, to say what is what"), true);
  auto* mask = add("showMask", tr("Mask"), tr("Masked pixels in their own colour"), true);
  mask->setChecked(true);
  auto* controls = add("showControls", tr("Controls"), tr("Colours and limits above the pictures"), true);
  auto* copy = add("copyCommand", tr("Copy command"), tr("The ptychodesk-cli command line that imports this file"));
  m_import = pushButton(Glyph::Add, tr("&Import"), "import", {}, this);
  m_reconstruct = pushButton(Glyph::Play, tr("Import and &reconstruct"), "importAndReconstruct", {}, this);
  auto* close = glyphButton(Glyph::Close, tr("Close without importing (Ctrl+W)"), this);
  close->setShortcut(QKeySequence::Close);
  close->setObjectName(QStringLiteral("closeImport"));
  close->setAutoRaise(true);
  row->addSpacing(6);
  for (QWidget* button : std::initializer_list<QWidget*>{m_import, m_reconstruct, close}) row->addWidget(button);
  connect(open, &QToolButton::clicked, this, &ImportBar::openRequested);
  connect(reset, &QToolButton::clicked, this, &ImportBar::resetRequested);
  connect(m_datasets, &QToolButton::toggled, this, &ImportBar::datasetsToggled);
  connect(mask, &QToolButton::toggled, this, &ImportBar::maskToggled);
  connect(controls, &QToolButton::toggled, this, &ImportBar::controlsToggled);
  connect(copy, &QToolButton::clicked, this, &ImportBar::copyCommandRequested);
  connect(m_import, &QPushButton::clicked, this, [this] { Q_EMIT importRequested(false); });
  connect(m_reconstruct, &QPushButton::clicked, this, [this] { Q_EMIT importRequested(true); });
  connect(close, &QToolButton::clicked, this, &ImportBar::closeRequested);
  setFile({});
  setDatasetsAvailable(false);
}

void ImportBar::addHistory(QHBoxLayout& row, QUndoStack& history) {
  // The keys are those of the window's Edit menu.
  const auto add = [&](const char* name, const QString& sign, const QString& help, void (QUndoStack::*step)()) {
    auto* button = textButton(sign, name, help, this);
    button->setEnabled(false);
    connect(button, &QToolButton::clicked, &history, step);
    row.addWidget(button);
    return button;
  };
  auto* undo = add("undoImport", QStringLiteral("↶"), tr("Undo (Ctrl+Z)"), &QUndoStack::undo);
  auto* redo = add("redoImport", QStringLiteral("↷"), tr("Redo (Ctrl+Shift+Z)"), &QUndoStack::redo);
  connect(&history, &QUndoStack::canUndoChanged, undo, &QWidget::setEnabled);
  connect(&history, &QUndoStack::canRedoChanged, redo, &QWidget::setEnabled);
}

void ImportBar::setFile(const QString& file) {
  m_name->setText(file.isEmpty() ? tr("No file") : QFileInfo(file).fileName());
  m_name->setToolTip(file);
}

void ImportBar::setState(const QString& state) { m_state->setText(state); }

void ImportBar::setImportable(const QString& obstacle) {
  m_obstacle = obstacle;
  showButtons();
}

void ImportBar::setReconstructable(const QString& obstacle) {
  m_noReconstruction = obstacle;
  showButtons();
}

void ImportBar::showButtons() {
  m_import->setEnabled(m_obstacle.isEmpty());
  m_import->setToolTip(m_obstacle.isEmpty() ? tr("Imports all patterns and opens the acquisition in Reconstruct")
                                            : m_obstacle);
  const QString obstacle = m_obstacle.isEmpty() ? m_noReconstruction : m_obstacle;
  m_reconstruct->setEnabled(obstacle.isEmpty());
  m_reconstruct->setToolTip(
      obstacle.isEmpty() ? tr("Imports, then reconstructs with the preset for measured data") : obstacle);
}

void ImportBar::setDatasetsAvailable(bool available) { m_datasets->setEnabled(available); }

void ImportBar::setDatasetsShown(bool shown) { m_datasets->setChecked(shown); }

}  // namespace ptycho
