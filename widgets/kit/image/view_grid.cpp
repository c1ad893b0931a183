#include "widgets/kit/image/view_grid.h"

#include <QGridLayout>
#include <QLabel>
#include <QShortcut>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/picture_meaning.h"

namespace ptycho {

ViewGrid::ViewGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)), m_empty(new QLabel(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(2);
  auto* link = new ImageLink(this);
  for (int k = 0; k < static_cast<int>(m_views.size()); ++k) {
    auto* view = new ImageView(this);
    view->setToolRowVisible(false);
    m_views[static_cast<std::size_t>(k)] = view;
    link->add(view);
    m_grid->addWidget(view, k / kColumns, k % kColumns);
    m_grid->setColumnStretch(k % kColumns, 1);
    connect(view, &ImageView::cursorPixelChanged, this, [this](std::optional<QPoint> pixel) {
      if (pixel) Q_EMIT cursorMoved(*pixel);
    });
    connect(view, &ImageView::profileRequested, this, [this](QPointF from, QPointF to) { takeLine(from, to); });
  }
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_grid->addWidget(m_empty, 0, 0, 2, kColumns);
  auto* blink = new QShortcut(Qt::Key_Space, this);
  blink->setContext(Qt::WidgetWithChildrenShortcut);
  connect(blink, &QShortcut::activated, this, [this] { setBlinking(!m_blinking); });
}

void ViewGrid::setBlinking(bool on) {
  if (m_blinking == on || !canBlink()) return;
  m_blinking = on;
  showBlink();
  Q_EMIT blinkingChanged(on);
}

void ViewGrid::setControlsVisible(bool visible) {
  for (ImageView* view : m_views) view->setToolRowVisible(visible);
}

void ViewGrid::put(int row, int column, const RealImage& picture, const PictureMeaning& meaning) {
  setHeading(row, column, meaning.title);
  view(row, column).setPicture(picture, meaning);
}

void ViewGrid::putComplex(int column, const ComplexImage& picture, const PictureMeaning& meaning) {
  setHeading(0, column, meaning.title);
  view(0, column).setComplexPicture(picture, meaning);
}

void ViewGrid::showRows(int rows) {
  for (std::size_t k = 0; k < m_views.size(); ++k) m_views[k]->setVisible(static_cast<int>(k) / kColumns < rows);
  m_empty->setVisible(rows == 0);
  for (int row = 0; row < 2; ++row) m_grid->setRowStretch(row, row < rows ? 1 : 0);
}

void ViewGrid::showEmpty(const QString& text) {
  m_headings.fill({});
  if (m_blinking) Q_EMIT blinkingChanged(m_blinking = false);
  m_empty->setText(text);
  showRows(0);
}

QString titleWithError(const QString& title, double nrmse) {
  return title + ViewGrid::tr(" · NRMSE %1").arg(nrmse, 0, 'f', 4);
}

}  // namespace ptycho
