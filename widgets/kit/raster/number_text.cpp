#include "widgets/kit/raster/number_text.h"

#include <cmath>
#include <iterator>

namespace ptycho {

namespace {

struct Prefix {
  double factor;
  const char* length;
  const char* frequency;
};
constexpr Prefix kPrefixes[] = {
    {1, "m", "m⁻¹"}, {1e-3, "mm", "mm⁻¹"}, {1e-6, "µm", "µm⁻¹"}, {1e-9, "nm", "nm⁻¹"}, {1e-12, "pm", "pm⁻¹"}};

QString withTrueMinus(QString text) { return text.replace(u'-', u'−'); }

}  // namespace

QString numberText(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  const QString text = QString::number(value, 'g', digits);
  const qsizetype e = text.indexOf(u'e');
  if (e < 0) return withTrueMinus(text);
  const QString mantissa = text.left(e);
  return withTrueMinus(mantissa) + u'×' + powerOfTenText(text.mid(e + 1).toInt());
}

QString decimalText(double value, int decimals) {
  QString text = QString::number(value, 'f', decimals);
  if (text.startsWith(u'-') && text.toDouble() == 0) text.remove(0, 1);
  return withTrueMinus(text);
}

QString powerOfTenText(int exponent) {
  static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = QStringLiteral("10");
  if (exponent < 0) text += u'⁻';
  for (const QChar c : QString::number(std::abs(exponent))) text += digits[c.digitValue()];
  return text;
}

QString lengthText(double length_m, int digits) {
  const double magnitude = std::abs(length_m);
  if (magnitude == 0) return QStringLiteral("0 m");
  const Prefix* prefix = kPrefixes;
  while (prefix + 1 != std::end(kPrefixes) && magnitude < prefix->factor * (1 - 1e-9)) ++prefix;
  return numberText(length_m / prefix->factor, digits) + u' ' + QString::fromUtf8(prefix->length);
}

QString frequencyText(double frequency_per_m, int digits) {
  const double magnitude = std::abs(frequency_per_m);
  const Prefix* prefix = kPrefixes;
  while (prefix + 1 != std::end(kPrefixes) && magnitude * (prefix + 1)->factor >= 1 - 1e-9) ++prefix;
  return numberText(frequency_per_m * prefix->factor, digits) + u' ' + QString::fromUtf8(prefix->frequency);
}

QString quantityText(const QString& quantity, const QString& unit) {
  if (unit.isEmpty()) return quantity;
  return quantity.isEmpty() ? QStringLiteral("[%1]").arg(unit) : QStringLiteral("%1 [%2]").arg(quantity, unit);
}

}  // namespace ptycho
