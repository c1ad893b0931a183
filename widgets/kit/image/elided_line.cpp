#include "widgets/kit/image/elided_line.h"

#include <QPainter>
#include <QStringList>

namespace ptycho {

namespace {

constexpr int kInset = 4;
const QString kGap = QStringLiteral("   ");

}  // namespace

ElidedLine::ElidedLine(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); }

void ElidedLine::setText(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  setToolTip(text);
  setAccessibleDescription(text);
  update();
}

void ElidedLine::setLines(int lines) {
  if (lines == m_lines) return;
  m_lines = lines;
  updateGeometry();
  update();
}

QSize ElidedLine::sizeHint() const {
  return {fontMetrics().horizontalAdvance(m_text) + 2 * kInset, m_lines * fontMetrics().height() + 4};
}

QSize ElidedLine::minimumSizeHint() const { return {0, sizeHint().height()}; }

void ElidedLine::paintEvent(QPaintEvent*) {
  const QFontMetrics metrics = fontMetrics();
  const int room = width() - 2 * kInset;
  QStringList lines;
  for (const QString& part : m_text.split(kGap)) {
    const bool starts =
        lines.isEmpty() || (lines.size() < m_lines && metrics.horizontalAdvance(lines.last() + kGap + part) > room);
    if (starts) lines << part;
    else lines.last() += kGap + part;
  }
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::WindowText));
  int baseline = 2 + metrics.ascent();
  for (const QString& line : lines) {
    painter.drawText(kInset, baseline, metrics.elidedText(line, Qt::ElideRight, room));
    baseline += metrics.height();
  }
}

}  // namespace ptycho
