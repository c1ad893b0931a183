#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

namespace ptycho {

class MainWindow;

/// Waits until everything that was asked for is shown and painted, writes the window to a PNG file and ends the
/// program: with 0, or with 1 when it was not all shown in time or cannot be written.
class Screenshot : public QObject {
  Q_OBJECT

 public:
  Screenshot(MainWindow& window, QString file);

 private:
  void look();
  void take(bool complete);

  MainWindow& m_window;
  QString m_file;
  QTimer m_timer;
  QElapsedTimer m_waited;
  int m_quietLooks = 0;
};

}  // namespace ptycho
