#pragma once

#include <array>

#include <QString>

#include "widgets/models/training_curves.h"

namespace ptycho {

/// The charts of the monitor, in the order of their places.
enum class MonitorChart { Loss, Amplitude, Phase, LearningRate, GradientNorm, PatternsPerSecond, LoaderWait };
inline constexpr std::array kMonitorCharts{
    MonitorChart::Loss,         MonitorChart::Amplitude,         MonitorChart::Phase,     MonitorChart::LearningRate,
    MonitorChart::GradientNorm, MonitorChart::PatternsPerSecond, MonitorChart::LoaderWait};

/// How a chart is written and where its numbers come from.
struct ChartInfo {
  const char* key;  ///< in saved layouts and as name of the widget
  QString title;       ///< short: charts are narrow
  QString full_title;  ///< in the tooltip
  QString help;     ///< meaning and unit
  bool validation;  ///< rows of validations, else of training steps
  bool small;
  bool logarithmic;  ///< at first
};
[[nodiscard]] ChartInfo chartInfo(MonitorChart chart);

/// The chart's numbers among the rows of training.
[[nodiscard]] const std::vector<double>& trainValues(const TrainingCurves::Train& rows, MonitorChart chart);
/// Of amplitude or phase: with moving averages, with the statistics of the batch, and of the flat picture.
[[nodiscard]] const std::vector<double>& validationValues(const TrainingCurves::Validation& rows, MonitorChart chart);
[[nodiscard]] const std::vector<double>& batchValues(const TrainingCurves::Validation& rows, MonitorChart chart);
[[nodiscard]] const std::vector<double>& flatValues(const TrainingCurves::Validation& rows, MonitorChart chart);

}  // namespace ptycho
