#pragma once

#include <functional>

#include <QPointer>
#include <QWidget>

class QFileDialog;
class QMenu;
class QToolButton;

namespace ptycho {

/// Buttons that take results away. Each asks for a file name in a dialog that blocks nothing and reports the wish.
class ExportBar : public QWidget {
  Q_OBJECT

 public:
  explicit ExportBar(QWidget* parent = nullptr);

  void setAvailable(bool picture, bool result, bool curves);
  /// Proposed in front of the suffix.
  void setBaseName(const QString& name) { m_baseName = name; }
  void askForFigure();

 Q_SIGNALS:
  void figureRequested(const QString& file);
  /// @param format  key of exportFormats(); empty: our own HDF5
  void resultRequested(const QString& file, const QString& format);
  void curvesRequested(const QString& file);

 private:
  void ask(const QString& title, const QString& suffix, const QString& filter,
           const std::function<void(const QString&)>& take);
  void fillFormats(QMenu& menu);

  QToolButton* m_figure;
  QToolButton* m_result;
  QToolButton* m_curves;
  QString m_baseName;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
