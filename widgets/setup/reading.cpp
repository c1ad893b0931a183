#include "widgets/setup/reading.h"

#include <array>
#include <cmath>

#include <QLocale>

namespace ptycho {

namespace {

const QString kNothing = QStringLiteral("—");

QString withPrefix(double value, const QString& unit) {
  static constexpr std::array<std::pair<double, const char*>, 11> kPrefixes{{{1e12, "T"},
                                                                             {1e9, "G"},
                                                                             {1e6, "M"},
                                                                             {1e3, "k"},
                                                                             {1, ""},
                                                                             {1e-3, "m"},
                                                                             {1e-6, "µ"},
                                                                             {1e-9, "n"},
                                                                             {1e-12, "p"},
                                                                             {1e-15, "f"},
                                                                             {1e-18, "a"}}};
  const double magnitude = std::abs(value);
  auto chosen = kPrefixes[4];
  if (magnitude > 0) {
    chosen = kPrefixes.back();
    for (const auto& prefix : kPrefixes) {
      if (magnitude >= prefix.first * 0.9995) {
        chosen = prefix;
        break;
      }
    }
  }
  const double scaled = value / chosen.first;
  const int digits = std::abs(scaled) >= 100 ? 0 : std::abs(scaled) >= 10 ? 1 : 2;
  return QString::number(scaled, 'f', digits) + QLatin1Char(' ') + QString::fromUtf8(chosen.second) + unit;
}

/// 3.60·10⁷
QString withPower(double value) {
  const QString text = QString::number(value, 'e', 2);
  const auto place = text.indexOf(QLatin1Char('e'));
  QString power = QString::number(text.mid(place + 1).toInt());
  static const QString kRaised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  for (QChar& c : power) c = c.isDigit() ? kRaised[c.digitValue()] : QChar(0x207B);
  return text.left(place) + QStringLiteral("·10") + power;
}

QString bare(ReadingFormat format, double value) {
  switch (format) {
    case ReadingFormat::Whole: return QString::number(value, 'f', 0);
    case ReadingFormat::Fixed2: return QString::number(value, 'f', 2);
    case ReadingFormat::Fixed3: return QString::number(value, 'f', 3);
    case ReadingFormat::Pixels: return QString::number(value, 'f', 1);
    case ReadingFormat::Percent: return QString::number(100 * value, 'f', 1) + QStringLiteral(" %");
    case ReadingFormat::Counts:
    case ReadingFormat::Si: break;
  }
  if (std::abs(value) >= 1e4 || (value != 0 && std::abs(value) < 1e-2)) return withPower(value);
  return QString::number(value, 'g', 4);
}

}  // namespace

QString readingText(const Reading& reading, double value) {
  if (!std::isfinite(value)) return kNothing;
  QString text = reading.format == ReadingFormat::Si ? withPrefix(value, reading.unit) : bare(reading.format, value);
  if (reading.format != ReadingFormat::Si && !reading.unit.isEmpty()) text += QLatin1Char(' ') + reading.unit;
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString differenceText(const Reading& reading, double before) {
  if (!std::isfinite(before) || !std::isfinite(reading.value)) return kNothing;
  const double difference = reading.value - before;
  if (readingText(reading, reading.value) == readingText(reading, before)) return QStringLiteral("=");
  const QString text = readingText(reading, difference);
  return difference > 0 ? QLatin1Char('+') + text : text;
}

}  // namespace ptycho
