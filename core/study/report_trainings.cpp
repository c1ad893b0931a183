#include "core/study/report_trainings.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/study/html_text.h"
#include "core/study/study_estimate.h"

namespace ptycho {

namespace {

constexpr double kSmoothedParts = 40;  ///< a curve is smoothed over about so many parts of its length
constexpr int kGrey = 7;

/// What the charts of one step show, a training after the other.
struct StepCharts {
  Chart loss{"", "step", "training loss", true, {}};
  Chart amplitude{"", "step", "amplitude NRMSE", false, {}};
  Chart phase{"", "step", "phase NRMSE", false, {}};
  double last = 0;                 ///< the largest step
  const ValidationPoint* flat = nullptr;
};

std::vector<std::pair<double, double>> pointsOf(const StudyTrainingResult& training, double ValidationPoint::* value) {
  std::vector<std::pair<double, double>> points;
  for (const ValidationPoint& point : training.validation) points.emplace_back(point.step, point.*value);
  return points;
}

void add(StepCharts& charts, const StudyTrainingResult& training, int colour) {
  // The seeds of one network have one title.
  const std::string name =
      training.title + training.id.substr(std::min(training.id.size(), training.id.rfind("-seed")));
  const double share = 1 - 1 / std::max(1.0, static_cast<double>(training.loss.size()) / kSmoothedParts);
  charts.loss.lines.push_back({name, training.loss, colour, true, false});
  charts.loss.lines.push_back({name, smoothed(training.loss, share), colour, false, false});
  charts.amplitude.lines.push_back({name, pointsOf(training, &ValidationPoint::amplitude), colour, false, false});
  charts.phase.lines.push_back({name, pointsOf(training, &ValidationPoint::phase), colour, false, false});
  charts.last = std::max(charts.last, training.steps);
  if (!training.validation.empty()) charts.flat = &training.validation.back();
}

void addLevel(Chart& chart, const std::string& title, double value, double last, int colour) {
  chart.lines.push_back({title, {{0, value}, {std::max(1.0, last), value}}, colour, false, true});
}

std::string table(const StudyResults& results) {
  HtmlTable table({"Training", "Step of the scan", "State", "Steps", "Time", "Best validation A / φ", "Flat A / φ"});
  for (const StudyTrainingResult& training : results.trainings) {
    const ValidationPoint* best = nullptr;
    for (const ValidationPoint& point : training.validation) {
      if (point.step > 0 && (!best || point.amplitude + point.phase < best->amplitude + best->phase)) best = &point;
    }
    table.row({training.id, stepText(training.step_px) + " px", childStateText(training.state),
               fmt::format("{:.0f}", training.steps), estimateText(training.seconds),
               best ? fmt::format("{:.4f} / {:.4f} at step {:.0f}", best->amplitude, best->phase, best->step) : "–",
               best ? fmt::format("{:.4f} / {:.4f}", best->flat_amplitude, best->flat_phase) : "–"});
  }
  return table.text();
}

}  // namespace

std::string trainingsHtml(const StudyResults& results, ReportMedium medium) {
  if (results.trainings.empty()) return {};
  std::string text = "<h2>Trainings</h2>\n" + table(results);
  for (const double step : results.spec.steps_px) {
    StepCharts charts;
    int colour = 0;
    for (const StudyTrainingResult& training : results.trainings) {
      if (training.step_px == step && !training.loss.empty()) add(charts, training, colour++);
    }
    if (colour == 0) continue;
    charts.loss.title = fmt::format("Training loss at {} px", stepText(step));
    charts.amplitude.title = fmt::format("Validation, amplitude, at {} px", stepText(step));
    charts.phase.title = fmt::format("Validation, phase, at {} px", stepText(step));
    if (charts.flat) {
      addLevel(charts.amplitude, "flat picture", charts.flat->flat_amplitude, charts.last, kGrey);
      addLevel(charts.phase, "flat picture", charts.flat->flat_phase, charts.last, kGrey);
    }
    std::set<std::string> shown;
    for (const StudyRowResult& row : results.rows) {
      if (!row.published || row.row.step_px != step || !shown.insert(row.published->method).second) continue;
      const int other = colour++;
      addLevel(charts.amplitude, "published: " + row.published->title, row.published->amplitude_nrmse, charts.last,
               other);
      addLevel(charts.phase, "published: " + row.published->title, row.published->phase_nrmse, charts.last, other);
    }
    text += "<div class=\"charts\">\n";
    for (const Chart* chart : {&charts.loss, &charts.amplitude, &charts.phase}) text += chartSvg(*chart, medium);
    text += "</div>\n";
  }
  return text;
}

}  // namespace ptycho
