#pragma once

#include <QPainter>

#include "widgets/kit/image/region_statistics.h"
#include "widgets/kit/image/view_transform.h"

namespace ptycho {

/// What the mouse takes hold of: a corner of the bounds, the inner edge of an annulus, the whole, or none of it.
enum class RegionGrip { New, Move, TopLeft, TopRight, BottomLeft, BottomRight, Inner };

/// @param at  widget coordinates
[[nodiscard]] RegionGrip regionGripAt(const Region& region, const ViewTransform& view, const QPointF& at);
[[nodiscard]] Qt::CursorShape regionCursor(RegionGrip grip);

/// The region after a drag. Bounds lie on the edges of pixels and on the picture; a drag beside the picture changes
/// nothing.
/// @param from,to  image coordinates
[[nodiscard]] Region draggedRegion(const Region& start, RegionGrip grip, const QPointF& from, const QPointF& to,
                                   const QRectF& picture);

/// Outline and handles, seen on every ground.
void paintRegion(QPainter& painter, const Region& region, const ViewTransform& view, const QColor& accent);

}  // namespace ptycho
