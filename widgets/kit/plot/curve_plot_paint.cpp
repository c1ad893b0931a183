#include <QBuffer>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "widgets/kit/plot/curve_plot_private.h"

namespace ptycho {

void CurvePlot::Private::applyTheme(const PlotTheme& theme) {
  content.theme = theme;
  plot->setBackground(theme.ground);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
    axis->setBasePen(theme.axis);
    axis->setTickPen(theme.axis);
    axis->setSubTickPen(theme.axis);
    axis->setTickLabelColor(theme.text);
    axis->setLabelColor(theme.text);
    axis->setTickLabelFont(plot->font());
    axis->setLabelFont(plot->font());
    axis->setTickLength(0, 4);
    axis->setSubTickLength(0, 2);
    axis->setLabelPadding(3);
    axis->grid()->setPen(theme.grid);
    axis->grid()->setZeroLinePen(QPen(theme.grid));
  }
  constexpr int kFaint = 80;
  constexpr double kFaded = 0.2;
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    QColor colour = curve.colour.isValid() ? curve.colour : theme.curve(colourOfId.at(curve.id));
    const bool faded = !highlighted.isEmpty() && groupOf(curve) != highlighted;
    if (faded) colour = blend(theme.ground, colour, kFaded);
    content.graphs[k]->setPen(QPen(colour, curve.thick ? 2.2 : 1.6, curve.dashed ? Qt::DashLine : Qt::SolidLine));
    QColor pale = colour;
    pale.setAlpha(kFaint);
    content.faintGraphs[k]->setPen(QPen(pale, 1));
    // What is pointed at lies on top of the others.
    if (!highlighted.isEmpty() && !faded) content.graphs[k]->setLayer("main");
  }
}

void CurvePlot::Private::paint(QCPPainter& painter, QSize size) {
  constexpr int kPaperColumns = 2000;
  applyTheme(paperTheme());
  cursor->hide();
  fillGraphs(kPaperColumns);
  painter.save();
  double top = 6;
  if (!title->text().isEmpty()) {
    painter.setFont(title->font());
    painter.setPen(content.theme.text);
    painter.drawText(QRectF(10, top, size.width() - 20, 20), Qt::AlignLeft | Qt::AlignVCenter, title->text());
    top += 22;
  }
  painter.setFont(plot->font());
  if (content.curves.size() > 1 && legendWanted) {
    std::vector<LegendEntry> shown;
    for (auto& entry : legendEntries()) {
      if (entry.shown) shown.push_back(entry);
    }
    top += CurveLegend::paintEntries(painter, QRectF(10, top, size.width() - 20, 0), shown, content.theme.text,
                                     content.theme.faint) +
           4;
  }
  painter.translate(0, top);
  plot->toPainter(&painter, size.width(), size.height() - static_cast<int>(top));
  painter.restore();
  applyTheme(screenTheme(owner->palette()));
  replot();
}

bool CurvePlot::exportTo(const QString& file) { return exportTogether({this}, file); }

bool CurvePlot::exportTogether(const std::vector<CurvePlot*>& plots, const QString& file) {
  constexpr QSize kOne(720, 440);
  constexpr double kRasterScale = 2;
  const QSize size(kOne.width(), kOne.height() * static_cast<int>(plots.size()));
  const auto drawAll = [&](QPaintDevice& device, bool vector) {
    QCPPainter painter(&device);
    if (vector) painter.setMode(QCPPainter::pmVectorized);
    painter.fillRect(QRect(QPoint(0, 0), size), Qt::white);
    for (CurvePlot* plot : plots) {
      plot->d->paint(painter, kOne);
      painter.translate(0, kOne.height());
    }
  };
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    drawAll(generator, true);
  } else if (file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
    QPdfWriter writer(&buffer);
    writer.setResolution(96);
    writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / 96.0, QPageSize::Point));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    drawAll(writer, true);
  } else if (file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
    QImage image(size * kRasterScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kRasterScale);
    drawAll(image, false);
    image.save(&buffer, "PNG");
  } else {
    return false;
  }
  QSaveFile target(file);
  return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit();
}

}  // namespace ptycho
