#pragma once

#include <functional>

#include <QImage>
#include <QSize>
#include <QString>

class QPaintDevice;

namespace ptycho {

/// Draws `size` pixels at 96 dpi on a device; for vectors nothing may be rasterised.
using PrintPlot = std::function<void(QPaintDevice& device, bool vector)>;

/// PNG (twice as fine), SVG (vector) or PDF (vector) by suffix; false when it cannot be written.
bool writePlot(const QString& file, QSize size, const PrintPlot& print);
[[nodiscard]] QImage plotImage(QSize size, const PrintPlot& print);

/// A plot on the screen that can become a figure: black on white, whatever the window's colours.
class PrintedPlot {
 public:
  virtual ~PrintedPlot() = default;

  /// As writePlot().
  bool exportTo(const QString& file) {
    return writePlot(file, paperSize(), [this](QPaintDevice& device, bool vector) { print(device, vector); });
  }
  [[nodiscard]] QImage picture() {
    return plotImage(paperSize(), [this](QPaintDevice& device, bool vector) { print(device, vector); });
  }

 protected:
  [[nodiscard]] virtual QSize paperSize() const = 0;
  virtual void print(QPaintDevice& device, bool vector) = 0;
};

}  // namespace ptycho
