#pragma once

#include <vector>

#include <QPainter>

#include "widgets/kit/image/picture_meaning.h"
#include "widgets/kit/image/view_transform.h"

namespace ptycho {

/// Draws line work over a picture; widths and point sizes in screen pixels at every zoom.
/// @param accent  for the highlighted one, and for overlays without a colour
void paintOverlays(QPainter& painter, const std::vector<PictureOverlay>& overlays, const ViewTransform& view,
                   const QColor& accent);

}  // namespace ptycho
