#include "widgets/kit/plot/printed_plot.h"

#include <QBuffer>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace ptycho {

QImage plotImage(QSize size, const PrintPlot& print) {
  constexpr double kRasterScale = 2;
  QImage image(size * kRasterScale, QImage::Format_RGB32);
  image.setDevicePixelRatio(kRasterScale);
  image.fill(Qt::white);
  print(image, false);
  return image;
}

bool writePlot(const QString& file, QSize size, const PrintPlot& print) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    print(generator, true);
  } else if (file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
    QPdfWriter writer(&buffer);
    writer.setResolution(96);
    writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / 96.0, QPageSize::Point));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    print(writer, true);
  } else if (file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
    plotImage(size, print).save(&buffer, "PNG");
  } else {
    return false;
  }
  QSaveFile target(file);
  return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit();
}

}  // namespace ptycho
