#pragma once

#include <QObject>
#include <QPointer>

class QFileDialog;
class QMenu;

namespace ptycho {

class PrintedPlot;

/// The menu of a right click (or the Menu key) on any plot below a widget: its picture to the clipboard or to a file.
class PlotMenu : public QObject {
  Q_OBJECT

 public:
  explicit PlotMenu(QWidget& below);

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show(QWidget& widget, PrintedPlot& plot, const QPoint& where);
  void ask(QWidget& widget, PrintedPlot& plot);

  QWidget& m_below;
  QPointer<QMenu> m_menu;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
