#include "widgets/failures/selection_menu.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include "widgets/failures/image_table_view.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/models/evaluation_text.h"

namespace ptycho {

SelectionMenu::SelectionMenu(EvaluationOrder& order, ImageSelection& selection, ImageTableView& table, QWidget* parent)
    : QToolButton(parent), m_order(order), m_selection(selection), m_table(table) {
  setObjectName(QStringLiteral("selectionMenu"));
  setText(tr("Export"));
  setToolTip(tr("Tables, contact sheet and lists of the chosen images; of all shown ones where fewer than two are chosen"));
  setPopupMode(QToolButton::InstantPopup);
  setAutoRaise(true);
  setMenu(new QMenu(this));
  connect(menu(), &QMenu::aboutToShow, this, &SelectionMenu::fill);
}

std::vector<std::int64_t> SelectionMenu::images() const {
  auto chosen = m_selection.shownImages();
  return chosen.size() > 1 ? chosen : m_order.images();
}

QString SelectionMenu::text(Text kind) const {
  const EvaluationModel& model = m_order.evaluation();
  if (kind == Text::List) return imageListText(model, images());
  const TextTable table = imageTexts(model, images(), m_table.shownIndices(), kind == Text::Csv);
  switch (kind) {
    case Text::Csv: return QString::fromStdString(tableToCsv(table));
    case Text::Latex: return QString::fromStdString(tableToLatex(table));
    default: return QString::fromStdString(tableToMarkdown(table));
  }
}

void SelectionMenu::askForText(Text kind, const QString& title, const QString& suffix) {
  askForFile(this, m_dialog, {title, QStringLiteral("*.") + suffix, suffix},
             [this, kind](const QString& file) { Q_EMIT textExportRequested(file, text(kind)); });
}

void SelectionMenu::fill() {
  menu()->clear();
  const std::size_t chosen = m_selection.shownImages().size();
  const int n = static_cast<int>(images().size());
  menu()->addSection(chosen > 1 ? tr("%n chosen images", nullptr, n) : tr("%n shown images", nullptr, n));
  menu()->addAction(tr("Table as CSV …"), this, [this] { askForText(Text::Csv, tr("Table as CSV"), "csv"); });
  menu()->addAction(tr("Table as LaTeX …"), this, [this] { askForText(Text::Latex, tr("Table as LaTeX"), "tex"); });
  menu()->addAction(tr("Table as Markdown …"), this,
                    [this] { askForText(Text::Markdown, tr("Table as Markdown"), "md"); });
  menu()->addAction(tr("Copy table"), this,
                    [this] { QGuiApplication::clipboard()->setText(text(Text::Markdown)); });
  menu()->addSeparator();
  menu()->addAction(tr("Contact sheet …"), this, [this] {
    askForFile(this, m_dialog, {tr("Contact sheet"), tr("Figures (*.png *.pdf *.svg)"), QStringLiteral("png")},
               [this](const QString& file) { Q_EMIT contactSheetRequested(file, images()); });
  });
  menu()->addAction(tr("List of images …"), this, [this] { askForText(Text::List, tr("List of images"), "txt"); });
  menu()->addSeparator();
  const QString trial = n == 1 ? tr("Try a chain on it in Reconstruct") : tr("Try a chain on them …");
  menu()->addAction(trial, this, [this] { Q_EMIT reconstructRequested(images()); })
      ->setEnabled(m_order.evaluation().table().simulation().has_value());
}

}  // namespace ptycho
