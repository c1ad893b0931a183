#include "widgets/kit/figure/figure.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QBuffer>
#include <QGuiApplication>
#include <QImageWriter>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/exchange/colour_tiff.h"
#include "widgets/kit/figure/figure_paint.h"
#include "widgets/kit/figure/file_metadata.h"

namespace ptycho {

namespace {

constexpr double kMostDots = 3e8;

Result<void> checkSpec(const FigureSpec& spec) {
  if (!qobject_cast<QGuiApplication*>(QCoreApplication::instance())) {
    return fail(ErrorCode::Failed, "figures need a QGuiApplication for their fonts.");
  }
  if (spec.panels.empty()) return badInput("the figure has no panels; give it at least one picture.");
  for (const FigurePanel& panel : spec.panels) {
    for (const FigureCurve& curve : panel.plot.curves) {
      const bool faint = curve.faint_y.empty() || curve.faint_y.size() == curve.x.size();
      if (curve.x.size() != curve.y.size() || !faint) {
        return badInput(fmt::format("the curve \"{}\" has not as many values as places.", curve.name.toStdString()));
      }
    }
    if (!panel.isPlot() && panel.picture.empty() && panel.complex_picture.empty()) {
      return badInput(fmt::format("the panel \"{}\" has no picture.", panel.title.toStdString()));
    }
  }
  if (spec.columns < 1) return badInput("must be at least 1.", "columns");
  if (!(spec.width_mm >= 20 && spec.width_mm <= 2000)) {
    return badInput(fmt::format("{} mm is not within 20 … 2000 mm.", spec.width_mm), "width_mm");
  }
  if (spec.dpi < 30 || spec.dpi > 2400) return badInput(fmt::format("{} is not within 30 … 2400.", spec.dpi), "dpi");
  if (!(spec.font_pt >= 3 && spec.font_pt <= 72)) {
    return badInput(fmt::format("{} pt is not within 3 … 72 pt.", spec.font_pt), "font_pt");
  }
  return {};
}

Result<FigureLayout> checkedLayout(const FigureSpec& spec) {
  PTYCHO_CHECK(checkSpec(spec));
  FigureLayout layout = layoutFigure(spec);
  if (layout.page.width() * layout.page.height() > kMostDots) {
    return badInput(fmt::format("the figure would be {} × {} dots; ask for a smaller width or resolution.",
                                layout.page.width(), layout.page.height()));
  }
  return layout;
}

QImage rendered(const FigureSpec& spec, const FigureLayout& layout) {
  QImage image(layout.page.toSize(), QImage::Format_RGB32);
  if (image.isNull()) return image;
  const int dotsPerMetre = int(std::lround(spec.dpi / 0.0254));
  image.setDotsPerMeterX(dotsPerMetre);
  image.setDotsPerMeterY(dotsPerMetre);
  QPainter painter(&image);
  paintFigure(painter, spec, layout, PictureMode::Resampled);
  painter.end();
  if (!spec.caption.isEmpty()) image.setText(QStringLiteral("Description"), spec.caption);
  if (!spec.recipe.isEmpty()) image.setText(QStringLiteral("Recipe"), spec.recipe);
  return image;
}

Result<QByteArray> encodePng(const FigureSpec& spec, const FigureLayout& layout) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, "png");
  if (!writer.write(rendered(spec, layout))) {
    return fail(ErrorCode::Failed, "cannot encode the figure: " + writer.errorString().toStdString() + ".");
  }
  return bytes;
}

Result<QByteArray> encodeSvg(const FigureSpec& spec, const FigureLayout& layout) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(spec.dpi);
  generator.setSize(layout.page.toSize());
  generator.setViewBox(QRectF(QPointF(), layout.page));
  QPainter painter(&generator);
  paintFigure(painter, spec, layout, PictureMode::Unscaled);
  if (!painter.end()) return fail(ErrorCode::Failed, "cannot draw the figure as SVG.");
  return withTitleAndDescription(bytes, spec.caption, spec.recipe);
}

Result<QByteArray> encodePdf(const FigureSpec& spec, const FigureLayout& layout) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(spec.dpi);
  const QSizeF points = layout.page * 72.0 / spec.dpi;
  writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  writer.setTitle(spec.caption);
  writer.setDocumentXmpMetadata(xmpPacket(spec.caption, spec.recipe));
  QPainter painter(&writer);
  paintFigure(painter, spec, layout, PictureMode::Unscaled);
  if (!painter.end()) return fail(ErrorCode::Failed, "cannot draw the figure as PDF.");
  buffer.close();
  return withoutCreationDate(std::move(bytes));
}

Result<void> writeTiffFigure(const FigureSpec& spec, const std::filesystem::path& file) {
  PTYCHO_TRY(const FigureLayout layout, checkedLayout(spec));
  const QImage image = rendered(spec, layout).convertToFormat(QImage::Format_RGB888);
  const auto line = std::size_t(image.width()) * 3;
  std::vector<std::uint8_t> rgb(line * std::size_t(image.height()));
  for (int y = 0; y < image.height(); ++y) std::copy_n(image.constScanLine(y), line, rgb.data() + line * std::size_t(y));
  return writeColourTiff(file, {std::uint32_t(image.width()), std::uint32_t(image.height()), rgb, double(spec.dpi),
                                spec.recipe.isEmpty() ? spec.caption.toStdString() : spec.recipe.toStdString()});
}

}  // namespace

QImage renderFigure(const FigureSpec& spec) {
  const auto layout = checkedLayout(spec);
  return layout ? rendered(spec, *layout) : QImage();
}

Result<QByteArray> encodeFigure(const FigureSpec& spec, const QString& format) {
  const QByteArray name = format.toLower().toLatin1();
  if (name != "png" && name != "svg" && name != "pdf") {
    return fail(ErrorCode::Unsupported,
                fmt::format("cannot write a figure as \"{}\"; use .png, .tif, .svg or .pdf.", name.toStdString()));
  }
  PTYCHO_TRY(const FigureLayout layout, checkedLayout(spec));
  if (name == "svg") return encodeSvg(spec, layout);
  if (name == "pdf") return encodePdf(spec, layout);
  return encodePng(spec, layout);
}

Result<void> writeFigure(const FigureSpec& spec, const std::filesystem::path& file) {
  const std::string suffix = file.extension().string();
  if (suffix == ".tif" || suffix == ".tiff") return writeTiffFigure(spec, file);
  auto bytes = encodeFigure(spec, QString::fromStdString(suffix.empty() ? suffix : suffix.substr(1)));
  if (!bytes) return passOn(std::move(bytes).error(), file.string());
  return replaceFileText(file, std::string_view(bytes->constData(), std::size_t(bytes->size())));
}

}  // namespace ptycho
