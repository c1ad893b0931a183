#pragma once

#include <QScrollArea>

#include "core/measured/prepare_scan.h"
#include "widgets/import/import_state.h"

class QLabel;

namespace ptycho {

class CheckList;
class LookFigures;

/// What a look at the file says in words: figures, checks, notes, what was not used.
class LookColumn : public QScrollArea {
  Q_OBJECT

 public:
  explicit LookColumn(QWidget* parent = nullptr);
  void setPreview(const ScanPreview& preview);
  void clear();
  [[nodiscard]] const LookFigures& figures() const { return *m_figures; }
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void remedyChosen(const std::vector<ptycho::FieldSetting>& settings);

 private:
  QLabel* m_title;
  LookFigures* m_figures;
  CheckList* m_checks;
  QLabel* m_notes;
};

}  // namespace ptycho
