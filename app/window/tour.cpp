#include "app/window/tour.h"

#include <algorithm>

#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

namespace ptycho {

namespace {

constexpr int kCardWidth = 380;
constexpr int kGap = 18;
constexpr int kDim = 130;  ///< alpha of what is not marked

}  // namespace

Tour::Tour(QWidget* window) : QWidget(window) {
  setObjectName(QStringLiteral("tour"));
  setFocusPolicy(Qt::StrongFocus);
  auto* card = new QFrame(this);
  card->setFrameShape(QFrame::StyledPanel);
  card->setAutoFillBackground(true);
  card->setBackgroundRole(QPalette::Base);
  m_card = card;
  m_title = new QLabel(card);
  QFont large = m_title->font();
  large.setBold(true);
  large.setPointSizeF(1.25 * large.pointSizeF());
  m_title->setFont(large);
  m_title->setWordWrap(true);
  m_text = new QLabel(card);
  m_text->setWordWrap(true);
  m_count = new QLabel(card);
  m_count->setForegroundRole(QPalette::PlaceholderText);
  auto* skip = new QPushButton(tr("Skip"), card);
  m_back = new QPushButton(tr("Back"), card);
  m_next = new QPushButton(card);
  for (QPushButton* button : {skip, m_back, m_next}) button->setFocusPolicy(Qt::NoFocus);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_count);
  buttons->addStretch();
  buttons->addWidget(skip);
  buttons->addWidget(m_back);
  buttons->addWidget(m_next);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(20, 16, 20, 16);
  column->setSpacing(10);
  column->addWidget(m_title);
  column->addWidget(m_text);
  column->addLayout(buttons);
  connect(skip, &QPushButton::clicked, this, &Tour::end);
  connect(m_back, &QPushButton::clicked, this, [this] { goTo(m_stop - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] { goTo(m_stop + 1); });
  window->installEventFilter(this);
  hide();
}

void Tour::start(std::vector<TourStop> stops) {
  m_stops = std::move(stops);
  if (m_stops.empty()) return;
  setGeometry(parentWidget()->rect());
  show();
  raise();
  setFocus();
  goTo(0);
}

void Tour::goTo(int stop) {
  if (stop < 0) return;
  if (static_cast<std::size_t>(stop) >= m_stops.size()) return end();
  m_stop = stop;
  const TourStop& shown = m_stops[static_cast<std::size_t>(stop)];
  if (shown.show) shown.show();
  m_title->setText(shown.title);
  m_text->setText(shown.text);
  m_count->setText(tr("%1 of %2").arg(stop + 1).arg(m_stops.size()));
  m_back->setEnabled(stop > 0);
  m_next->setText(static_cast<std::size_t>(stop) + 1 == m_stops.size() ? tr("Begin") : tr("Next"));
  raise();
  setFocus();
  placeCard();
  update();
}

/// Beside what is marked where there is room, else inside it at the lower right.
void Tour::placeCard() {
  const TourStop& shown = m_stops[static_cast<std::size_t>(m_stop)];
  m_marked = shown.place ? shown.place().intersected(rect()) : QRect();
  m_card->setFixedWidth(std::min(kCardWidth, width() - 2 * kGap));
  m_card->setFixedHeight(m_card->layout()->heightForWidth(m_card->width()));
  const QSize size = m_card->size();
  QPoint at((width() - size.width()) / 2, (height() - size.height()) / 2);
  if (!m_marked.isEmpty()) {
    if (m_marked.right() + size.width() + 2 * kGap < width()) {
      at = {m_marked.right() + kGap, std::min(m_marked.top(), height() - size.height() - kGap)};
    } else {
      at = m_marked.bottomRight() - QPoint(size.width() + kGap, size.height() + kGap);
    }
  }
  m_card->move(std::max(kGap, at.x()), std::max(kGap, at.y()));
}

void Tour::end() {
  if (isHidden()) return;
  m_stop = -1;
  hide();
  Q_EMIT ended();
}

void Tour::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QPainterPath dim;
  dim.addRect(rect());
  if (!m_marked.isEmpty()) dim.addRect(m_marked);  // odd-even: what is marked stays clear
  painter.fillPath(dim, QColor(0, 0, 0, kDim));
  if (m_marked.isEmpty()) return;
  painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
  painter.drawRect(m_marked);
}

void Tour::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return end();
    case Qt::Key_Left: return goTo(m_stop - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
    case Qt::Key_Right: return goTo(m_stop + 1);
    default: QWidget::keyPressEvent(event);
  }
}

void Tour::mousePressEvent(QMouseEvent*) { goTo(m_stop + 1); }

bool Tour::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) {
    setGeometry(parentWidget()->rect());
    placeCard();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace ptycho
