#pragma once

#include "widgets/kit/plot/qcustomplot_include.h"

namespace ptycho {

/// Even ticks with a true minus sign, as the pictures' colour bars have it.
class EvenTicker : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

/// Time of day, with the date where the axis covers more than most of a day.
class ClockTicker : public QCPAxisTickerDateTime {
 public:
  void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision, QVector<double>& ticks,
                QVector<double>* subTicks, QVector<QString>* labels) override;
};

/// Ticks of a logarithmic axis that stay readable at every zoom: powers of ten over many decades, 1-2-5 over a
/// few, even steps below one decade.
class LogTicker : public QCPAxisTicker {
 public:
  LogTicker() { setTickCount(5); }

 protected:
  QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
  int getSubTickCount(double tickStep) override;
  QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) override;

 private:
  enum class Style { EvenSteps, OneTwoFive, WholeDecades };
  Style m_style = Style::EvenSteps;
};

}  // namespace ptycho
