#include "core/measured/conventions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

namespace {

bool isConvention(const FieldInfo& info) {
  return info.kind == FieldKind::Choice && info.key != "format" && !info.choices.empty() &&
         info.choices.front() == "auto";
}

/// Where the key stands in ImportSpec; unknown ones last.
std::size_t placeOf(std::string_view key) {
  const auto& fields = ImportSpec::fields();
  const auto found = std::ranges::find_if(fields, [key](const auto& field) { return field.info.key == key; });
  return static_cast<std::size_t>(found - fields.begin());
}

Convention assumedMask(const RawScan& raw) {
  std::size_t zeros = 0;
  for (const auto value : raw.mask) zeros += value == 0 ? 1 : 0;
  if (raw.mask.empty()) return {"mask_good", "zero", Certainty::Assumed, "There is no mask."};
  const bool mostlyZero = 2 * zeros >= raw.mask.size();
  return {"mask_good", mostlyZero ? "zero" : "non-zero", Certainty::Assumed,
          fmt::format("{:.3g} % of the mask is 0, and most pixels of a detector are valid.",
                      100.0 * static_cast<double>(zeros) / static_cast<double>(raw.mask.size()))};
}

Convention assumedPositionUnit(const RawScan& raw) {
  double largest = 0;
  for (const auto& position : raw.positions) {
    for (const double value : position) largest = std::max(largest, std::abs(value));
  }
  // Scans are shorter than 50 mm, and no scan of pixels stays below 0.05 px.
  const bool metres = largest > 0 && largest < 0.05;
  return {"position_unit", metres ? "m" : "px", Certainty::Assumed,
          fmt::format("No unit is given; values up to {:.3g} look like {}.", largest, metres ? "metres" : "pixels")};
}

Convention assumedEnergyUnit(const RawScan& raw) {
  const double energy = raw.energy.value_or(0);
  const std::string unit = energy > 0 && energy < 1e-10 ? "J" : energy > 200 ? "eV" : "keV";
  if (!raw.energy) return {"energy_unit", unit, Certainty::Assumed, "The file has no energy."};
  return {"energy_unit", unit, Certainty::Assumed,
          fmt::format("No unit is given; {:.5g} looks like {}.", energy, unit)};
}

Convention assumed(const std::string& key, const RawScan& raw) {
  const auto of = [&key](const char* value, const char* reason) {
    return Convention{key, value, Certainty::Assumed, reason};
  };
  if (key == "quantity") return of("intensity", "Detectors count; nothing says that roots were taken.");
  if (key == "zero_frequency") return of("centre", "Detectors have the direct beam near the middle.");
  if (key == "orientation") return of("as-stored", "Nothing says that the patterns are turned.");
  if (key == "mask_good") return assumedMask(raw);
  if (key == "position_axes") return of("xy", "Most programs store x first.");
  if (key == "position_sign_x" || key == "position_sign_y") {
    return of("plus", "Nothing says which way it runs; turning both signs changes no reconstruction.");
  }
  if (key == "position_unit") return assumedPositionUnit(raw);
  if (key == "energy_unit") return assumedEnergyUnit(raw);
  if (key == "radiation") return of("photons", "Nothing says that electrons were used.");
  if (key == "propagation") return of("far-field", "Nothing says that the detector was near.");
  return raw.probe.empty() ? of("aperture", "The file has no probe.") : of("file", "The file has a probe.");
}

}  // namespace

const Convention* findConvention(const std::vector<Convention>& conventions, std::string_view key) {
  const auto found = std::ranges::find(conventions, key, &Convention::key);
  return found == conventions.end() ? nullptr : &*found;
}

void setConvention(std::vector<Convention>& conventions, Convention convention) {
  const auto same = std::ranges::find(conventions, convention.key, &Convention::key);
  if (same != conventions.end()) {
    *same = std::move(convention);
    return;
  }
  const std::size_t place = placeOf(convention.key);
  const auto behind =
      std::ranges::find_if(conventions, [place](const Convention& other) { return placeOf(other.key) > place; });
  conventions.insert(behind, std::move(convention));
}

std::vector<Convention> resolveConventions(const RawScan& raw, const ImportSpec& spec) {
  std::vector<Convention> resolved;
  for (const auto& field : ImportSpec::fields()) {
    if (!isConvention(field.info)) continue;
    const auto asked = std::get<std::string>(field.get(spec));
    const Convention* known = findConvention(raw.conventions, field.info.key);
    const bool usable = known != nullptr && known->value != "auto" &&
                        std::ranges::find(field.info.choices, known->value) != field.info.choices.end();
    if (asked != "auto") {
      resolved.push_back({field.info.key, asked, Certainty::Asked, "As asked."});
    } else if (usable) {
      resolved.push_back(*known);
    } else {
      resolved.push_back(assumed(field.info.key, raw));
    }
  }
  return resolved;
}

ImportSpec decidedSpec(const ImportSpec& spec, const std::vector<Convention>& conventions) {
  ImportSpec decided = spec;
  for (const Convention& convention : conventions) {
    const auto* field = findField<ImportSpec>(convention.key);
    if (field == nullptr || !isConvention(field->info)) continue;
    if (const auto value = checkFieldValue(field->info, convention.value)) field->set(decided, *value);
  }
  return decided;
}

}  // namespace ptycho
