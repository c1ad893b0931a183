#include "widgets/reconstruct/convergence_rows.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Convergence", text); }

double at(const std::vector<double>& column, std::size_t row, double otherwise) {
  return row < column.size() && !std::isnan(column[row]) ? column[row] : otherwise;
}

QString textAt(const std::vector<std::string>& column, std::size_t row) {
  return row < column.size() ? QString::fromStdString(column[row]) : QString();
}

/// The columns that say where a row belongs.
struct Columns {
  const std::vector<double>& iteration;
  const std::vector<double>& start;
  const std::vector<double>& stage;
  const std::vector<std::string>& engine;
  const std::vector<std::string>& event;

  [[nodiscard]] double iterationOf(std::size_t row) const { return at(iteration, row, NAN); }
  [[nodiscard]] double startOf(std::size_t row) const { return at(start, row, 1); }
  [[nodiscard]] double stageOf(std::size_t row) const { return at(stage, row, 0); }
  [[nodiscard]] bool sameStage(std::size_t a, std::size_t b) const {
    return startOf(a) == startOf(b) && stageOf(a) == stageOf(b);
  }
};

/// Drops what is done over again from `iteration` on.
void forgetFrom(double iteration, const Columns& columns, std::vector<std::size_t>& rows) {
  while (!rows.empty() && columns.iterationOf(rows.back()) >= iteration) rows.pop_back();
}

/// The stage's next records say what came of it.
void markStall(std::size_t stall, const Columns& columns, ConvergenceRows& out) {
  const double iteration = columns.iterationOf(stall);
  const auto after = std::find_if(out.rows.begin(), out.rows.end(),
                                  [&](std::size_t row) { return columns.iterationOf(row) > iteration; });
  if (after == out.rows.begin()) return;
  const auto place = static_cast<std::size_t>(after - out.rows.begin()) - 1;
  // A stage that gives up is iterated once more.
  const bool anew = std::any_of(after, out.rows.end(), [&](std::size_t row) {
    return columns.sameStage(row, stall) && columns.iterationOf(row) > iteration + 1;
  });
  out.marks.emplace_back(place, anew ? tr("stalled, anew") : tr("stalled"));
}

void markBorders(const Columns& columns, ConvergenceRows& out) {
  for (std::size_t k = 1; k < out.rows.size(); ++k) {
    const std::size_t before = out.rows[k - 1];
    const std::size_t row = out.rows[k];
    if (columns.startOf(row) != columns.startOf(before)) {
      out.breaks.push_back(k);
      out.marks.emplace_back(k, tr("→ start %1").arg(columns.startOf(row)));
    } else if (columns.stageOf(row) != columns.stageOf(before)) {
      out.marks.emplace_back(k - 1, textAt(columns.engine, before) + QStringLiteral(" → ") + textAt(columns.engine, row));
    }
  }
}

}  // namespace

std::vector<double> ConvergenceRows::pick(const std::vector<double>& column) const {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(at(column, row, NAN));
  return values;
}

ConvergenceRows convergenceRows(const EventSeries& series) {
  const Columns columns{series.column("iteration"), series.column("start"), series.column("stage"),
                        series.text("engine"), series.text("event")};
  ConvergenceRows out;
  std::vector<std::size_t> stalls;
  std::vector<std::size_t> resumed;  // rows that a process after the first began with
  for (std::size_t row = 0; row < series.size(); ++row) {
    const QString event = textAt(columns.event, row);
    const double iteration = columns.iterationOf(row);
    if (event == QLatin1String("stalled")) {
      stalls.push_back(row);
    } else if (event.isEmpty()) {
      const std::size_t known = out.rows.size();
      forgetFrom(iteration, columns, out.rows);
      if (out.rows.size() < known) {
        std::erase_if(stalls, [&](std::size_t stall) { return columns.iterationOf(stall) >= iteration; });
        resumed.push_back(row);
      }
      out.rows.push_back(row);
    }
  }
  markBorders(columns, out);
  for (const std::size_t stall : stalls) markStall(stall, columns, out);
  for (const std::size_t row : resumed) {
    const auto place = std::find(out.rows.begin(), out.rows.end(), row);
    if (place != out.rows.end()) out.marks.emplace_back(place - out.rows.begin(), tr("resumed"));
  }
  std::stable_sort(out.marks.begin(), out.marks.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return out;
}

}  // namespace ptycho
