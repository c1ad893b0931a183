#pragma once

#include <QWidget>

#include "widgets/runs_monitor/chart_curves.h"
#include "widgets/runs_monitor/group_choice.h"

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace ptycho {

/// The row above the charts: axis, smoothing, what is shown besides.
class MonitorTools : public QWidget {
  Q_OBJECT

 public:
  explicit MonitorTools(QWidget* parent = nullptr);

  [[nodiscard]] MonitorAxis axis() const;
  [[nodiscard]] double smoothing() const;  ///< 0 … 0.999
  [[nodiscard]] bool outliersIgnored() const;
  [[nodiscard]] bool batchStatistics() const;
  [[nodiscard]] bool discarded() const;
  void setAxis(MonitorAxis axis);
  void setSmoothing(double weight);
  void setOutliersIgnored(bool on);
  void setBatchStatistics(bool on);
  void setDiscarded(bool on);
  /// Greyed out where no resume has taken anything back.
  void setDiscardedPossible(bool possible);
  [[nodiscard]] GroupChoice& groups() const { return *m_groups; }

 Q_SIGNALS:
  void changed();

 private:
  QComboBox* m_axis;
  QSlider* m_smoothing;
  QLabel* m_weight;
  QToolButton* m_outliers;
  QToolButton* m_batch;
  QToolButton* m_discarded;
  GroupChoice* m_groups;
};

}  // namespace ptycho
