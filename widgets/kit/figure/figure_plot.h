#pragma once

#include <QPainter>
#include <QRectF>

#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// Legend (for more than one curve), axes with ticks, labels and faint grid, reference lines and curves, within the
/// room, in the painter's font. Long curves are thinned to what paper can show without losing a spike; text, axes and
/// curves stay vectors. Colours are those that runs have everywhere, in their order.
void paintPlot(QPainter& painter, const FigurePlot& plot, const QRectF& room);

}  // namespace ptycho
