#pragma once

#include <QWidget>

#include "core/base/spec_json.h"

class QCheckBox;
class QLabel;
class QTreeWidget;

namespace ptycho {

/// What a run was asked for, section by section. A training is compared with a preset: what differs is bold, with the
/// preset's value beside it.
class SpecView : public QWidget {
  Q_OBJECT

 public:
  explicit SpecView(QWidget* parent = nullptr);

  /// @param problem  shown in the place of a specification that cannot be read
  void setSpec(const Json& spec, const QString& problem = {});
  [[nodiscard]] QTreeWidget* tree() const { return m_tree; }

 private:
  void fill();

  QLabel* m_note;
  QCheckBox* m_changedOnly;
  QTreeWidget* m_tree;
  Json m_spec;
  QString m_preset;
};

}  // namespace ptycho
