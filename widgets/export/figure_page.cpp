#include "widgets/export/figure_page.h"

#include <algorithm>

#include <QAbstractButton>
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

QString panelText(const FigureItem& item) {
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
    m_preview->setMessage(tr("Choose pictures on the left and add them: each becomes a panel of the figure."));
  }
  Q_EMIT recipeChanged();
}

void FigurePage::refreshPanels() {
  const int row = m_panels->currentRow();
  const QSignalBlocker quiet(m_panels);
  m_panels->clear();
  for (const FigureItem& item : m_recipe.items) {
    auto* line = new QListWidgetItem(panelText(item), m_panels);
    line->setToolTip(QString::fromStdString(item.source.file));
  }
  m_panels->setCurrentRow(std::min(row, m_panels->count() - 1));
}

void FigurePage::refreshButtons() {
  const bool chosen = !m_sources->selectedItems().isEmpty();
  m_add->setEnabled(chosen);
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
