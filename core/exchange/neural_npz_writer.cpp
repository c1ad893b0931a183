#include "core/exchange/format_writers.h"
#include "core/exchange/npz_export.h"

namespace ptycho {

namespace fs = std::filesystem;

Result<ExportedFiles> writeNeuralNpz(const fs::path& file, const ExportView& view) {
  PTYCHO_CHECK(checkPositions(view, file.string()));
  std::optional<ExportedPatterns> patterns;
  if (view.patterns != nullptr) {
    PTYCHO_TRY(patterns, ExportedPatterns::look(*view.patterns));
  }
  // Middles of the windows, so that objectGuess[y, x] lies under the middle of the probe.
  const double half = static_cast<double>(view.window_px / 2);
  const auto coordinates = [half](const std::vector<Position>& positions, double Position::* axis) {
    std::vector<double> values;
    for (const Position& position : positions) values.push_back(position.*axis + half);
    return values;
  };
  const std::vector<Position>& given = view.given.empty() ? view.positions : view.given;
  const std::vector<double> x = coordinates(view.positions, &Position::col);
  const std::vector<double> y = coordinates(view.positions, &Position::row);
  const std::vector<double> xStart = coordinates(given, &Position::col);
  const std::vector<double> yStart = coordinates(given, &Position::row);
  const std::vector<std::int64_t> scanIndex(x.size(), 0);
  std::vector<NpzArray> arrays{npzArray("xcoords", {x.size()}, x.data()), npzArray("ycoords", {y.size()}, y.data()),
                               npzArray("xcoords_start", {x.size()}, xStart.data()),
                               npzArray("ycoords_start", {y.size()}, yStart.data()),
                               npzArray("scan_index", {x.size()}, scanIndex.data())};
  if (patterns) arrays.push_back(npzPatterns("diff3d", *patterns, true));
  if (view.probe != nullptr) {
    const ComplexStack& probe = *view.probe;
    std::vector<std::uint64_t> shape{probe.rows(), probe.cols()};
    if (probe.count() > 1) shape.insert(shape.begin(), probe.count());
    arrays.push_back(npzArray("probeGuess", shape, probe.data()));
  }
  if (view.object != nullptr) arrays.push_back(npzArray("objectGuess", {view.rows, view.cols}, view.object->data()));
  PTYCHO_CHECK(writeNpz(file, arrays, true));
  ExportedFiles exported{{file}, notesOf(view, true, false)};
  if (patterns) {
    exported.notes.emplace_back("diff3d holds amplitudes (square roots of the intensities), as PtychoPINN takes them.");
    if (!badPixels(*view.patterns).empty()) exported.notes.emplace_back("The format has no mask.");
  }
  if (view.geometry) exported.notes.emplace_back("The format has pixels only: energy and distance are not in it.");
  return exported;
}

}  // namespace ptycho
