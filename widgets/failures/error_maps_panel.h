#pragma once

#include <array>
#include <memory>

#include <QWidget>

#include "widgets/failures/image_pictures.h"

class QLabel;

namespace ptycho {

class CurvePlot;
class ImageLink;
class ImageView;

/// Where on the object a method errs: mean |error| beside the light Σ|P|², and the error against the light, so that an
/// unlit edge is told from a method that fails.
class ErrorMapsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ErrorMapsPanel(QWidget* parent = nullptr);
  void setMaps(const std::shared_ptr<const ErrorMaps>& maps);
  void showText(const QString& text);
  void forget();
  /// Nothing of this method is shown yet.
  [[nodiscard]] bool wants(int method) const { return !m_maps || m_maps->method != method; }

 private:
  void drawCurve();

  std::shared_ptr<const ErrorMaps> m_maps;
  std::array<ImageView*, 3> m_views{};
  CurvePlot* m_curve;
  QLabel* m_text;
};

/// Mean of `error` over pixels by light: bins with equally many pixels, light as a share of the largest.
struct ErrorByLight {
  std::vector<double> light, error;
};
[[nodiscard]] ErrorByLight errorByLight(const RealImage& error, const RealImage& light, std::size_t bins);

}  // namespace ptycho
