#pragma once

#include "widgets/kit/plot/qcustomplot_include.h"

namespace ptycho {

/// As many ticks as were asked for, or fewer, down to one step, where their labels would touch on the axis.
template <class Ticker>
class SparseTicker : public Ticker {
 public:
  explicit SparseTicker(const QCPAxis* axis) : m_axis(axis) {}

 protected:
  void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision, QVector<double>& ticks,
                QVector<double>* subTicks, QVector<QString>* labels) override;

 private:
  const QCPAxis* m_axis;
};

/// Whether labels at these ticks leave room between them, at the size that the axis has now.
[[nodiscard]] bool labelsFit(const QCPAxis& axis, const QCPRange& range, const QVector<double>& ticks,
                             const QVector<QString>& labels);

template <class Ticker>
void SparseTicker<Ticker>::generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                                    QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) {
  const int asked = this->tickCount();
  const auto make = [&](int count) {
    this->setTickCount(count);
    Ticker::generate(range, locale, format, precision, ticks, subTicks, labels);
  };
  for (int count = asked; count >= 1; --count) {
    make(count);
    if (labels && labels->isEmpty() && count < asked) make(count + 1);  // better crowded than none
    if (!labels || labelsFit(*m_axis, range, ticks, *labels)) break;
  }
  this->setTickCount(asked);
}

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
/// few, even steps below one decade; fewer of them for a smaller tick count.
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
