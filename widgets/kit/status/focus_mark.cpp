#include "widgets/kit/status/focus_mark.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QFocusEvent>

namespace ptycho {
namespace {

constexpr int kThick = 2;

bool fromKey(const QEvent& event) {
  const Qt::FocusReason reason = static_cast<const QFocusEvent&>(event).reason();
  return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

}  // namespace

FocusMark::FocusMark(QWidget* window) : QObject(window), m_window(window) { qApp->installEventFilter(this); }

FocusMark::~FocusMark() = default;

bool FocusMark::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::FocusIn:
      if (auto* area = qobject_cast<QAbstractScrollArea*>(watched); area && area->window() == m_window) {
        if (fromKey(*event)) mark(area);
      }
      break;
    case QEvent::FocusOut:
      if (watched == m_marked) clear();
      break;
    case QEvent::Resize:
      if (watched == m_marked) place();
      break;
    default: break;
  }
  return false;
}

void FocusMark::mark(QWidget* widget) {
  clear();
  m_marked = widget;
  for (auto& edge : m_edges) {
    edge = new QWidget(widget);
    edge->setAttribute(Qt::WA_TransparentForMouseEvents);
    edge->setAutoFillBackground(true);
    edge->setBackgroundRole(QPalette::Highlight);
  }
  place();
  for (auto& edge : m_edges) edge->show();
}

void FocusMark::clear() {
  for (auto& edge : m_edges) delete edge;
  m_marked = nullptr;
}

void FocusMark::place() {
  const QRect all = m_marked->rect();
  m_edges[0]->setGeometry(0, 0, all.width(), kThick);
  m_edges[1]->setGeometry(0, all.height() - kThick, all.width(), kThick);
  m_edges[2]->setGeometry(0, 0, kThick, all.height());
  m_edges[3]->setGeometry(all.width() - kThick, 0, kThick, all.height());
  for (auto& edge : m_edges) edge->raise();
}

}  // namespace ptycho
