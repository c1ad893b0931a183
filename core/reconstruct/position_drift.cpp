#include "core/reconstruct/position_drift.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ptycho {

namespace {

Position meanOf(const std::vector<Position>& positions) {
  Position sum;
  for (const auto& p : positions) sum = {sum.row + p.row, sum.col + p.col};
  const auto count = static_cast<double>(positions.size());
  return {sum.row / count, sum.col / count};
}

struct Matrix {
  double rr = 1, rc = 0, cr = 0, cc = 1;
};

/// QR of A with a rotation first.
void takeApart(const Matrix& a, AffineDrift& drift) {
  drift.rotation_rad = std::atan2(a.cr, a.rr);
  const double cosine = std::cos(drift.rotation_rad);
  const double sine = std::sin(drift.rotation_rad);
  drift.scale_row = std::hypot(a.rr, a.cr);
  drift.scale_col = cosine * a.cc - sine * a.rc;
  drift.shear = drift.scale_col == 0 ? 0 : (cosine * a.rc + sine * a.cc) / drift.scale_col;
}

AffineDrift fitAffine(const std::vector<Position>& given, const std::vector<Position>& refined) {
  const Position from = meanOf(given);
  const Position to = meanOf(refined);
  double rr = 0, rc = 0, cc = 0;
  Matrix mixed{0, 0, 0, 0};
  for (std::size_t j = 0; j < given.size(); ++j) {
    const double row = given[j].row - from.row;
    const double col = given[j].col - from.col;
    rr += row * row;
    rc += row * col;
    cc += col * col;
    mixed.rr += (refined[j].row - to.row) * row;
    mixed.rc += (refined[j].row - to.row) * col;
    mixed.cr += (refined[j].col - to.col) * row;
    mixed.cc += (refined[j].col - to.col) * col;
  }
  AffineDrift drift;
  Matrix a;
  const double determinant = rr * cc - rc * rc;
  constexpr double kOnALine = 1e-9;
  drift.determined = determinant > kOnALine * (rr + cc) * (rr + cc);
  if (drift.determined) {
    a = {(mixed.rr * cc - mixed.rc * rc) / determinant, (mixed.rc * rr - mixed.rr * rc) / determinant,
         (mixed.cr * cc - mixed.cc * rc) / determinant, (mixed.cc * rr - mixed.cr * rc) / determinant};
    takeApart(a, drift);
  }
  double left = 0;
  for (std::size_t j = 0; j < given.size(); ++j) {
    const double row = given[j].row - from.row;
    const double col = given[j].col - from.col;
    const double rowLeft = refined[j].row - to.row - a.rr * row - a.rc * col;
    const double colLeft = refined[j].col - to.col - a.cr * row - a.cc * col;
    left += rowLeft * rowLeft + colLeft * colLeft;
  }
  drift.residual_rms_px = std::sqrt(left / static_cast<double>(given.size()));
  return drift;
}

}  // namespace

PositionDrift positionDrift(const std::vector<Position>& given, const std::vector<Position>& refined, double bound_px) {
  if (given.size() != refined.size()) throw std::invalid_argument("positionDrift: one refined for each given one");
  PositionDrift drift;
  if (given.empty()) return drift;
  const Position from = meanOf(given);
  const Position to = meanOf(refined);
  drift.mean = {to.row - from.row, to.col - from.col};
  double squares = 0;
  for (std::size_t j = 0; j < given.size(); ++j) {
    const Position moved{refined[j].row - given[j].row, refined[j].col - given[j].col};
    const Position displacement{moved.row - drift.mean.row, moved.col - drift.mean.col};
    constexpr double kTouching = 1e-6;
    const bool atBound = bound_px > 0 && std::max(std::abs(moved.row), std::abs(moved.col)) > bound_px - kTouching;
    const double length = std::hypot(displacement.row, displacement.col);
    squares += length * length;
    drift.largest_px = std::max(drift.largest_px, length);
    drift.at_bound += atBound ? 1 : 0;
    drift.patterns.push_back({given[j], refined[j], displacement, atBound});
  }
  drift.rms_px = std::sqrt(squares / static_cast<double>(given.size()));
  drift.affine = fitAffine(given, refined);
  return drift;
}

}  // namespace ptycho
