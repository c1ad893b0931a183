#pragma once

#include <map>

#include <QWidget>

#include "widgets/runs_monitor/preview_history.h"

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace ptycho {

class ImageView;

/// The picture of a training, live: amplitude or phase of one validation object as the network sees it now, and those
/// seen before on a slider.
class PreviewPanel : public QWidget {
  Q_OBJECT

 public:
  explicit PreviewPanel(QWidget* parent = nullptr);

  /// Which run is shown; its earlier pictures come back.
  /// @param pixel_m  size of an object pixel, 0: unknown
  void setRun(const QString& folder, const QString& name, double pixel_m);
  void add(const QString& folder, const std::shared_ptr<const PreviewRecord>& preview);
  /// Of the picture on the screen; −1: none.
  [[nodiscard]] std::int64_t shownStep() const;
  [[nodiscard]] bool showsPhase() const;
  void setShowsPhase(bool phase);

 private:
  void showPicture();
  void showNearest(int step);
  [[nodiscard]] const PreviewHistory* history() const;

  std::map<QString, PreviewHistory> m_histories;
  QString m_folder;
  QString m_name;
  double m_pixel_m = 0;
  bool m_followsNewest = true;
  std::int64_t m_chosenStep = 0;  ///< else
  ImageView* m_view;
  QComboBox* m_part;
  QSlider* m_slider;
  QSpinBox* m_step;
  QLabel* m_note;
};

}  // namespace ptycho
