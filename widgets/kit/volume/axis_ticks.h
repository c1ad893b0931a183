#pragma once

#include <vector>

#include <QPointF>
#include <QString>

namespace ptycho {

/// A text beside an axis, in widget coordinates. `at` is where the tick ends and `away` points from the surface.
struct AxisLabel {
  QPointF at;
  QPointF away;
  QString text;
  bool title = false;
};

/// Round values (1, 2, 5 × 10ⁿ) inside [low, high], about `wanted` of them.
[[nodiscard]] std::vector<double> roundTicks(double low, double high, int wanted);

}  // namespace ptycho
