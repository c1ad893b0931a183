#include "widgets/export/figure_preview.h"

#include <QPainter>

namespace ptycho {

namespace {
constexpr int kMargin = 16;
}

FigurePreview::FigurePreview(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("figurePreview"));
  setMinimumSize(240, 200);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FigurePreview::setFigure(const QImage& figure) {
  m_figure = figure;
  m_message.clear();
  update();
}

void FigurePreview::setMessage(const QString& message) {
  m_figure = {};
  m_message = message;
  update();
}

void FigurePreview::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Dark));
  const QRect room = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
  if (m_figure.isNull()) {
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, m_message);
    return;
  }
  const QSize size = m_figure.size().scaled(room.size(), Qt::KeepAspectRatio);
  const QRect page(room.center() - QPoint(size.width() / 2, size.height() / 2), size);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  // Reduced in steps by Qt's averaging scaler: one step would drop every other line of small text.
  const double dpr = devicePixelRatioF();
  QImage shown = m_figure.scaled((QSizeF(size) * dpr).toSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
  shown.setDevicePixelRatio(dpr);
  painter.drawImage(page.topLeft(), shown);
  painter.setPen(palette().color(QPalette::Mid));
  painter.drawRect(page.adjusted(-1, -1, 0, 0));
}

}  // namespace ptycho
