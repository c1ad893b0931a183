#pragma once

#include <QWidget>

#include "widgets/kit/image/region_statistics.h"
#include "widgets/kit/image/shown_picture.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QToolButton;

namespace ptycho {

class HistogramStrip;
class RegionButton;

/// The tools above a picture: map, norm and view in one row, limit mode, both numbers, histogram and lock in the next.
/// Shows the state of a picture and reports wishes; changes nothing itself.
class ImageToolRow : public QWidget {
  Q_OBJECT

 public:
  explicit ImageToolRow(QWidget* parent = nullptr);
  void showPicture(const ShownPicture& picture);
  void setProfileMode(bool on);
  void setRegionShape(RegionShape shape);
  /// Narrower than its layout would like: the histogram gives way first, then the share of the percentiles and the
  /// buttons that have keys.
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void mapChosen(ptycho::ColorMap map);
  void normChosen(ptycho::Norm norm);
  void limitsChosen(const ptycho::DisplayLimits& limits);
  void automaticRequested();
  void resetRequested();
  void lockToggled(bool locked);
  void fitRequested();
  void oneToOneRequested();
  void profileToggled(bool on);
  void regionShapeChosen(ptycho::RegionShape shape);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeChoices();
  void makeLimits();
  void layOut();
  void showMaps(const ShownPicture& picture);
  void typed();
  void makeRoom();

  QComboBox* m_map;
  QComboBox* m_norm;
  QComboBox* m_mode;
  QDoubleSpinBox* m_percent;
  QLineEdit* m_low;
  QLineEdit* m_high;
  HistogramStrip* m_histogram;
  QToolButton* m_lock;
  QToolButton* m_fit;
  QToolButton* m_oneToOne;
  QToolButton* m_profile;
  RegionButton* m_region;
  DisplayLimits m_limits;
  std::vector<ColorMap> m_maps;  ///< in the list; none for a complex picture
  double m_shownLow = 0;
  double m_shownHigh = 1;
  bool m_hasPercent = true;
};

}  // namespace ptycho
