#include "widgets/kit/image/image_view.h"

namespace ptycho {

ImageLink::ImageLink(QObject* parent) : QObject(parent) {}

void ImageLink::add(ImageView* view) {
  if (!m_views.empty()) view->setViewPlace(m_views.front()->viewPlace());
  m_views.push_back(view);
  // What one view reports goes to the others; what they report because of it goes nowhere.
  const auto forward = [this, view](auto&& tell) {
    if (m_forwarding) return;
    m_forwarding = true;
    for (ImageView* other : m_views) {
      if (other != view) tell(other);
    }
    m_forwarding = false;
  };
  connect(view, &ImageView::visibleRectChanged, this,
          [forward, view] { forward([place = view->viewPlace()](ImageView* other) { other->setViewPlace(place); }); });
  connect(view, &ImageView::cursorPixelChanged, this, [forward](std::optional<QPoint> pixel) {
    forward([pixel](ImageView* other) { other->setCursorPixel(pixel); });
  });
  connect(view, &QObject::destroyed, this, [this, view] { std::erase(m_views, view); });
}

}  // namespace ptycho
