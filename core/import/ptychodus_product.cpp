#include "core/import/ptychodus_product.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "core/import/picked_patterns.h"
#include "core/import/scan_format.h"

namespace ptycho {

namespace {

std::vector<Convention> productConventions() {
  const std::string mapping = "ptychodus puts a position at (x − centre_x) / pixel_width + width / 2, y alike.";
  return {
      {"position_axes", "xy", Certainty::Format, "A product has positions as x and y by name."},
      {"position_sign_x", "plus", Certainty::Format, mapping},
      {"position_sign_y", "plus", Certainty::Format, mapping},
      {"position_unit", "m", Certainty::Format, "probe_position_x_m and probe_position_y_m are metres."},
      {"radiation", "photons", Certainty::Format, "ptychodus takes the wavelength of photons of probe_energy_eV."},
  };
}

Result<std::vector<std::int64_t>> wholeNumbers(const std::vector<double>& values, const std::string& where) {
  constexpr double kExact = 9.0e15;
  std::vector<std::int64_t> whole;
  whole.reserve(values.size());
  for (const double value : values) {
    if (std::floor(value) != value || std::abs(value) > kExact) {
      return badInput(fmt::format("has {} among probe_position_indexes; indexes are whole numbers.", value), where);
    }
    whole.push_back(static_cast<std::int64_t>(value));
  }
  return whole;
}

/// Only the incoherent modes of the first coherent one are kept: with it alone ptychodus describes the mean probe.
void keepFirstCoherent(PtychodusProduct& product) {
  const std::uint64_t modes = product.probe.count();
  if (product.coherent <= 1 || modes % product.coherent != 0) return;
  ComplexStack kept(modes / product.coherent, product.probe.rows(), product.probe.cols());
  std::copy_n(product.probe.data(), kept.size(), kept.data());
  product.notes.push_back(fmt::format("The probe varies from position to position in {} coherent modes (OPR); only the "
                                      "first, the mean probe with {} incoherent mode{}, is used.", product.coherent,
                                      kept.count(), kept.count() == 1 ? "" : "s"));
  product.probe = std::move(kept);
}

/// What the patterns file says and the product does not; positions and pictures are the product's.
void takeDetector(RawScan& scan, RawScan patterns) {
  for (Convention& convention : patterns.conventions) {
    const auto same = [&](const Convention& own) { return own.key == convention.key; };
    if (std::ranges::none_of(scan.conventions, same)) scan.conventions.push_back(std::move(convention));
  }
  scan.mask = std::move(patterns.mask);
  scan.dark = std::move(patterns.dark);
  scan.detector_pixel_m = patterns.detector_pixel_m;
  if (!scan.distance_m) scan.distance_m = patterns.distance_m;
  if (!scan.energy) {
    scan.energy = patterns.energy;
    scan.wavelength_m = patterns.wavelength_m;
  }
  std::ranges::move(patterns.notes, std::back_inserter(scan.notes));
}

/// Keeps the positions that have a pattern, in the product's order, and the patterns that have a position.
Result<void> join(RawScan& scan, RawScan patterns, const std::string& where) {
  const std::uint64_t stored = patterns.patterns->count();
  if (patterns.indexes.empty()) {
    for (std::uint64_t k = 0; k < stored; ++k) patterns.indexes.push_back(static_cast<std::int64_t>(k));
    scan.notes.push_back("The patterns are not numbered; the first counts as index 0.");
  }
  if (patterns.indexes.size() != stored) {
    return badInput(fmt::format("has {} indexes for {} patterns.", patterns.indexes.size(), stored), where);
  }
  std::unordered_map<std::int64_t, std::uint64_t> patternOf;
  for (std::uint64_t k = 0; k < stored; ++k) patternOf.emplace(patterns.indexes[k], k);
  if (patternOf.size() < stored) {
    scan.notes.push_back(fmt::format("{} patterns repeat an index and were left out.", stored - patternOf.size()));
  }
  std::vector<std::uint64_t> picks;
  std::vector<std::array<double, 2>> positions;
  std::vector<std::int64_t> indexes;
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    const auto found = patternOf.find(scan.indexes[k]);
    if (found == patternOf.end()) continue;
    picks.push_back(found->second);
    positions.push_back(scan.positions[k]);
    indexes.push_back(scan.indexes[k]);
  }
  if (picks.empty()) {
    return badInput(fmt::format("has no pattern with an index of probe_position_indexes ({} positions, {} patterns); "
                                "give the patterns of the same scan.", scan.positions.size(), stored), where);
  }
  if (picks.size() < scan.positions.size()) {
    scan.notes.push_back(fmt::format("{} of {} positions have no pattern and were left out.",
                                     scan.positions.size() - picks.size(), scan.positions.size()));
  }
  if (picks.size() < patternOf.size()) {
    scan.notes.push_back(fmt::format("{} of {} patterns have no position and were left out.",
                                     patternOf.size() - std::min(picks.size(), patternOf.size()), stored));
  }
  scan.patterns = std::make_shared<PickedPatterns>(std::move(patterns.patterns), std::move(picks));
  scan.positions = std::move(positions);
  scan.indexes = std::move(indexes);
  return {};
}

}  // namespace

Result<RawScan> productScan(PtychodusProduct product, const ImportSpec& spec, const std::string& where) {
  if (product.x_m.size() != product.y_m.size() || product.x_m.size() != product.indexes.size()) {
    return badInput(fmt::format("has {} probe_position_indexes, {} x and {} y; there must be as many of each.",
                                product.indexes.size(), product.x_m.size(), product.y_m.size()), where);
  }
  RawScan scan;
  PTYCHO_TRY(scan.indexes, wholeNumbers(product.indexes, where));
  keepFirstCoherent(product);
  scan.title = product.title;
  scan.name = product.name;
  scan.conventions = productConventions();
  scan.notes = std::move(product.notes);
  scan.ignored = std::move(product.ignored);
  if (product.layers > 1) {
    scan.notes.push_back(fmt::format("The object has {} layers; the first is used.", product.layers));
  }
  if (!product.losses.empty()) {
    scan.notes.push_back(fmt::format("Reconstructed to a loss of {:.6g} after {} epochs.", product.losses.back(),
                                     product.losses.size()));
  }
  for (std::size_t k = 0; k < product.x_m.size(); ++k) scan.positions.push_back({product.x_m[k], product.y_m[k]});
  scan.probe = std::move(product.probe);
  scan.object = std::move(product.object);
  scan.object_centre_m = product.object_centre_m;
  scan.middle_between_pixels = true;
  scan.object_pixel_m = product.object_pixel_m;
  // ptychodus writes 0 for what it does not know.
  if (product.energy_eV.value_or(0) != 0) {
    scan.energy = product.energy_eV;
    scan.conventions.push_back({"energy_unit", "eV", Certainty::Format, "probe_energy_eV is in electronvolts."});
  }
  if (product.distance_m.value_or(0) != 0) scan.distance_m = product.distance_m;
  if (spec.patterns_file.empty()) {
    scan.notes.push_back("A product holds no patterns: name the file that has them to reconstruct again.");
    return scan;
  }
  ImportSpec patternsSpec;
  patternsSpec.patterns_path = spec.patterns_path;
  patternsSpec.mask_path = spec.mask_path;
  PTYCHO_TRY(RawScan patterns, openScan(spec.patterns_file, patternsSpec));
  if (!patterns.patterns) return badInput("holds no patterns; give the file that does.", spec.patterns_file);
  PTYCHO_CHECK(join(scan, patterns, spec.patterns_file));
  takeDetector(scan, std::move(patterns));
  return scan;
}

}  // namespace ptycho
