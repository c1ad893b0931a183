#pragma once

#include <array>

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace ptycho {

/// A frame in the accent colour around lists, tables, texts and scrolled panels that got the focus from a key: styles
/// draw none there, or only a mark of the current row, which an empty list does not have. Clicks show no frame.
class FocusMark : public QObject {
  Q_OBJECT

 public:
  /// Watches over everything in the window.
  explicit FocusMark(QWidget* window);
  ~FocusMark() override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void mark(QWidget* widget);
  void clear();
  void place();

  QWidget* m_window;
  QPointer<QWidget> m_marked;
  std::array<QPointer<QWidget>, 4> m_edges;  ///< children of the marked one
};

}  // namespace ptycho
