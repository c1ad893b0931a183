#include "widgets/runs_monitor/monitor_chart.h"

#include <QCoreApplication>

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("TrainingMonitor", text); }

}  // namespace

ChartInfo chartInfo(MonitorChart chart) {
  switch (chart) {
    case MonitorChart::Loss:
      return {"loss",
              tr("Training loss"),
              tr("Training loss"),
              tr("What is minimised, of the batch of each recorded step: pale as measured, strong smoothed"),
              false,
              false,
              true};
    case MonitorChart::Amplitude:
      return {"amplitude",
              tr("Amplitude NRMSE"),
              tr("Validation NRMSE, amplitude"),
              tr("Mean error over the held-out images; ring: the best so far; dashed: with the batch's own statistics"),
              true,
              false,
              true};
    case MonitorChart::Phase:
      return {"phase",
              tr("Phase NRMSE"),
              tr("Validation NRMSE, phase"),
              tr("Mean error over the held-out images; ring: the best so far; dashed: with the batch's own statistics"),
              true,
              false,
              true};
    case MonitorChart::LearningRate:
      return {"learning_rate", tr("Rate"), tr("Learning rate"), tr("Of each step"), false, true, false};
    case MonitorChart::GradientNorm:
      return {"gradient_norm",
              tr("Gradient"),
              tr("Gradient norm"),
              tr("Of the whole gradient, before it is clipped"),
              false,
              true,
              true};
    case MonitorChart::PatternsPerSecond:
      return {"patterns_per_s",
              tr("Patterns/s"),
              tr("Patterns per second"),
              tr("Diffraction patterns trained on per second of compute time"),
              false,
              true,
              false};
    case MonitorChart::LoaderWait:
      return {"loader_wait",
              tr("Loader wait"),
              tr("Loader wait"),
              tr("Share of the compute time spent waiting for data, 0 … 1"),
              false,
              true,
              false};
  }
  return {};
}

const std::vector<double>& trainValues(const TrainingCurves::Train& rows, MonitorChart chart) {
  switch (chart) {
    case MonitorChart::LearningRate: return rows.learning_rate;
    case MonitorChart::GradientNorm: return rows.gradient_norm;
    case MonitorChart::PatternsPerSecond: return rows.patterns_per_s;
    case MonitorChart::LoaderWait: return rows.loader_wait;
    default: return rows.loss;
  }
}

const std::vector<double>& validationValues(const TrainingCurves::Validation& rows, MonitorChart chart) {
  return chart == MonitorChart::Phase ? rows.phase_nrmse : rows.amplitude_nrmse;
}

const std::vector<double>& batchValues(const TrainingCurves::Validation& rows, MonitorChart chart) {
  return chart == MonitorChart::Phase ? rows.batch_phase_nrmse : rows.batch_amplitude_nrmse;
}

const std::vector<double>& flatValues(const TrainingCurves::Validation& rows, MonitorChart chart) {
  return chart == MonitorChart::Phase ? rows.flat_phase_nrmse : rows.flat_amplitude_nrmse;
}

}  // namespace ptycho
