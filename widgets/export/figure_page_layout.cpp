#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/export/figure_page.h"
#include "widgets/export/figure_preview.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

FigurePage::FigurePage(QWidget* parent) : QWidget(parent), m_preview(new FigurePreview(this)) {
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildSources());
  splitter->addWidget(m_preview);
  splitter->addWidget(buildPanels());
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->addWidget(splitter, 1);
  column->addWidget(buildActions());
  apply({});
  refreshPanels();
}

QWidget* FigurePage::buildSources() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(headingLabel(tr("Pictures and curves"), box));
  m_sources = new QTreeWidget(box);
  m_sources->setObjectName(QStringLiteral("figureSources"));
  m_sources->setHeaderHidden(true);
  m_sources->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_sources->setTextElideMode(Qt::ElideMiddle);
  m_sources->setAccessibleName(tr("Results, evaluated images and trainings"));
  column->addWidget(m_sources, 1);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  for (std::size_t part = 0; part < m_parts.size(); ++part) {
    auto* check = new QCheckBox(figurePartTitle(static_cast<FigurePart>(part)), box);
    check->setObjectName(QStringLiteral("part-") + QString::fromStdString(figurePartNames()[part]));
    check->setChecked(part < 6);
    m_parts[part] = check;
    const int line = static_cast<int>(part) % 3;
    const int column_ = static_cast<int>(part) / 3;
    grid->addWidget(check, column_ == 2 ? 3 : line, column_ == 2 ? line : column_);
  }
  column->addLayout(grid);
  auto* buttons = new QHBoxLayout;
  auto* add = pushButton(Glyph::Add, tr("&Add pictures"), "addPanels",
                         tr("The ticked pictures of what is chosen, a panel each"), box);
  m_add = add;
  auto* open = pushButton(Glyph::Folder, tr("Open…"), "openSource",
                          tr("A result or an evaluation that is not in the list"), box);
  buttons->addWidget(add, 1);
  buttons->addWidget(open);
  column->addLayout(buttons);
  auto* curves = new QHBoxLayout;
  m_curveKinds = new QComboBox(box);
  m_curveKinds->setObjectName(QStringLiteral("curveKinds"));
  m_curveKinds->setAccessibleName(tr("Which curves"));
  m_curveKinds->setToolTip(tr("Curves that the chosen runs have; several runs come over each other"));
  m_addCurves = pushButton(Glyph::Add, tr("Add c&urves"), "addCurves",
                           tr("A plot with the chosen runs over each other"), box);
  curves->addWidget(m_curveKinds, 1);
  curves->addWidget(m_addCurves);
  column->addLayout(curves);
  connect(m_addCurves, &QAbstractButton::clicked, this, &FigurePage::addCurves);
  connect(add, &QPushButton::clicked, this, &FigurePage::addChosen);
  connect(open, &QPushButton::clicked, this, &FigurePage::sourceRequested);
  connect(m_sources, &QTreeWidget::itemSelectionChanged, this, &FigurePage::refreshButtons);
  connect(m_sources, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* item) {
    if (m_add->isEnabled()) addChosen();
    else if (item->childCount() == 0) addCurves();
  });
  box->setMinimumWidth(300);
  return box;
}

