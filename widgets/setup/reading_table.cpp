#include "widgets/setup/reading_table.h"

#include "widgets/kit/status/status_colour.h"

namespace ptycho {

namespace {

constexpr int kLightWidth = 14;
constexpr int kGap = 10;
constexpr int kRowPadding = 3;

QColor lightColour(Light light, const QPalette& palette) {
  return signalColour(light == Light::Good   ? Signal::Good
                      : light == Light::Fair ? Signal::Caution
                                             : Signal::Bad,
                      palette);
}

QColor muted(const QPalette& palette) {
  QColor colour = palette.color(QPalette::WindowText);
  colour.setAlphaF(0.65F);
  return colour;
}

}  // namespace

/// Widths of the columns right of the label; before and change are 0 without a reference.
struct ReadingTable::Columns {
  int value = 0;
  int before = 0;
  int change = 0;
  [[nodiscard]] int all() const { return value + before + change + kGap + (before > 0 ? 2 * kGap : 0); }
};

ReadingTable::ReadingTable(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void ReadingTable::setGroup(const ReadingGroup& group) {
  const int before = heightForWidth(width());
  m_group = group;
  setObjectName(QStringLiteral("readings_") + group.key);
  if (heightForWidth(width()) != before) updateGeometry();
  update();
}

void ReadingTable::setReference(const std::optional<ReadingGroup>& reference) {
  m_reference = reference;
  updateGeometry();
  update();
}

QString ReadingTable::text() const {
  QString text = m_group.title + QLatin1Char('\n');
  for (const Reading& reading : m_group.readings) {
    text += reading.label + QLatin1Char('\t') + readingText(reading);
    if (const Reading* old = before(reading)) {
      text += QLatin1Char('\t') + readingText(reading, old->value) + QLatin1Char('\t') +
              differenceText(reading, old->value);
    }
    text += QLatin1Char('\n');
  }
  return text;
}

QFont ReadingTable::smallFont() const {
  QFont font = this->font();
  font.setPointSizeF(font.pointSizeF() * 0.9);
  return font;
}

const Reading* ReadingTable::before(const Reading& reading) const {
  if (!m_reference) return nullptr;
  for (const Reading& old : m_reference->readings) {
    if (old.key == reading.key) return &old;
  }
  return nullptr;
}

ReadingTable::Columns ReadingTable::columns() const {
  Columns widths;
  const QFontMetrics metrics(font());
  widths.value = metrics.horizontalAdvance(QStringLiteral("0000.00"));
  for (const Reading& reading : m_group.readings) {
    widths.value = std::max(widths.value, metrics.horizontalAdvance(readingText(reading)));
    if (const Reading* old = before(reading)) {
      widths.before = std::max(widths.before, metrics.horizontalAdvance(readingText(reading, old->value)));
      widths.change = std::max(widths.change, metrics.horizontalAdvance(differenceText(reading, old->value)));
    }
  }
  if (m_reference) {
    widths.before = std::max(widths.before, metrics.horizontalAdvance(tr("before")));
    widths.change = std::max(widths.change, metrics.horizontalAdvance(tr("change")));
  }
  return widths;
}

int ReadingTable::whyHeight(const Reading& reading, int width) const {
  if (reading.why.isEmpty()) return 0;
  const QRect box(0, 0, std::max(60, width - kLightWidth), 10000);
  return QFontMetrics(smallFont()).boundingRect(box, Qt::TextWordWrap, reading.why).height() + 2;
}

int ReadingTable::heightForWidth(int width) const {
  const int line = fontMetrics().height() + kRowPadding;
  int height = m_group.title.isEmpty() ? 0 : line + 4;
  for (const Reading& reading : m_group.readings) height += line + whyHeight(reading, width);
  return height;
}

QSize ReadingTable::sizeHint() const {
  const int width = 330 + (m_reference ? columns().before + columns().change + 2 * kGap : 0);
  return {width, heightForWidth(width)};
}

QSize ReadingTable::minimumSizeHint() const { return {220, heightForWidth(std::max(220, width()))}; }

void ReadingTable::resizeEvent(QResizeEvent*) {
  if (heightForWidth(width()) != height()) updateGeometry();  // more or fewer lines than in the old width
}

void ReadingTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int line = fontMetrics().height() + kRowPadding;
  const Columns widths = columns();
  const QColor ink = palette().color(QPalette::WindowText);
  const QColor faint = muted(palette());
  const int valueRight = width() - (m_reference ? widths.before + widths.change + 2 * kGap : 0);
  const int beforeRight = valueRight + kGap + widths.before;
  const auto put = [&](int right, int y, int columnWidth, const QString& text) {
    painter.drawText(QRect(right - columnWidth, y, columnWidth, line), Qt::AlignRight | Qt::AlignVCenter, text);
  };
  int y = 0;
  if (!m_group.title.isEmpty()) {
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(ink);
    painter.drawText(QRect(0, y, width(), line), Qt::AlignLeft | Qt::AlignVCenter, m_group.title);
    if (m_reference) {
      painter.setFont(smallFont());
      painter.setPen(faint);
      put(beforeRight, y, widths.before, tr("before"));
      put(width(), y, widths.change, tr("change"));
    }
    painter.setPen(QPen(palette().color(QPalette::Mid), 1));
    painter.drawLine(QPointF(0, y + line + 0.5), QPointF(width(), y + line + 0.5));
    y += line + 4;
  }
  for (std::size_t i = 0; i < m_group.readings.size(); ++i) {
    const Reading& reading = m_group.readings[i];
    const int height = line + whyHeight(reading, width());
    if (static_cast<int>(i) == m_hovered && reading.diameter_px > 0) {
      QColor glow = palette().color(QPalette::Highlight);
      glow.setAlphaF(0.18F);
      painter.fillRect(QRect(0, y, width(), height), glow);
    }
    if (reading.light != Light::None) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(lightColour(reading.light, palette()));
      painter.drawEllipse(QPointF(5, y + line / 2.0), 4, 4);
    }
    painter.setFont(font());
    painter.setPen(ink);
    const int labelWidth = valueRight - widths.value - kGap - kLightWidth;
    painter.drawText(QRect(kLightWidth, y, labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(reading.label, Qt::ElideRight, labelWidth));
    put(valueRight, y, widths.value, readingText(reading));
    if (const Reading* old = before(reading)) {
      painter.setPen(faint);
      put(beforeRight, y, widths.before, readingText(reading, old->value));
      const QString change = differenceText(reading, old->value);
      painter.setPen(change == QLatin1String("=") ? faint : palette().color(QPalette::Link));
      put(width(), y, widths.change, change);
    }
    if (!reading.why.isEmpty()) {
      painter.setFont(smallFont());
      painter.setPen(faint);
      painter.drawText(QRect(kLightWidth, y + line - 1, width() - kLightWidth, height - line), Qt::TextWordWrap,
                       reading.why);
    }
    y += height;
  }
}

int ReadingTable::rowAt(const QPoint& point) const {
  const int line = fontMetrics().height() + kRowPadding;
  int y = m_group.title.isEmpty() ? 0 : line + 4;
  for (std::size_t i = 0; i < m_group.readings.size(); ++i) {
    const int height = line + whyHeight(m_group.readings[i], width());
    if (point.y() >= y && point.y() < y + height) return static_cast<int>(i);
    y += height;
  }
  return -1;
}

void ReadingTable::hover(int row) {
  if (row == m_hovered) return;
  m_hovered = row;
  const bool inside = row >= 0 && row < static_cast<int>(m_group.readings.size());
  Q_EMIT diameterHovered(inside ? m_group.readings[static_cast<std::size_t>(row)].diameter_px : 0);
  update();
}

void ReadingTable::mouseMoveEvent(QMouseEvent* event) { hover(rowAt(event->position().toPoint())); }

void ReadingTable::leaveEvent(QEvent*) { hover(-1); }

void ReadingTable::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Copy numbers"), this, [this] { QGuiApplication::clipboard()->setText(text()); });
  menu->popup(event->globalPos());
}

bool ReadingTable::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row >= 0) {
      const Reading& reading = m_group.readings[static_cast<std::size_t>(row)];
      const QString text =
          QStringLiteral("<p><b>%1</b> %2</p>").arg(reading.label.toHtmlEscaped(), reading.help.toHtmlEscaped());
      QToolTip::showText(help->globalPos(), text, this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace ptycho
