#include "widgets/kit/status/glyph_icon.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace ptycho {
namespace {

// All paths live in a square of 16 × 16 units.
void strokeLines(QPainterPath& path, const QPolygonF& points) {
  path.moveTo(points.front());
  for (qsizetype i = 1; i < points.size(); ++i) path.lineTo(points[i]);
}

QPainterPath actionPath(Glyph glyph) {
  QPainterPath path;
  switch (glyph) {
    case Glyph::Play: path.addPolygon(QPolygonF({{4.5, 3}, {13, 8}, {4.5, 13}, {4.5, 3}})); break;
    case Glyph::Pause:
      path.addRect(4, 3.5, 2.6, 9);
      path.addRect(9.4, 3.5, 2.6, 9);
      break;
    case Glyph::Stop: path.addRect(4, 4, 8, 8); break;
    case Glyph::Add:
      strokeLines(path, {{8, 3}, {8, 13}});
      strokeLines(path, {{3, 8}, {13, 8}});
      break;
    case Glyph::Remove: strokeLines(path, {{3, 8}, {13, 8}}); break;
    case Glyph::Up: strokeLines(path, {{3.5, 10}, {8, 5.5}, {12.5, 10}}); break;
    case Glyph::Down: strokeLines(path, {{3.5, 6}, {8, 10.5}, {12.5, 6}}); break;
    case Glyph::Close:
      strokeLines(path, {{4, 4}, {12, 12}});
      strokeLines(path, {{12, 4}, {4, 12}});
      break;
    case Glyph::Copy:
      path.addRect(3, 5.5, 7.5, 8);
      strokeLines(path, {{5.5, 5.5}, {5.5, 2.5}, {13, 2.5}, {13, 10.5}, {10.5, 10.5}});
      break;
    case Glyph::Folder:
      strokeLines(path, {{2, 12.5}, {2, 4}, {6.2, 4}, {7.6, 5.6}, {14, 5.6}, {14, 12.5}, {2, 12.5}});
      break;
    case Glyph::Check: strokeLines(path, {{3, 8.5}, {6.5, 12}, {13, 4.5}}); break;
    default:
      strokeLines(path, {{8, 2.5}, {14.2, 13.2}, {1.8, 13.2}, {8, 2.5}});
      strokeLines(path, {{8, 6.5}, {8, 9.6}});
      strokeLines(path, {{8, 11.2}, {8, 11.6}});
  }
  return path;
}

QPainterPath workspacePath(Glyph glyph) {
  QPainterPath path;
  switch (glyph) {
    case Glyph::Setup:  // overlapping probe positions
      path.addEllipse(QPointF(5.6, 5.6), 3.6, 3.6);
      path.addEllipse(QPointF(10.4, 5.6), 3.6, 3.6);
      path.addEllipse(QPointF(8, 10.2), 3.6, 3.6);
      break;
    case Glyph::Runs:  // rows that have come differently far
      for (int row = 0; row < 3; ++row) strokeLines(path, {{5, 4 + 4.0 * row}, {14 - 2.5 * row, 4 + 4.0 * row}});
      for (int row = 0; row < 3; ++row) strokeLines(path, {{2, 4 + 4.0 * row}, {2.4, 4 + 4.0 * row}});
      break;
    case Glyph::Reconstruct:  // a falling curve
      strokeLines(path, {{2.5, 2}, {2.5, 13.5}, {14, 13.5}});
      path.moveTo(4.5, 3.5);
      path.cubicTo(5.5, 9.5, 8, 10.6, 13.5, 11.2);
      break;
    case Glyph::Failures:  // a picture with a blemish
      path.addRect(2.5, 2.5, 11, 11);
      strokeLines(path, {{6, 6}, {10, 10}});
      strokeLines(path, {{10, 6}, {6, 10}});
      break;
    default:  // out of the box
      strokeLines(path, {{5, 7}, {2.5, 7}, {2.5, 14}, {13.5, 14}, {13.5, 7}, {11, 7}});
      strokeLines(path, {{8, 10.5}, {8, 2}});
      strokeLines(path, {{5.2, 4.8}, {8, 2}, {10.8, 4.8}});
  }
  return path;
}

bool isSolid(Glyph glyph) { return glyph == Glyph::Play || glyph == Glyph::Pause || glyph == Glyph::Stop; }

class GlyphEngine : public QIconEngine {
 public:
  explicit GlyphEngine(Glyph glyph) : m_glyph(glyph) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette palette = QGuiApplication::palette();
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
    const QColor colour = palette.color(group, role);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.topLeft());
    painter->scale(rect.width() / 16.0, rect.height() / 16.0);
    painter->setPen(QPen(colour, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (isSolid(m_glyph)) painter->setBrush(colour);
    painter->drawPath(m_glyph < Glyph::Setup ? actionPath(m_glyph) : workspacePath(m_glyph));
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(m_glyph); }

 private:
  Glyph m_glyph;
};

}  // namespace

QIcon glyphIcon(Glyph glyph) { return QIcon(new GlyphEngine(glyph)); }

}  // namespace ptycho
