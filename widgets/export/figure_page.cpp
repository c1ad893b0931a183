#include "widgets/export/figure_page.h"

#include <algorithm>

#include <QAbstractButton>
#include <QComboBox>
#include <QListWidget>
#include <QTreeWidget>
#include <QUndoCommand>

#include "widgets/export/figure_preview.h"
#include "widgets/kit/form/field_form.h"

namespace ptycho {

namespace {

constexpr int kFileRole = Qt::UserRole;
constexpr int kImageRole = Qt::UserRole + 1;
constexpr int kMethodRole = Qt::UserRole + 2;
constexpr int kTruthRole = Qt::UserRole + 3;
constexpr int kTrainingRole = Qt::UserRole + 4;
constexpr int kMostEstimates = 500;  ///< of one evaluation in the list, the worst

/// An edit as the recipes before and after it.
class RecipeCommand : public QUndoCommand {
 public:
  RecipeCommand(const QString& text, FigureRecipe before, FigureRecipe after,
                std::function<void(const FigureRecipe&)> apply)
      : QUndoCommand(text), m_before(std::move(before)), m_after(std::move(after)), m_apply(std::move(apply)) {}
  void undo() override { m_apply(m_before); }
  void redo() override { m_apply(m_after); }

 private:
  FigureRecipe m_before, m_after;
  std::function<void(const FigureRecipe&)> m_apply;
};

/// Of evaluations the pictures alone are kept.
bool hasCurves(const QTreeWidgetItem& source) { return !source.parent() && source.childCount() == 0; }

QString panelText(const FigureItem& item) {
  if (item.curves) {
    const QString title = item.title.empty() ? curveKindTitle(item.curves->kind) : QString::fromStdString(item.title);
    const auto runs = item.curves->files.size();
    return title + QStringLiteral(" · ") + (runs == 1 ? FigurePage::tr("1 run") : FigurePage::tr("%1 runs").arg(runs));
  }
  QString text = item.title.empty() ? figurePartTitle(item.part) : QString::fromStdString(item.title);
  if (!item.source.method.empty()) text += QStringLiteral(", ") + QString::fromStdString(item.source.method);
  if (item.source.image >= 0) text += QStringLiteral(" · ") + FigurePage::tr("image %1").arg(item.source.image);
  return text;
}

}  // namespace

void FigurePage::setSources(const std::vector<ExportSource>& sources) {
  QStringList open;
  for (int i = 0; i < m_sources->topLevelItemCount(); ++i) {
    if (m_sources->topLevelItem(i)->isExpanded()) open << m_sources->topLevelItem(i)->data(0, kFileRole).toString();
  }
  m_sources->clear();
  for (const ExportSource& source : sources) {
    auto* top = new QTreeWidgetItem(m_sources, {source.title});
    top->setToolTip(0, source.file);
    top->setData(0, kFileRole, source.file);
    top->setData(0, kTruthRole, source.has_truth);
    top->setData(0, kTrainingRole, source.training);
    if (!source.evaluation) continue;
    const auto estimates = source.estimates();
    if (estimates.empty()) {
      auto* none = new QTreeWidgetItem(top, {tr("no estimates kept (evaluate with --keep worst:8)")});
      none->setFlags(Qt::NoItemFlags);
    }
    for (std::size_t i = 0; i < estimates.size() && i < kMostEstimates; ++i) {
      auto* leaf = new QTreeWidgetItem(top, {estimates[i].label});
      leaf->setToolTip(0, estimates[i].label);
      leaf->setData(0, kFileRole, source.file);
      leaf->setData(0, kTruthRole, true);
      leaf->setData(0, kImageRole, QVariant::fromValue(estimates[i].image));
      leaf->setData(0, kMethodRole, QString::fromStdString(estimates[i].method));
    }
    top->setFlags(top->flags() & ~Qt::ItemIsSelectable);
    top->setExpanded(open.contains(source.file) || sources.size() == 1);
  }
  refreshButtons();
}

void FigurePage::addChosen() {
  FigureRecipe recipe = m_recipe;
  for (const QTreeWidgetItem* chosen : m_sources->selectedItems()) {
    if (chosen->data(0, kTrainingRole).toBool()) continue;
    FigureSource source{chosen->data(0, kFileRole).toString().toStdString(), -1,
                        chosen->data(0, kMethodRole).toString().toStdString()};
    if (chosen->data(0, kImageRole).isValid()) source.image = chosen->data(0, kImageRole).toLongLong();
    const bool truth = chosen->data(0, kTruthRole).toBool();
    for (std::size_t part = 0; part < m_parts.size(); ++part) {
      const auto kind = static_cast<FigurePart>(part);
      const bool possible = truth || kind == FigurePart::Amplitude || kind == FigurePart::Phase ||
                            kind == FigurePart::Complex;
      if (m_parts[part]->isChecked() && possible) recipe.items.push_back({source, kind, {}});
    }
  }
  if (recipe.items.size() != m_recipe.items.size()) edit(tr("Add panels"), std::move(recipe));
}

void FigurePage::addCurves() {
  if (m_curveKinds->currentIndex() < 0) return;
  const auto kind = static_cast<CurveKind>(m_curveKinds->currentData().toInt());
  std::vector<std::string> files;
  for (const QTreeWidgetItem* chosen : m_sources->selectedItems()) {
    if (!hasCurves(*chosen) || chosen->data(0, kTrainingRole).toBool() != isOfTraining(kind)) continue;
    files.push_back(chosen->data(0, kFileRole).toString().toStdString());
  }
  if (files.empty()) return;
  FigureRecipe recipe = m_recipe;
  recipe.items.push_back({{}, FigurePart::Amplitude, {}, usualCurves(kind, std::move(files))});
  edit(tr("Add curves"), std::move(recipe));
}

void FigurePage::refreshCurveKinds() {
  bool trainings = false, results = false;
  for (const QTreeWidgetItem* chosen : m_sources->selectedItems()) {
    if (!hasCurves(*chosen)) continue;
    (chosen->data(0, kTrainingRole).toBool() ? trainings : results) = true;
  }
  const QVariant before = m_curveKinds->currentData();
  m_curveKinds->clear();
  for (std::size_t k = 0; k < curveKindNames().size(); ++k) {
    const auto kind = static_cast<CurveKind>(k);
    if (isOfTraining(kind) ? trainings : results) m_curveKinds->addItem(curveKindTitle(kind), static_cast<int>(k));
  }
  m_curveKinds->setCurrentIndex(std::max(m_curveKinds->count() > 0 ? 0 : -1, m_curveKinds->findData(before)));
  m_curveKinds->setEnabled(m_curveKinds->count() > 0);
  m_addCurves->setEnabled(m_curveKinds->count() > 0);
}

const FigureCurves* FigurePage::chosenCurves() const {
  const int row = m_panels->currentRow();
  if (row < 0 || row >= static_cast<int>(m_recipe.items.size())) return nullptr;
  const auto& curves = m_recipe.items[static_cast<std::size_t>(row)].curves;
  return curves ? &*curves : nullptr;
}

void FigurePage::refreshCurveForm() {
  const FigureCurves* curves = chosenCurves();
  m_curveForm->setVisible(curves != nullptr);
  if (!curves) return;
  for (const auto& field : FigureCurves::fields()) {
    m_curveForm->setValue(QString::fromStdString(field.info.key), field.get(*curves));
  }
}

void FigurePage::removePanels() {
  FigureRecipe recipe = m_recipe;
  std::vector<int> rows;
  for (const QModelIndex& index : m_panels->selectionModel()->selectedRows()) rows.push_back(index.row());
  std::ranges::sort(rows, std::greater<>());
  for (const int row : rows) recipe.items.erase(recipe.items.begin() + row);
  if (!rows.empty()) edit(tr("Remove panels"), std::move(recipe));
}

void FigurePage::movePanel(int by) {
  const int row = m_panels->currentRow();
  const int target = row + by;
  if (row < 0 || target < 0 || target >= m_panels->count()) return;
  FigureRecipe recipe = m_recipe;
  std::swap(recipe.items[static_cast<std::size_t>(row)], recipe.items[static_cast<std::size_t>(target)]);
  edit(tr("Move panel"), std::move(recipe));
  m_panels->setCurrentRow(target);
}

void FigurePage::setRecipe(const FigureRecipe& recipe) {
  if (recipe != m_recipe) edit(tr("Load figure"), recipe);
}

void FigurePage::edit(const QString& text, FigureRecipe recipe) {
  m_undo.push(new RecipeCommand(text, m_recipe, std::move(recipe), [this](const FigureRecipe& next) { apply(next); }));
}

void FigurePage::apply(const FigureRecipe& recipe) {
  const bool samePanels = recipe.items == m_recipe.items;
  m_recipe = recipe;
  for (const auto& field : FigureStyle::fields()) {
    m_style->setValue(QString::fromStdString(field.info.key), field.get(m_recipe.style));
  }
  if (!samePanels) refreshPanels();
  refreshButtons();
  if (m_recipe.items.empty()) {
    showFigure({});
    m_preview->setMessage(tr("Choose pictures or runs on the left and add them: each becomes a panel."));
  }
  Q_EMIT recipeChanged();
}

void FigurePage::refreshPanels() {
  const int row = m_panels->currentRow();
  const QSignalBlocker quiet(m_panels);
  m_panels->clear();
  for (const FigureItem& item : m_recipe.items) {
    auto* line = new QListWidgetItem(panelText(item), m_panels);
    QStringList files{QString::fromStdString(item.source.file)};
    if (item.curves) {
      files.clear();
      for (const std::string& file : item.curves->files) files << QString::fromStdString(file);
    }
    line->setToolTip(files.join(QLatin1Char('\n')));
  }
  m_panels->setCurrentRow(std::min(row, m_panels->count() - 1));
}

void FigurePage::refreshButtons() {
  const auto chosen = m_sources->selectedItems();
  const auto pictured = [](const QTreeWidgetItem* item) { return !item->data(0, kTrainingRole).toBool(); };
  m_add->setEnabled(std::ranges::any_of(chosen, pictured));
  refreshCurveKinds();
  refreshCurveForm();
  const int row = m_panels->currentRow();
  m_remove->setEnabled(row >= 0);
  m_up->setEnabled(row > 0);
  m_down->setEnabled(row >= 0 && row + 1 < m_panels->count());
  for (const Action action : {kExport, kCopy, kSave}) {
    m_actions[static_cast<std::size_t>(action)]->setEnabled(!m_recipe.items.empty());
  }
}

void FigurePage::showFigure(const QImage& figure) { m_preview->setFigure(figure); }

void FigurePage::showProblem(const QString& message) { m_preview->setMessage(message); }

}  // namespace ptycho
