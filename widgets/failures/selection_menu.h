#pragma once

#include <QPointer>
#include <QToolButton>

#include "widgets/models/image_selection.h"
#include "widgets/models/evaluation_order.h"

class QFileDialog;

namespace ptycho {

class ImageTableView;

/// What can be done with the chosen images (or with all shown ones, where fewer than two are chosen): tables, a contact
/// sheet, a list of names, a look at them in Reconstruct. Asks for file names and makes the texts; writes nothing.
class SelectionMenu : public QToolButton {
  Q_OBJECT

 public:
  SelectionMenu(EvaluationOrder& order, ImageSelection& selection, ImageTableView& table, QWidget* parent = nullptr);

  enum class Text { Csv, Latex, Markdown, List };
  [[nodiscard]] std::vector<std::int64_t> images() const;
  [[nodiscard]] QString text(Text kind) const;

 Q_SIGNALS:
  void textExportRequested(const QString& file, const QString& text);
  void contactSheetRequested(const QString& file, const std::vector<std::int64_t>& images);
  void reconstructRequested(const std::vector<std::int64_t>& images);

 private:
  void fill();
  void askForText(Text kind, const QString& title, const QString& suffix);

  EvaluationOrder& m_order;
  ImageSelection& m_selection;
  ImageTableView& m_table;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
