#pragma once

#include <cstdint>

#include <QFrame>

class QLabel;
class QPushButton;
class QTimer;

namespace ptycho {

/// What has been deleted last, with Undo, and how much lies in the trash. Emptying it takes two presses, as it is the
/// only thing here that cannot be taken back.
class TrashStrip : public QFrame {
  Q_OBJECT

 public:
  explicit TrashStrip(QWidget* parent = nullptr);

  /// The runs that the last deletion moved. @param bytes  of them
  void setDeleted(const QStringList& titles, std::uintmax_t bytes);
  void setTrash(int runs, std::uintmax_t bytes);
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void undoRequested();
  void emptyRequested();

 private:
  void show();

  QLabel* m_text;
  QPushButton* m_undo;
  QPushButton* m_empty;
  QTimer* m_armed;
  QStringList m_deleted;
  std::uintmax_t m_deletedBytes = 0;
  int m_runs = 0;
  std::uintmax_t m_bytes = 0;
};

}  // namespace ptycho
