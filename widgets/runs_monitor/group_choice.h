#pragma once

#include <optional>

#include <QWidget>

#include "widgets/runs_monitor/run_groups.h"

class QComboBox;

namespace ptycho {

/// How runs are put together in the charts: by which field, and what is drawn of a group.
class GroupChoice : public QWidget {
  Q_OBJECT

 public:
  explicit GroupChoice(QWidget* parent = nullptr);

  /// What can be chosen; the choice stays while it is among them. Hidden where there is nothing to choose.
  void setFields(const std::vector<GroupField>& fields);
  /// None: every run alone.
  [[nodiscard]] std::optional<GroupField> field() const;
  [[nodiscard]] GroupCentre centre() const;
  [[nodiscard]] GroupSpread spread() const;

 Q_SIGNALS:
  void changed();

 private:
  QComboBox* m_by;
  QComboBox* m_shown;
  std::vector<GroupField> m_fields;
};

}  // namespace ptycho
