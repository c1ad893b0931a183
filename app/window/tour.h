#pragma once

#include <functional>
#include <vector>

#include <QRect>
#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ptycho {

/// One stop of the tour: the window shows it, a frame marks it, a card says what it is for.
struct TourStop {
  QString title;
  QString text;
  std::function<void()> show;    ///< brings it on the screen
  std::function<QRect()> place;  ///< what to mark, in the window's coordinates; empty: all of it
};

/// A walk through the window itself, shown at the first start and from the Help menu. Return, Space, Right and a click
/// go on, Left goes back, Esc ends it.
class Tour : public QWidget {
  Q_OBJECT

 public:
  explicit Tour(QWidget* window);
  void start(std::vector<TourStop> stops);
  [[nodiscard]] int stop() const { return m_stop; }

 Q_SIGNALS:
  /// Seen to the end or left early.
  void ended();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void goTo(int stop);
  void placeCard();
  void end();

  std::vector<TourStop> m_stops;
  int m_stop = -1;
  QRect m_marked;
  QWidget* m_card;
  QLabel* m_title;
  QLabel* m_text;
  QLabel* m_count;
  QPushButton* m_back;
  QPushButton* m_next;
};

}  // namespace ptycho
