#pragma once

#include <array>

#include <QPoint>
#include <QWidget>

#include "widgets/kit/image/picture_meaning.h"
#include "widgets/reconstruct/object_pictures.h"

class QGridLayout;
class QLabel;

namespace ptycho {

class ImageLink;
class ImageView;

/// The object, as it converges and when it is done. With truth: truth, estimate and signed error of amplitude and
/// phase in linked views with shared ranges, the NRMSE in the headings, blinking between truth and estimate (Space).
/// Without truth: amplitude, phase and the complex object.
class ComparisonPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ComparisonPanel(QWidget* parent = nullptr);

  /// @param ranges  of a live picture, whose limits must not flicker; null for a finished one
  void setPictures(ObjectPictures pictures, const RangeSpec* ranges = nullptr);
  void clear(const QString& text);
  [[nodiscard]] const ObjectPictures& pictures() const { return m_pictures; }

  /// Row 0 amplitude, row 1 phase; columns truth, estimate, error.
  [[nodiscard]] ImageView& view(int row, int column) { return *m_views[static_cast<std::size_t>(3 * row + column)]; }
  [[nodiscard]] QString heading(int row, int column) const {
    return m_headings[static_cast<std::size_t>(3 * row + column)];
  }
  [[nodiscard]] bool blinking() const { return m_blinking; }
  void setBlinking(bool on);
  void setControlsVisible(bool visible);

 Q_SIGNALS:
  void cursorMoved(QPoint pixel);
  void blinkingChanged(bool on);

 private:
  void showComparison(bool live);
  [[nodiscard]] DisplayLimits steadyErrorLimits(int row, const RealImage& error, bool live);
  void showEstimateAlone(const RangeSpec* ranges);
  void showEstimateOrTruth();
  void put(int row, int column, const RealImage& picture, const PictureMeaning& meaning);
  void setRowsVisible(int rows);

  ObjectPictures m_pictures;
  std::array<ImageView*, 6> m_views{};
  std::array<QString, 6> m_headings;
  std::array<double, 2> m_errorLimits{};  ///< of the last live picture; 0: none
  QGridLayout* m_grid;
  ImageLink* m_link;
  QLabel* m_empty;
  bool m_blinking = false;
};

}  // namespace ptycho
