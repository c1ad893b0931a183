#pragma once

#include <vector>

#include <QWidget>

#include "core/measured/import_report.h"
#include "widgets/import/import_state.h"

class QVBoxLayout;

namespace ptycho {

/// What the checks say, the worst first: a coloured word, the sentence, the remedy, and a button where the remedy says
/// what to set.
class CheckList : public QWidget {
  Q_OBJECT

 public:
  explicit CheckList(QWidget* parent = nullptr);
  void setChecks(const std::vector<ImportCheck>& checks);

 Q_SIGNALS:
  /// The remedy of one check is wanted.
  void remedyChosen(const std::vector<ptycho::FieldSetting>& settings);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void addCheck(const ImportCheck& check);

  std::vector<ImportCheck> m_checks;
  QVBoxLayout* m_column;
};

}  // namespace ptycho
