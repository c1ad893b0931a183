#pragma once

#include <QPointer>
#include <QWidget>

class QFileDialog;
class QLineEdit;

namespace ptycho {

/// A line edit for a file or folder name: completion, drop of a file, a "…" button with a dialog that blocks nothing.
class PathEdit : public QWidget {
  Q_OBJECT

 public:
  /// @param folders  offers choosing a folder as well as a file
  PathEdit(bool folders, QWidget* parent = nullptr);

  [[nodiscard]] QLineEdit* lineEdit() const { return m_line; }
  /// Shows a name without emitting.
  void setPath(const QString& path);

 Q_SIGNALS:
  void pathEdited(const QString& path);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void browse(bool folder);

  QLineEdit* m_line;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
