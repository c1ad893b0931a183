#pragma once

#include <QDoubleSpinBox>

namespace ptycho {

/// A spin box for any number of a spec: shows up to 7 significant digits and never more zeros than needed, takes
/// scientific notation, steps by a unit of the second significant digit (60 → 61, 0.00195 → 0.002), keeps the
/// full precision of a value nobody edited, and takes the wheel only while it has the focus, so that scrolling
/// the form never changes a number.
class NumberBox : public QDoubleSpinBox {
  Q_OBJECT

 public:
  /// @param whole  whole numbers only
  NumberBox(bool whole, double minimum, double maximum, QWidget* parent = nullptr);

  void setUnit(const QString& unit);
  /// Digits shown, 7 by default; the value keeps its own.
  void setSignificantDigits(int digits);
  /// The size of one step from `value` in the given direction (+1, −1).
  [[nodiscard]] double stepFrom(double value, int direction) const;

  void stepBy(int steps) override;
  [[nodiscard]] QString textFromValue(double value) const override;
  [[nodiscard]] double valueFromText(const QString& text) const override;
  QValidator::State validate(QString& text, int& position) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void wheelEvent(QWheelEvent* event) override;

 private:
  [[nodiscard]] QString bareText(const QString& text) const;
  bool m_whole;
  int m_digits = 7;
};

}  // namespace ptycho
