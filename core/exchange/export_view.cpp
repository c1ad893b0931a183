#include "core/exchange/export_view.h"

#include <cmath>

#include <fmt/format.h>

#include "core/measured/import_report.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

Result<double> objectPixel(const ExportView& view, const ExportContent& content, double asked_m,
                           const std::string& where) {
  const bool near = view.propagation == Propagation::NearField;
  // A near field of an older program has a geometry that does not know of it.
  const bool told = view.geometry && (view.geometry->propagation == Propagation::NearField) == near;
  double known = 0;
  if (told) {
    known = objectPixelOf(*view.geometry);
  } else if (near && content.acquisition) {
    if (const auto report = importReportOf(*content.acquisition)) known = objectPixelOf(*report);
  }
  if (asked_m == 0 || known == 0) return asked_m > 0 ? asked_m : known;
  if (std::abs(asked_m / known - 1) < 1e-6) return known;
  return badInput(fmt::format("has an object pixel of {:.6g} nm by its geometry, {:.6g} nm were asked for; leave "
                              "--object-pixel-nm out.", known * 1e9, asked_m * 1e9), where);
}

Result<void> checkSameScan(const ResultRecord& result, const Acquisition& acquisition, const std::string& where) {
  const std::size_t count = result.scan.positions.size();
  const ComplexStack& probe = result.reconstruction.probe;
  const bool sameCount = count == 0 || count == acquisition.patternCount();
  const bool sameSide = probe.empty() || probe.rows() == acquisition.patternRows();
  if (sameCount && sameSide) return {};
  return badInput(fmt::format("has {} positions and a probe of {} px, but the acquisition has {} patterns of {} px; "
                              "give the acquisition that the result was made from.", count, probe.rows(),
                              acquisition.patternCount(), acquisition.patternRows()), where);
}

void takeAcquisition(const Acquisition& acquisition, ExportView& view) {
  view.name = acquisition.name;
  if (!acquisition.truth.empty()) {
    view.object = &acquisition.truth;
    view.truth = true;
  }
  if (!acquisition.probe.empty()) view.probe = &acquisition.probe;
  view.positions = acquisition.scan.positions;
  view.window_px = acquisition.patternRows();
  view.rows = static_cast<std::size_t>(acquisition.scan.object_rows);
  view.cols = static_cast<std::size_t>(acquisition.scan.object_cols);
  view.geometry = acquisition.geometry;
  view.propagation = acquisition.propagation;
}

void takeResult(const ResultRecord& result, ExportView& view) {
  const Reconstruction& outcome = result.reconstruction;
  if (!result.name.empty()) view.name = result.name;
  view.object = &outcome.object;
  view.truth = false;
  view.rows = outcome.object.rows();
  view.cols = outcome.object.cols();
  if (!outcome.probe.empty()) {
    view.probe = &outcome.probe;
    view.window_px = outcome.probe.rows();
  }
  if (!outcome.variation.empty()) view.variation = &outcome.variation;
  view.scales = !outcome.scales.empty();
  if (!result.scan.positions.empty()) {
    view.positions = result.scan.positions;
    if (view.window_px == 0) view.window_px = static_cast<std::size_t>(result.scan.window_px);
  }
  if (!outcome.positions.empty() && outcome.positions != view.positions) {
    view.given = std::move(view.positions);
    view.positions = outcome.positions;
  }
  if (result.geometry) view.geometry = result.geometry;
  view.history = &outcome.history;
}

}  // namespace

Result<ExportView> exportView(const ExportContent& content, const ExportOptions& options, const std::string& where) {
  if (content.result == nullptr && content.acquisition == nullptr) return badInput("holds nothing to export.", where);
  if (content.result != nullptr && content.acquisition != nullptr) {
    PTYCHO_CHECK(checkSameScan(*content.result, *content.acquisition, where));
  }
  if (options.patterns && content.acquisition == nullptr) {
    return badInput("has no patterns; give the acquisition (--acquisition FILE), or leave the patterns out.", where);
  }
  ExportView view;
  if (content.acquisition != nullptr) takeAcquisition(*content.acquisition, view);
  if (content.result != nullptr) takeResult(*content.result, view);
  if (options.patterns) view.patterns = content.acquisition;
  PTYCHO_TRY(view.object_pixel_m, objectPixel(view, content, options.object_pixel_m, where));
  return view;
}

std::vector<std::array<double, 2>> middlesInMetres(const std::vector<Position>& positions, const ExportView& view) {
  const double row = (static_cast<double>(view.window_px) - static_cast<double>(view.rows)) / 2;
  const double col = (static_cast<double>(view.window_px) - static_cast<double>(view.cols)) / 2;
  std::vector<std::array<double, 2>> middles;
  middles.reserve(positions.size());
  for (const Position& position : positions) {
    middles.push_back({(position.row + row) * view.object_pixel_m, (position.col + col) * view.object_pixel_m});
  }
  return middles;
}

Result<double> pixelFor(const ExportView& view, const std::string& format, const std::string& where) {
  if (view.object_pixel_m > 0) return view.object_pixel_m;
  return badInput(fmt::format("has no geometry, and {} has its positions in metres; give the object's pixel "
                              "(--object-pixel-nm), or choose --format neural-npz, which has pixels.", format), where);
}

Result<void> checkPositions(const ExportView& view, const std::string& where) {
  if (!view.positions.empty()) return {};
  return badInput("has no positions of the windows, which belong beside the object; give the acquisition "
                  "(--acquisition FILE), or export as TIFF.", where);
}

std::vector<std::string> notesOf(const ExportView& view, bool holdsGiven, bool holdsVariation) {
  std::vector<std::string> notes;
  if (view.truth) notes.emplace_back("The object is the true one of the simulation, not a reconstruction.");
  if (!view.given.empty() && !holdsGiven) {
    notes.emplace_back("The positions are the refined ones; the format has no room for the given ones as well.");
  }
  if (view.variation != nullptr && !holdsVariation) {
    notes.emplace_back("How the probe varies from pattern to pattern has no place in the format and was left out.");
  }
  if (view.scales) {
    notes.emplace_back("The incident intensities of the patterns (scales) have no place in the format and were left out; "
                       "our own result file keeps them.");
  }
  if (view.patterns != nullptr && !view.patterns->background.empty()) {
    notes.emplace_back("The background has no place in the format; the patterns still contain it.");
  }
  if (view.propagation == Propagation::NearField) {
    notes.emplace_back("The scan is a near field, which the format cannot say: give propagation = near-field where "
                       "it is read.");
  }
  return notes;
}

fs::path besideFile(const fs::path& file, const std::string& what, const std::string& suffix) {
  return file.parent_path() / (file.stem().string() + "-" + what + suffix);
}

}  // namespace ptycho
