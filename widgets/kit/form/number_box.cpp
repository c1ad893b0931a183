#include "widgets/kit/form/number_box.h"

#include <cmath>

namespace ptycho {

namespace {

constexpr double kDosesFrom = 1e9;  // ranges this wide are counts: from nothing the first step is a thousand
constexpr double kFirstDose = 1e3;
constexpr double kPlainBelow = 1e10;  // written out in full below this

}  // namespace

NumberBox::NumberBox(bool whole, double minimum, double maximum, QWidget* parent)
    : QDoubleSpinBox(parent), m_whole(whole) {
  setLocale(QLocale::c());
  setDecimals(whole ? 0 : 15);
  setRange(minimum, maximum);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);  // may be narrower than its hint
  setAccelerated(true);
  setKeyboardTracking(true);
  setCorrectionMode(QAbstractSpinBox::CorrectToNearestValue);
}

void NumberBox::setUnit(const QString& unit) { setSuffix(unit.isEmpty() ? QString() : QStringLiteral(" ") + unit); }

void NumberBox::setSignificantDigits(int digits) {
  m_digits = digits;
  const QSignalBlocker quiet(this);
  setValue(value());  // writes the text anew
}

double NumberBox::stepFrom(double value, int direction) const {
  const double range = maximum() - minimum();
  double smallest = m_whole ? 1.0 : 0.0;
  if (value == 0.0) {
    if (range >= kDosesFrom && !m_whole) return kFirstDose;
    // From zero the range says what is small: 0 … 1 steps by 0.01, −10 … 10 by 0.1, wider ones by 1.
    const double fromRange = std::pow(10.0, std::floor(std::log10(std::max(range, 1e-12))) - 2);
    return std::max(smallest, std::min(1.0, fromRange));
  }
  double magnitude = std::abs(value);
  // Down from 10 the next value is 9.9, not 9: the step below a power of ten is the finer one.
  if (direction * value < 0) magnitude *= 1.0 - 1e-9;
  return std::max(smallest, std::pow(10.0, std::floor(std::log10(magnitude) + 1e-12) - 1));
}

void NumberBox::stepBy(int steps) {
  const int direction = steps < 0 ? -1 : 1;
  double next = value();
  for (int i = 0; i != steps; i += direction) {
    const double step = stepFrom(next, direction);
    // On the grid of its own step: 0.001953125 goes to 0.0020, 61.3 to 62.
    const double place = next / step;
    next = step * (direction > 0 ? std::floor(place + 1 + 1e-9) : std::ceil(place - 1 - 1e-9));
    if (std::abs(next) < 1e-9 * step) next = 0;
    next = QString::number(next, 'g', 12).toDouble();
  }
  setValue(next);
  selectAll();
}

QString NumberBox::textFromValue(double value) const {
  if (m_whole) return QString::number(value, 'f', 0);
  QString text = QString::number(value, 'g', m_digits);
  if (text.contains(QLatin1Char('e')) && std::abs(value) >= 1 && std::abs(value) < kPlainBelow) {
    text = QString::number(value, 'f', 0);
  }
  return text.replace(QStringLiteral("e+0"), QStringLiteral("e")).replace(QStringLiteral("e+"), QStringLiteral("e"));
}

QString NumberBox::bareText(const QString& text) const {
  QString bare = text;
  if (!suffix().isEmpty() && bare.endsWith(suffix())) bare.chop(suffix().size());
  return bare.trimmed().replace(QChar(0x2212), QLatin1Char('-'));
}

double NumberBox::valueFromText(const QString& text) const {
  const QString bare = bareText(text);
  if (bare == textFromValue(value())) return value();  // untouched text must not cost digits
  bool ok = false;
  const double number = bare.toDouble(&ok);
  return ok ? number : value();
}

QValidator::State NumberBox::validate(QString& text, int&) const {
  const QString bare = bareText(text);
  if (bare.isEmpty()) return QValidator::Intermediate;
  bool ok = false;
  const double number = bare.toDouble(&ok);
  if (ok && std::isfinite(number)) {
    if (m_whole && number != std::floor(number)) return QValidator::Invalid;
    return number >= minimum() && number <= maximum() ? QValidator::Acceptable : QValidator::Intermediate;
  }
  for (const QChar c : bare) {
    if (!c.isDigit() && !QStringLiteral("+-.eE").contains(c)) return QValidator::Invalid;
  }
  return QValidator::Intermediate;
}

QSize NumberBox::sizeHint() const {
  // The default grows with the longest value of the range (a trillion photons) and would make forms very wide.
  const int text = fontMetrics().horizontalAdvance(QStringLiteral("-0.00000000") + suffix());
  return {text + 2 * fontMetrics().height(), QDoubleSpinBox::sizeHint().height()};
}

QSize NumberBox::minimumSizeHint() const {
  return {fontMetrics().horizontalAdvance(QStringLiteral("000.00") + suffix()) + 3 * fontMetrics().height() / 2,
          QDoubleSpinBox::minimumSizeHint().height()};
}

void NumberBox::wheelEvent(QWheelEvent* event) {
  if (hasFocus()) QDoubleSpinBox::wheelEvent(event);
  else event->ignore();
}

}  // namespace ptycho
