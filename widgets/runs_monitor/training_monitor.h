#pragma once

#include <memory>
#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

#include "core/base/spec_json.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "widgets/models/training_curves.h"

namespace ptycho {

/// One run as the monitor shows it. The colour comes from outside and is the same wherever the run appears.
struct MonitoredRun {
  QString folder;
  QString name;
  QColor colour;
  bool visible = true;
  RunLiveness liveness = RunLiveness::Queued;
  QString message;  ///< of its status: why it failed
  std::shared_ptr<const TrainingCurves> curves;  ///< null until read
  std::shared_ptr<const Json> spec;              ///< spec.json of the run; null until read
};

/// Curves of one or many runs over each other: training loss, validation against the flat picture, learning rate,
/// gradient norm, speed, with one cursor through all of them, alerts in words and a live picture.
class TrainingMonitor : public QWidget {
  Q_OBJECT

 public:
  explicit TrainingMonitor(QWidget* parent = nullptr);
  ~TrainingMonitor() override;

  /// Replaces what is shown; runs keep their place by folder. The first one is the one whose picture is shown. Where
  /// nothing but curves has grown, the charts follow as often as leaves 39 of 40 parts of the time for other things,
  /// and not at all while hidden.
  void setRuns(const std::vector<MonitoredRun>& runs);
  /// The newest validation picture of a run; null: none yet.
  void setPreview(const QString& folder, const std::shared_ptr<const PreviewRecord>& preview);
  /// Dims all others; empty: none.
  void highlight(const QString& folder);
  /// Axis, smoothing, logarithms, splitters.
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 Q_SIGNALS:
  void highlighted(const QString& folder);
  /// By a click on the legend.
  void visibilityChanged(const QString& folder, bool visible);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
