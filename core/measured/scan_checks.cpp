#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/measured/import_checks.h"
#include "core/measured/object_start.h"
#include "core/optics/overlap.h"

namespace ptycho {

namespace {

ImportCheck positionCount(const RawScan& raw) {
  const std::size_t positions = raw.positions.size();
  const std::uint64_t patterns = raw.patterns->count();
  if (positions == patterns) {
    return {"position_count", CheckLevel::Fine, fmt::format("{} positions for {} patterns.", positions, patterns), ""};
  }
  return {"position_count", CheckLevel::Warning,
          fmt::format("{} positions for {} patterns; they were paired from the first on.", positions, patterns),
          "Look whether patterns are missing, and keep a range with first_pattern and last_pattern."};
}

struct Extent {
  double rows = 0;
  double cols = 0;
};

Extent extentOf(const Scan& scan) {
  const auto [top, bottom] = std::ranges::minmax(scan.positions, {}, &Position::row);
  const auto [left, right] = std::ranges::minmax(scan.positions, {}, &Position::col);
  return {bottom.row - top.row, right.col - left.col};
}

ImportCheck scanExtent(const Scan& scan) {
  const Extent extent = extentOf(scan);
  const double longer = std::max(extent.rows, extent.cols);
  const std::string text = fmt::format("The scan covers {:.4g} × {:.4g} px with windows of {} px.", extent.rows,
                                       extent.cols, scan.window_px);
  const char* remedy = "Look at position_unit, position_scale and the object's pixel.";
  if (scan.positions.size() > 1 && longer < 1) {
    return {"scan_extent", CheckLevel::Problem, text + " The beam hardly moves.", remedy};
  }
  if (scan.positions.size() > 1 && longer < 0.05 * scan.window_px) {
    return {"scan_extent", CheckLevel::Warning, text + " That is very little.", remedy};
  }
  // n windows side by side are as wide a scan as n patterns can make.
  if (longer > static_cast<double>(scan.positions.size()) * scan.window_px) {
    return {"scan_extent", CheckLevel::Problem, text + " So few patterns cannot cover that.", remedy};
  }
  return {"scan_extent", CheckLevel::Fine, text, ""};
}

/// Distance to the nearest other position of evenly chosen ones; enough of them for 2·10⁷ comparisons.
std::vector<std::pair<double, std::size_t>> nearestDistances(const Scan& scan) {
  const std::size_t count = scan.positions.size();
  const std::size_t step = std::max<std::size_t>(1, count / std::max<std::size_t>(1, 20'000'000 / count));
  std::vector<std::pair<double, std::size_t>> nearest;
  for (std::size_t k = 0; k < count; k += step) {
    double least = INFINITY;
    for (std::size_t j = 0; j < count; ++j) {
      if (j == k) continue;
      least = std::min(least, std::hypot(scan.positions[j].row - scan.positions[k].row,
                                         scan.positions[j].col - scan.positions[k].col));
    }
    nearest.emplace_back(least, k);
  }
  return nearest;
}

ImportCheck outliers(const ScanPlan& plan, std::vector<std::pair<double, std::size_t>> nearest) {
  if (nearest.size() < 4) return {"outliers", CheckLevel::Fine, "Too few positions to tell outliers.", ""};
  std::ranges::sort(nearest);
  const double median = nearest[nearest.size() / 2].first;
  const double limit = std::max(5 * median, 1.0);
  const auto first = std::ranges::find_if(nearest, [limit](const auto& entry) { return entry.first > limit; });
  if (first == nearest.end()) {
    return {"outliers", CheckLevel::Fine, "No position lies far from all others.", ""};
  }
  const auto& [distance, place] = nearest.back();
  return {"outliers", CheckLevel::Warning,
          fmt::format(
              "{} positions lie far from all others; the one of pattern [{}] is {:.4g} px from its nearest, five times "
              "the usual {:.4g} px and more.",
              nearest.end() - first, plan.patterns[place], distance, median),
          "Look whether they were recorded rightly; leave them out with first_pattern and last_pattern."};
}

/// The first positions, as many as can be described quickly.
Scan quickPart(const Scan& scan) {
  constexpr std::size_t kPixels = 20'000'000;
  const auto window = static_cast<std::size_t>(scan.window_px);
  std::size_t count = std::clamp<std::size_t>(kPixels / (window * window), 4, 2000);
  for (count = std::min(count, scan.positions.size()); count > 0; count /= 2) {
    Scan part = scan;
    part.positions.resize(count);
    const auto top = std::ranges::min(part.positions, {}, &Position::row).row;
    const auto left = std::ranges::min(part.positions, {}, &Position::col).col;
    for (Position& position : part.positions) position = {position.row - top, position.col - left};
    const Extent extent = extentOf(part);
    part.object_rows = static_cast<int>(std::ceil(extent.rows)) + scan.window_px + 1;
    part.object_cols = static_cast<int>(std::ceil(extent.cols)) + scan.window_px + 1;
    if (static_cast<std::size_t>(part.object_rows) * static_cast<std::size_t>(part.object_cols) <= 2 * kPixels) {
      return part;
    }
  }
  return {};
}

ImportCheck stepCheck(const LookedScan& looked, const OverlapReport& overlap,
                      const std::vector<std::pair<double, std::size_t>>& nearest) {
  std::vector<double> steps;
  for (const auto& entry : nearest) steps.push_back(entry.first);
  std::ranges::nth_element(steps, steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2));
  const double step = steps[steps.size() / 2];
  const int window = looked.detailed.plan.window_px;
  if (!std::isfinite(step)) return {"step", CheckLevel::Note, "A single position does not overlap with anything.", ""};
  const double beam = overlap.linear_oversampling * overlap.step_px;  // 2·R90
  const std::string text = fmt::format(
      "The median step is {:.3g} px; the probe that a reconstruction starts from is {:.3g} px "
      "wide (90 % of its light), the window {} px.",
      step, beam, window);
  const char* remedy = "Look at position_unit, position_scale, the object's pixel and the probe.";
  if (step > window) return {"step", CheckLevel::Problem, text + " Windows do not overlap.", remedy};
  if (step > 0.5 * window) return {"step", CheckLevel::Warning, text + " Few beams overlap at such steps.", remedy};
  const bool guess =
      looked.detailed.decided.probe == ProbeChoice::MeanPattern || looked.detailed.decided.probe == ProbeChoice::Auto;
  if (beam > 0 && step > 0.8 * beam) {
    return {"step", guess ? CheckLevel::Note : CheckLevel::Warning,
            text + (guess ? " The true beam must be wider than this guess." : " Neighbours hardly overlap."),
            guess ? "A defocus_um or an aperture_um may make a better start." : remedy};
  }
  return {"step", CheckLevel::Fine, text, ""};
}

ImportCheck oversampling(const LookedScan& looked, const OverlapReport& overlap) {
  const std::string text = fmt::format(
      "{:.3g} measurements for each unknown of object and probe; the window is {:.3g} times as wide as the probe.",
      overlap.measurements_per_unknown_probe, overlap.probe_sampling);
  if (overlap.measurements_per_unknown_probe < 1) {
    return {"oversampling", CheckLevel::Warning, text + " There are more unknowns than measurements.",
            "Keep more patterns, or crop and bin less."};
  }
  if (overlap.probe_sampling < 1 && looked.detailed.plan.propagation == Propagation::FarField) {
    return {"oversampling", CheckLevel::Warning, text + " The probe does not fit the window.",
            "Bin less, or look at the object's pixel."};
  }
  return {"oversampling", CheckLevel::Fine, text, ""};
}

ImportCheck scanAxes(const LookedScan& looked) {
  if (!looked.shadows) {
    return {"scan_axes", CheckLevel::Fine,
            "The patterns do not show how the axes of scan and detector belong together.", ""};
  }
  const auto [likeness, fit] = likenessOf(*looked.shadows);
  const std::string seen = fmt::format("Shadows in {} pairs of patterns move with the scan", looked.shadows->pairs);
  if (likeness == ScanLikeness::Same || fit < 0.9) {
    return {"scan_axes", CheckLevel::Fine, seen + (fit < 0.9 ? ", but in no clear direction." : " as they should."),
            ""};
  }
  const bool xFirst = looked.detailed.decided.position_axes != AxesChoice::Yx;
  const std::string exchange = fmt::format("position_axes to {} (or orientation to transpose)", xFirst ? "yx" : "xy");
  const std::string sign = fmt::format("position_sign_y to {}",
                                       looked.detailed.decided.position_sign_y == SignChoice::Minus ? "plus" : "minus");
  if (likeness == ScanLikeness::Exchanged) {
    return {"scan_axes", CheckLevel::Warning, seen + ", but with rows and columns exchanged.", "Set " + exchange + "."};
  }
  if (likeness == ScanLikeness::OneSign) {
    return {"scan_axes", CheckLevel::Warning, seen + ", but against it along one axis.", "Set " + sign + "."};
  }
  return {"scan_axes", CheckLevel::Warning, seen + ", but turned by 90°.", "Set " + exchange + " and " + sign + "."};
}

}  // namespace

