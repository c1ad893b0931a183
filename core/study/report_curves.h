#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ptycho {

/// Where a report is read: in a browser, or as pages, whose renderer knows neither CSS variables nor inline SVG.
enum class ReportMedium { Browser, Print };

/// A line of a chart.
struct ChartLine {
  std::string title;
  std::vector<std::pair<double, double>> points;  ///< x rising; what is not finite interrupts the line
  int colour = 0;          ///< index; the same for one training in all charts
  bool faint = false;      ///< behind the others, not in the legend
  bool dashed = false;     ///< a line to compare with
};

struct Chart {
  std::string title;       ///< above it
  std::string x_label;
  std::string y_label;
  bool logarithmic = false;  ///< y; values up to 0 are left out then
  std::vector<ChartLine> lines;
};

/// A figure of 640 × 300 with axes, ticks and a legend. Browser: inline SVG with colours through CSS variables of the
/// report, so that it is right on light and dark. Print: an image of SVG with colours of its own, for paper. Lines of
/// thousands of points are thinned to their least and largest value a pixel column.
[[nodiscard]] std::string chartSvg(const Chart& chart, ReportMedium medium = ReportMedium::Browser);

/// First-order low-pass over the points with the bias of its start taken out; NaN is passed over. @param share  0: none
[[nodiscard]] std::vector<std::pair<double, double>> smoothed(const std::vector<std::pair<double, double>>& points,
                                                              double share);

}  // namespace ptycho