QWidget* FigurePage::buildPanels() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(headingLabel(tr("Panels, row by row"), box));
  m_panels = new QListWidget(box);
  m_panels->setObjectName(QStringLiteral("figurePanels"));
  m_panels->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_panels->setTextElideMode(Qt::ElideMiddle);
  m_panels->setAccessibleName(tr("Panels of the figure"));
  column->addWidget(m_panels, 1);
  auto* row = new QHBoxLayout;
  m_up = glyphButton(Glyph::Up, tr("Move up (Ctrl+Up)"), box);
  m_down = glyphButton(Glyph::Down, tr("Move down (Ctrl+Down)"), box);
  m_remove = glyphButton(Glyph::Remove, tr("Remove (Delete)"), box);
  row->addWidget(m_up);
  row->addWidget(m_down);
  row->addWidget(m_remove);
  row->addStretch();
  column->addLayout(row);
  m_curveForm = new FieldForm(box);
  m_curveForm->setObjectName(QStringLiteral("curveForm"));
  m_curveForm->setFields(fieldInfos<FigureCurves>());
  column->addWidget(m_curveForm);
  connect(m_curveForm, &FieldForm::valueEdited, this, [this](const QString& field, const FieldValue& value) {
    const int row = m_panels->currentRow();
    if (!chosenCurves()) return;
    FigureRecipe recipe = m_recipe;
    auto& curves = *recipe.items[static_cast<std::size_t>(row)].curves;
    if (assignField(curves, field.toStdString(), value)) edit(tr("Change curves"), std::move(recipe));
  });
  column->addWidget(headingLabel(tr("Style"), box));
  m_style = new FieldForm(box);
  m_style->setFields(fieldInfos<FigureStyle>());
  column->addWidget(m_style);
  connect(m_up, &QAbstractButton::clicked, this, [this] { movePanel(-1); });
  connect(m_down, &QAbstractButton::clicked, this, [this] { movePanel(1); });
  connect(m_remove, &QAbstractButton::clicked, this, &FigurePage::removePanels);
  connect(m_panels, &QListWidget::itemSelectionChanged, this, &FigurePage::refreshButtons);
  const auto key = [&](const QKeySequence& keys, auto slot) {
    auto* shortcut = new QShortcut(keys, m_panels);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, slot);
  };
  key(Qt::Key_Delete, [this] { removePanels(); });
  key(QStringLiteral("Ctrl+Up"), [this] { movePanel(-1); });
  key(QStringLiteral("Ctrl+Down"), [this] { movePanel(1); });
  connect(m_style, &FieldForm::valueEdited, this, [this](const QString& field, const FieldValue& value) {
    FigureRecipe recipe = m_recipe;
    if (assignField(recipe.style, field.toStdString(), value)) edit(tr("Change style"), std::move(recipe));
  });
  box->setMinimumWidth(280);
  return box;
}

QWidget* FigurePage::buildActions() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  const auto add = [&](Action action, Glyph glyph, const QString& text, const QString& help, const char* name) {
    auto* button = pushButton(glyph, text, name, help, box);
    m_actions[static_cast<std::size_t>(action)] = button;
    row->addWidget(button);
    return button;
  };
  auto* load = add(kLoad, Glyph::Folder, tr("Load…"), tr("A figure that was saved as JSON"), "loadFigure");
  auto* save = add(kSave, Glyph::Down, tr("Save…"),
                   tr("What the figure shows and how, as JSON: ptychodesk-cli figure --spec FILE draws the same"),
                   "saveFigure");
  row->addStretch();
  auto* copy = add(kCopy, Glyph::Copy, tr("Copy"), tr("The figure at its resolution, to the clipboard"), "copyFigure");
  auto* write = add(kExport, Glyph::Export, tr("E&xport…"),
                    tr("PDF and SVG with vector text and axes, PNG and TIFF at the resolution above, or the objects as numbers in HDF5 (Ctrl+E)"),
                    "exportFigure");
  connect(copy, &QPushButton::clicked, this, &FigurePage::copyRequested);
  connect(write, &QPushButton::clicked, this, &FigurePage::exportFigure);
  connect(save, &QPushButton::clicked, this, [this] {
    askForFile(this, m_dialog, {tr("Save figure"), tr("JSON (*.json)"), QStringLiteral("json")},
               [this](const QString& file) { Q_EMIT saveRecipeRequested(file); });
  });
  connect(load, &QPushButton::clicked, this, [this] {
    askForFile(this, m_dialog, {tr("Load figure"), tr("JSON (*.json)"), {}, {}, FileQuestion::Open},
               [this](const QString& file) { Q_EMIT loadRecipeRequested(file); });
  });
  return box;
}

void FigurePage::exportFigure() {
  if (m_recipe.items.empty()) return;
  askForFile(this, m_dialog,
             {tr("Export figure"),
              tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png);;TIFF (*.tif);;Objects as HDF5 (*.h5)"), QStringLiteral("pdf")},
             [this](const QString& file) { Q_EMIT exportRequested(file); });
}

}  // namespace ptycho
