#include "core/study/report_curves.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/base/text_table.h"
#include "core/study/html_text.h"

namespace ptycho {

namespace {

constexpr double kWidth = 640, kHeight = 300;
constexpr double kLeft = 62, kRight = 12, kTop = 28, kBottom = 46;

constexpr std::array<const char*, 8> kPaperColours{"#0b66c3", "#c8500a", "#1d8a4a", "#a03fb5",
                                                   "#8a6d00", "#0f8a96", "#c22f5e", "#5b6875"};

/// How a part is drawn: by a class of the report's style, or by attributes.
std::string styleOf(std::string_view part, ReportMedium medium) {
  if (medium == ReportMedium::Browser) return fmt::format("class=\"{}\"", part);
  if (part == "grid") return "stroke=\"#d5dae0\" stroke-width=\"0.7\"";
  if (part == "axis") return "fill=\"none\" stroke=\"#5b6875\"";
  if (part == "title") return "fill=\"#1c2530\" font-size=\"13\" font-weight=\"bold\" font-family=\"sans-serif\"";
  return "fill=\"#5b6875\" font-size=\"12\" font-family=\"sans-serif\"";
}

struct Range {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

/// From data to the picture.
struct Frame {
  Range x, y;
  bool logarithmic = false;

  [[nodiscard]] double value(double y_) const { return logarithmic ? std::log10(y_) : y_; }
  [[nodiscard]] bool canShow(const std::pair<double, double>& point) const {
    return std::isfinite(point.first) && std::isfinite(point.second) && (!logarithmic || point.second > 0);
  }
  [[nodiscard]] double atX(double x_) const {
    return kLeft + (kWidth - kLeft - kRight) * (x_ - x.low) / (x.high - x.low);
  }
  [[nodiscard]] double atY(double y_) const {
    return kHeight - kBottom - (kHeight - kTop - kBottom) * (value(y_) - y.low) / (y.high - y.low);
  }
};

Frame frameOf(const Chart& chart) {
  Frame frame;
  frame.logarithmic = chart.logarithmic;
  for (const ChartLine& line : chart.lines) {
    for (const auto& point : line.points) {
      if (!frame.canShow(point)) continue;
      frame.x.take(point.first);
      frame.y.take(frame.value(point.second));
    }
  }
  if (frame.x.low > frame.x.high) frame.x = frame.y = {0, 1};
  if (frame.x.low == frame.x.high) frame.x.high += 1;
  const double margin = frame.y.low == frame.y.high ? std::max(0.1, std::abs(frame.y.low) * 0.1)
                                                    : 0.05 * (frame.y.high - frame.y.low);
  frame.y.low -= margin;
  frame.y.high += margin;
  return frame;
}

/// 1, 2 or 5 times a power of ten, about `count` of them in the range.
std::vector<double> ticksOf(const Range& range, int count) {
  const double rough = (range.high - range.low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double lead = rough / power;
  const double step = power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  std::vector<double> ticks;
  for (double at = std::ceil(range.low / step) * step; at <= range.high; at += step) {
    ticks.push_back(std::abs(at) < 1e-9 * step ? 0 : at);
  }
  return ticks;
}

/// Of a logarithmic axis: decades, with more in between where there are few.
std::vector<double> logTicksOf(const Range& range) {
  const double decades = range.high - range.low;
  const std::vector<double> leads = decades > 2.5   ? std::vector<double>{1}
                                    : decades > 0.8 ? std::vector<double>{1, 2, 5}
                                                    : std::vector<double>{1, 1.5, 2, 3, 4, 5, 6, 7, 8};
  std::vector<double> ticks;
  for (double decade = std::floor(range.low); decade <= range.high; ++decade) {
    for (const double lead : leads) {
      const double at = decade + std::log10(lead);
      if (at >= range.low && at <= range.high) ticks.push_back(lead * std::pow(10.0, decade));
    }
  }
  return ticks;
}

std::string axes(const Chart& chart, const Frame& frame, ReportMedium medium) {
  std::string text;
  const std::string tick = styleOf("tick", medium), label = styleOf("label", medium);
  const double right = kWidth - kRight, bottom = kHeight - kBottom;
  for (const double y : chart.logarithmic ? logTicksOf(frame.y) : ticksOf(frame.y, 5)) {
    const double at = frame.atY(y);
    text += fmt::format("<line {} x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>"
                        "<text {} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{:.4g}</text>\n",
                        styleOf("grid", medium), kLeft, at, right, at, tick, kLeft - 6, at + 4, y);
  }
  for (const double x : ticksOf(frame.x, 6)) {
    text += fmt::format("<text {} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:.6g}</text>\n", tick,
                        frame.atX(x), bottom + 16, x);
  }
  text += fmt::format("<path {} d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\"/>\n", styleOf("axis", medium), kLeft, kTop, bottom,
                      right);
  text += fmt::format("<text {} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", label,
                      0.5 * (kLeft + right), kHeight - 10, htmlEscaped(chart.x_label));
  text += fmt::format("<text {} transform=\"translate(14 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                      label, 0.5 * (kTop + bottom), htmlEscaped(chart.y_label));
  return text + fmt::format("<text {} x=\"{:.1f}\" y=\"18\">{}</text>\n", styleOf("title", medium), kLeft,
                            htmlEscaped(chart.title));
}

/// No spike is lost: of each column of the picture the first, least, largest and last point, in their order.
std::vector<std::pair<double, double>> thinned(const ChartLine& line, const Frame& frame) {
  if (line.points.size() <= 1500) return line.points;
  std::vector<std::pair<double, double>> kept;
  const auto columnOf = [&](const auto& point) { return std::floor(frame.atX(point.first)); };
  for (std::size_t first = 0; first < line.points.size();) {
    std::size_t last = first, least = first, most = first;
    while (last < line.points.size() && columnOf(line.points[last]) == columnOf(line.points[first])) {
      if (line.points[last].second < line.points[least].second) least = last;
      if (line.points[last].second > line.points[most].second) most = last;
      ++last;
    }
    last = std::max(last, first + 1);  // a step that is no number makes a column of its own
    std::vector<std::size_t> of{first, least, most, last - 1};
    std::ranges::sort(of);
    of.erase(std::unique(of.begin(), of.end()), of.end());
    for (const std::size_t k : of) kept.push_back(line.points[k]);
    first = last;
  }
  return kept;
}

std::string strokeOf(const ChartLine& line, ReportMedium medium) {
  const auto colour = static_cast<std::size_t>(line.colour) % kPaperColours.size();
  if (medium == ReportMedium::Browser) {
    return fmt::format("class=\"line{}{}\" style=\"stroke:var(--c{})\"", line.faint ? " faint" : "",
                       line.dashed ? " dashed" : "", colour);
  }
  return fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{}{}", kPaperColours[colour], line.faint ? 1 : 1.8,
                     line.faint ? " stroke-opacity=\"0.3\"" : "", line.dashed ? " stroke-dasharray=\"6 4\"" : "");
}

std::string pathOf(const ChartLine& line, const Frame& frame, ReportMedium medium) {
  std::string path;
  bool drawing = false;
  for (const auto& point : thinned(line, frame)) {
    if (!frame.canShow(point)) {
      drawing = false;
      continue;
    }
    path += fmt::format("{}{:.1f} {:.1f}", drawing ? "L" : "M", frame.atX(point.first), frame.atY(point.second));
    drawing = true;
  }
  if (path.empty()) return {};
  return fmt::format("<path {} d=\"{}\"/>\n", strokeOf(line, medium), path);
}

}  // namespace

std::string chartSvg(const Chart& chart, ReportMedium medium) {
  const Frame frame = frameOf(chart);
  const bool print = medium == ReportMedium::Print;
  std::string text = fmt::format("<svg{} viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n",
                                 print ? " xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"300\"" : "",
                                 kWidth, kHeight, htmlEscaped(chart.title));
  text += axes(chart, frame, medium);
  std::string legend;
  for (const ChartLine& line : chart.lines) {
    text += pathOf(line, frame, medium);
    if (line.faint || line.title.empty()) continue;
    const auto colour = static_cast<std::size_t>(line.colour) % kPaperColours.size();
    legend += print
                  ? fmt::format("<span style=\"color:{}\">{} {}</span> &#160; ", kPaperColours[colour],
                                line.dashed ? "- -" : "—", htmlEscaped(line.title))
                  : fmt::format("<span class=\"key\"><i class=\"{}\" style=\"border-color:var(--c{})\"></i>{}</span>\n",
                                line.dashed ? "dashed" : "solid", colour, htmlEscaped(line.title));
  }
  text += "</svg>\n";
  if (!print) return "<figure>" + text + "<figcaption>" + legend + "</figcaption></figure>\n";
  return fmt::format("<p><img width=\"480\" height=\"225\" src=\"data:image/svg+xml;base64,{}\"/></p>\n<p>{}</p>\n",
                     base64(text), legend);
}

std::vector<std::pair<double, double>> smoothed(const std::vector<std::pair<double, double>>& points, double share) {
  std::vector<std::pair<double, double>> result;
  double mean = 0, weight = 0;
  for (const auto& [x, y] : points) {
    if (std::isfinite(y)) {
      mean = share * mean + (1 - share) * y;
      weight = share * weight + (1 - share);
    }
    result.emplace_back(x, std::isfinite(y) ? mean / weight : y);
  }
  return result;
}

}  // namespace ptycho
