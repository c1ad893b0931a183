#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace ptycho {

/// A message above the work, instead of a dialog in front of it: one sentence, details to read and copy, dismiss.
/// Errors stay until dismissed; information leaves by itself.
class Banner : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Info, Error };

  explicit Banner(QWidget* parent = nullptr);

  void showError(const QString& message, const QString& details = {});
  void showInfo(const QString& message);
  [[nodiscard]] QString message() const;
  [[nodiscard]] Kind kind() const { return m_kind; }
  /// Message and details, as the copy button puts them on the clipboard.
  [[nodiscard]] QString copyText() const;

 Q_SIGNALS:
  void dismissed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void present(Kind kind, const QString& message, const QString& details);

  Kind m_kind = Kind::Info;
  QLabel* m_icon;
  QLabel* m_message;
  QToolButton* m_detailsButton;
  QToolButton* m_copyButton;
  QPlainTextEdit* m_details;
  QTimer m_leave;
};

}  // namespace ptycho
