#include "core/store/acquisition_check.h"

#include <cmath>

#include <fmt/format.h>

#include "core/store/h5_arrays.h"

namespace ptycho {

Result<void> checkWindows(const Scan& scan, const std::string& where) {
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    const Position& p = scan.positions[k];
    const bool inside = p.row >= 0 && p.col >= 0 && p.row + scan.window_px <= scan.object_rows &&
                        p.col + scan.window_px <= scan.object_cols;
    if (!inside) {
      return badInput(
          fmt::format("holds ({:.10g}, {:.10g}) at [{}]: the window of {} px there lies outside the object of "
                      "{} × {} px; shift the positions or correct the object's size.",
                      p.row, p.col, k, scan.window_px, scan.object_rows, scan.object_cols),
          where);
    }
  }
  return {};
}

namespace {

/// Nothing, or a finite object of the scan's size.
Result<void> checkObject(const ComplexImage& object, const Scan& scan, const std::string& where) {
  if (object.empty()) return {};
  if (static_cast<int>(object.rows()) != scan.object_rows || static_cast<int>(object.cols()) != scan.object_cols) {
    return badInput(fmt::format("is {} × {} px, but the object of the scan is {} × {} px.", object.rows(),
                                object.cols(), scan.object_rows, scan.object_cols), where);
  }
  return checkValues({object.data(), object.size()}, {object.rows(), object.cols()}, where);
}

}  // namespace

Result<void> checkAcquisition(const Acquisition& acquisition, const std::string& file) {
  const auto at = [&file](const char* dataset) { return file + ":" + dataset; };
  const RealStack& patterns = acquisition.patterns;
  const std::size_t count = acquisition.patternCount();
  const std::size_t side = acquisition.patternRows();
  if (count == 0) return badInput("holds no patterns.", at("/patterns"));
  if (acquisition.patternCols() != side) {
    return badInput(
        fmt::format("has patterns of {} × {} px; they must be square: crop or pad them.", side,
                    acquisition.patternCols()),
        at("/patterns"));
  }
  const ComplexStack& probe = acquisition.probe;
  if (probe.empty() || probe.rows() != side || probe.cols() != side) {
    return badInput(fmt::format("is {} × {} px, but the patterns are {} × {} px; crop or pad one of them.",
                                probe.rows(), probe.cols(), side, side),
                    at("/probe"));
  }
  const MaskImage& mask = acquisition.mask;
  if (!mask.empty() && (mask.rows() != side || mask.cols() != side)) {
    return badInput(
        fmt::format("is {} × {} px, but the patterns are {} × {} px.", mask.rows(), mask.cols(), side, side),
        at("/mask"));
  }
  const RealImage& background = acquisition.background;
  if (!background.empty() && (background.rows() != side || background.cols() != side)) {
    return badInput(fmt::format("is {} × {} px, but the patterns are {} × {} px.", background.rows(),
                                background.cols(), side, side), at("/background"));
  }
  PTYCHO_CHECK(checkValues({background.data(), background.size()}, {background.rows(), background.cols()},
                           Sign::NotNegative, at("/background")));
  const Scan& scan = acquisition.scan;
  if (scan.positions.size() != count) {
    return badInput(fmt::format("holds {} positions for {} patterns; there must be one for each.",
                                scan.positions.size(), count),
                    at("/positions"));
  }
  if (scan.window_px != static_cast<int>(side)) {
    return badInput(fmt::format("is a scan of windows of {} px, but the patterns are {} px.", scan.window_px, side),
                    at("/positions"));
  }
  PTYCHO_CHECK(checkWindows(scan, at("/positions")));
  PTYCHO_CHECK(checkObject(acquisition.truth, scan, at("/truth")));
  PTYCHO_CHECK(checkObject(acquisition.estimate, scan, at("/object")));
  PTYCHO_CHECK(checkValues({patterns.data(), patterns.size()}, {patterns.count(), side, side}, Sign::NotNegative,
                           at("/patterns")));
  return checkValues({probe.data(), probe.size()}, {probe.count(), side, side}, at("/probe"));
}

}  // namespace ptycho