std::vector<ImportCheck> scanChecks(const RawScan& raw, const LookedScan& looked, const ComplexStack& probe) {
  const ScanPlan& plan = looked.detailed.plan;
  std::vector<ImportCheck> checks{positionCount(raw), scanExtent(plan.scan)};
  const auto nearest = nearestDistances(plan.scan);
  checks.push_back(outliers(plan, nearest));
  const Scan part = quickPart(plan.scan);
  if (!part.positions.empty() && !probe.empty()) {
    const OverlapReport overlap = describeOverlap(part, probe);
    checks.push_back(stepCheck(looked, overlap, nearest));
    checks.push_back(oversampling(looked, overlap));
  }
  checks.push_back(scanAxes(looked));
  return checks;
}

ImportReport reportOf(const RawScan& raw, const ImportSpec& spec, const LookedScan& looked, const ComplexStack& probe) {
  ImportReport report;
  report.file = raw.file.filename().string();
  report.format = raw.format;
  report.title = raw.title;
  report.conventions = looked.detailed.plan.conventions;
  report.checks = patternChecks(raw, looked);
  for (ImportCheck& check : scanChecks(raw, looked, probe)) report.checks.push_back(std::move(check));
  report.notes = raw.notes;
  for (const std::string& note : looked.detailed.notes) report.notes.push_back(note);
  if (std::string object = objectNote(raw, looked.detailed); !object.empty()) {
    report.notes.push_back(std::move(object));
  }
  report.ignored = raw.ignored;
  report.spec = spec;
  return report;
}

}  // namespace ptycho
