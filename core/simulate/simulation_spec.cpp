#include "core/simulate/simulate.h"

namespace ptycho {

namespace {
constexpr int kSchema = 1;
}

Json simulationSpecToJson(const SimulationSpec& spec) {
  Json json = Json::object();
  json["schema"] = kSchema;
  forEachSection(spec, [&json](const char* name, const auto& section) { json[name] = specToJson(section); });
  json["subpixel"] = spec.subpixel == SubpixelMethod::Fourier ? "fourier" : "bilinear";
  return json;
}

Result<SimulationSpec> simulationSpecFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object of sections.", "simulation");
  SimulationSpec spec;
  for (const auto& [key, value] : json.items()) {
    if (key == "schema") {
      PTYCHO_CHECK(checkSchemaNumber(value, kSchema));
      continue;
    }
    if (key == "subpixel") {
      if (value != "fourier" && value != "bilinear") return badInput("must be \"fourier\" or \"bilinear\".", "subpixel");
      spec.subpixel = value == "fourier" ? SubpixelMethod::Fourier : SubpixelMethod::Bilinear;
      continue;
    }
    bool known = false;
    Result<void> read{};
    forEachSection(spec, [&, &key = key, &value = value](const char* name, auto& section) {
      if (key != name) return;
      known = true;
      read = specFromJson(section, value);
    });
    if (!known) {
      return badInput("is not a known section; the sections are object, probe, scan, detector, geometry, subpixel.", key);
    }
    if (!read) return passOn(read.error(), key);
  }
  spec.geometry.detector_side_px = spec.probe.window_px;
  return spec;
}

}  // namespace ptycho
