#include "widgets/failures/contact_sheet.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/metrics/metrics.h"

namespace ptycho {
namespace {

constexpr std::size_t kMost = 60;
constexpr int kColumns = 5;
constexpr int kDpi = 150;
constexpr int kNameLetters = 9;

QString tr(const char* text) { return QCoreApplication::translate("ptycho::ContactSheet", text); }

RealImage amplitudeOf(const ComplexImage& object) {
  RealImage amplitude(object.rows(), object.cols());
  std::transform(object.begin(), object.end(), amplitude.begin(), [](Complex value) { return std::abs(value); });
  return amplitude;
}

}  // namespace

FigureSpec contactSheet(const PictureSource& source, const ImageTable& table, const std::vector<std::int64_t>& images,
                        int method) {
  FigureSpec figure;
  figure.columns = kColumns;
  figure.dpi = kDpi;
  figure.font_pt = 5.5;
  figure.pixel_m = table.pixel_m();
  std::size_t truths = 0;
  for (const std::int64_t image : images) {
    if (figure.panels.size() == kMost) break;
    const ImagePictures pictures = source.pictures(image);
    const auto estimate = std::ranges::find(pictures.estimates, method, &ImageEstimate::method);
    const bool kept = estimate != pictures.estimates.end() && !estimate->object.empty();
    if (!kept && pictures.truth.empty()) continue;
    truths += kept ? 0 : 1;
    FigurePanel panel;
    panel.picture = amplitudeOf(kept ? estimate->object : pictures.truth);
    panel.quantity = kept ? tr("amplitude") : tr("amplitude, truth");
    panel.low = pictures.amplitude_min;
    panel.high = pictures.amplitude_max;
    // Numbers first: where there is no room it is the name that is cut, and of that the end tells images apart.
    if (estimate != pictures.estimates.end()) {
      panel.title += QStringLiteral("%1 / %2  ").arg(estimate->record.amplitude_nrmse, 0, 'f', 3)
                         .arg(estimate->record.phase_nrmse, 0, 'f', 3);
    }
    const bool isLong = pictures.name.size() > kNameLetters;
    panel.title += isLong ? QStringLiteral("…") + pictures.name.right(kNameLetters - 1) : pictures.name;
    figure.panels.push_back(std::move(panel));
  }
  const QString name = QString::fromStdString(table.stored().name);
  figure.caption = tr("%1 of %2 images of %3, %4: NRMSE of amplitude / phase.")
                       .arg(figure.panels.size()).arg(images.size()).arg(name, table.method(method));
  if (truths > 0) figure.caption += tr(" Of %1 the estimate was not kept: their truth.").arg(truths);
  return figure;
}

}  // namespace ptycho
