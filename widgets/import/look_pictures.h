#pragma once

#include <QWidget>

#include "widgets/import/shown_look.h"

class QLabel;
class QSlider;

namespace ptycho {

class ImageView;

/// The pictures of a look: mean pattern, some patterns one by one, the scan over the object, the probe to start from.
class LookPictures : public QWidget {
  Q_OBJECT

 public:
  explicit LookPictures(QWidget* parent = nullptr);

  void setLook(const LookPtr& look);
  void clear();
  /// Map, norm and limits above every picture.
  void setControlsVisible(bool visible);
  void setShowsMask(bool shows);

 private:
  [[nodiscard]] ImageView* addView(const char* name, const QString& empty);
  [[nodiscard]] PictureMeaning patternMeaning(const QString& title) const;
  void showSample();
  void showProbe();

  LookPtr m_look;
  bool m_showsMask = true;
  ImageView* m_mean;
  ImageView* m_sample;
  ImageView* m_scan;
  ImageView* m_probe;
  QSlider* m_slider;
  QLabel* m_number;
};

}  // namespace ptycho
