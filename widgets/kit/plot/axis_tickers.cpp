#include "widgets/kit/plot/axis_tickers.h"

#include <cmath>

namespace ptycho {

bool labelsFit(const QCPAxis& axis, const QCPRange& range, const QVector<double>& ticks,
               const QVector<QString>& labels) {
  constexpr double kGap_px = 7;
  const bool horizontal = axis.orientation() == Qt::Horizontal;
  const QMargins margins = axis.axisRect()->margins();
  const QRect whole = axis.parentPlot()->viewport();
  // The rectangle of the axes is laid out after the ticks; its margins change little.
  const double length = horizontal ? whole.width() - margins.left() - margins.right()
                                   : whole.height() - margins.top() - margins.bottom();
  const bool logarithmic = axis.scaleType() == QCPAxis::stLogarithmic;
  const auto placeOf = [&](double tick) {
    return length * (logarithmic ? std::log(tick / range.lower) / std::log(range.upper / range.lower)
                                 : (tick - range.lower) / range.size());
  };
  const QFontMetricsF metrics(axis.tickLabelFont());
  double taken = -1e9;
  for (qsizetype i = 0; i < std::min(ticks.size(), labels.size()); ++i) {
    if (!range.contains(ticks[i])) continue;
    const double half = horizontal ? metrics.horizontalAdvance(labels[i]) / 2 : metrics.height() / 2 - kGap_px / 2;
    if (placeOf(ticks[i]) - half < taken) return false;
    taken = placeOf(ticks[i]) + half + kGap_px;
  }
  return true;
}

QString EvenTicker::getTickLabel(double tick, const QLocale& locale, QChar format, int precision) {
  QString label = QCPAxisTicker::getTickLabel(tick, locale, format, precision);
  if (label.startsWith(QLatin1Char('-'))) label.replace(0, 1, QChar(0x2212));
  return label;
}

void ClockTicker::generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                           QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) {
  constexpr double kMostOfADay_s = 20 * 3600;
  constexpr double kMinutes_s = 300;
  setDateTimeFormat(range.size() > kMostOfADay_s ? QStringLiteral("dd.MM. HH:mm")
                    : range.size() < kMinutes_s  ? QStringLiteral("HH:mm:ss")
                                                 : QStringLiteral("HH:mm"));
  QCPAxisTickerDateTime::generate(range, locale, format, precision, ticks, subTicks, labels);
}

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range) {
  m_style = Style::EvenSteps;
  if (range.lower <= 0 || range.upper <= range.lower) return {};
  const double decades = std::log10(range.upper / range.lower);
  if (decades < 0.8) return QCPAxisTicker::createTickVector(tickStep, range);

  // 1-2-5 are three labels a decade, of which no more than eight are wanted for the usual count of five.
  const bool wholeDecades = 3 * decades > 1.5 * tickCount() && decades > 1;
  m_style = wholeDecades ? Style::WholeDecades : Style::OneTwoFive;
  const int stride = wholeDecades ? std::max(1, static_cast<int>(std::ceil(decades / (tickCount() + 1)))) : 1;
  const int first = static_cast<int>(std::floor(std::log10(range.lower)));
  const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
  QVector<double> ticks;
  for (int exponent = first; exponent <= last; ++exponent) {
    if (exponent % stride != 0) continue;
    const double power = std::pow(10.0, exponent);
    ticks.push_back(power);
    if (!wholeDecades) ticks << 2 * power << 5 * power;
  }
  return ticks;
}

int LogTicker::getSubTickCount(double tickStep) {
  return m_style == Style::EvenSteps ? QCPAxisTicker::getSubTickCount(tickStep) : 0;
}

QVector<double> LogTicker::createSubTickVector(int subTickCount, const QVector<double>& ticks) {
  if (m_style != Style::WholeDecades) return QCPAxisTicker::createSubTickVector(subTickCount, ticks);
  QVector<double> subTicks;
  for (const double power : ticks) {
    for (int digit = 2; digit <= 9; ++digit) subTicks.push_back(digit * power);
  }
  return subTicks;
}

}  // namespace ptycho
