#pragma once

#include <cstddef>
#include <vector>

namespace ptycho {

/// A point to draw; y not a number: the line is interrupted here.
struct CurvePoint {
  double x = 0;
  double y = 0;
};

/// What a drawing pixels wide needs of a long curve: of every column the first, least, greatest and last value, so that
/// no spike is lost at any zoom, however many points there are. One point on either side of the columns is kept, for
/// the lines that lead there.
/// @param x             sample places, ascending
/// @param breaks        samples that begin a new piece, ascending
/// @param columnEdges   places of the columns' edges, ascending, one more than columns; at any spacing (log axes)
/// @param positiveOnly  values ≤ 0 have no place (log axes) and interrupt the line like not a number and infinities
[[nodiscard]] std::vector<CurvePoint> thinnedCurve(const std::vector<double>& x, const std::vector<double>& y,
                                                   const std::vector<std::size_t>& breaks,
                                                   const std::vector<double>& columnEdges, bool positiveOnly);

/// Edges of `columns` columns from `low` to `high`, evenly spaced on the axis.
[[nodiscard]] std::vector<double> columnEdges(double low, double high, std::size_t columns, bool logarithmic);

/// The values between which `share` of the finite ones lie, as much cut off above as below (0.9: from the 5th to the
/// 95th percentile); not a number for none. @param values  is put in another order
struct ValueRange {
  double low;
  double high;
};
[[nodiscard]] ValueRange middleShare(std::vector<double>& values, double share);

}  // namespace ptycho
