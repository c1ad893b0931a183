#pragma once

#include <QWidget>

#include "widgets/models/event_series.h"

class QButtonGroup;

namespace ptycho {

class CurvePlot;
struct Curve;

/// How a chain converges: residual and, with truth, NRMSE of amplitude and phase, against iteration or engine
/// seconds, with the flat baseline and marks (convergence_rows.h); several starts are separate pieces.
class ConvergencePanel : public QWidget {
  Q_OBJECT

 public:
  explicit ConvergencePanel(QWidget* parent = nullptr);

  void setSeries(const EventSeries& series);
  /// NRMSE of answering a flat object; NaN: unknown, no lines.
  void setFlatBaseline(double amplitude, double phase);
  /// The course of another attempt, dashed behind this one's; empty: none.
  void setOther(const EventSeries& series, const QString& name);
  void clear();
  void setAgainstSeconds(bool seconds);
  [[nodiscard]] bool hasCurves() const { return !m_series.empty(); }
  /// False without truth.
  [[nodiscard]] bool hasErrors() const { return m_series.hasNumbers("amplitude_nrmse"); }
  [[nodiscard]] const EventSeries& series() const { return m_series; }
  [[nodiscard]] bool againstSeconds() const { return m_againstSeconds; }

  [[nodiscard]] CurvePlot& residualPlot() { return *m_residual; }
  [[nodiscard]] CurvePlot& errorPlot() { return *m_errors; }

 private:
  void draw();
  [[nodiscard]] std::vector<Curve> curves(const std::vector<std::pair<const char*, QString>>& columns) const;

  EventSeries m_series;
  EventSeries m_other;
  QString m_otherName;
  bool m_againstSeconds = false;
  double m_flatAmplitude;
  double m_flatPhase;
  CurvePlot* m_residual;
  CurvePlot* m_errors;
  QButtonGroup* m_axis;
};

}  // namespace ptycho
