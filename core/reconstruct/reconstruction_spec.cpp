#include "core/reconstruct/reconstruction_spec.h"

#include <numbers>

#include <fmt/format.h>

namespace ptycho {

namespace {
constexpr int kSchema = 1;
}

const FieldList<RangeSpec>& RangeSpec::fields() {
  static const FieldList<RangeSpec> list{
      field("amplitude_min", "Amplitude from", "", 0, 1e6, "Smallest amplitude of the object", &RangeSpec::amplitude_min),
      field("amplitude_max", "Amplitude to", "", 0, 1e6, "Largest amplitude of the object", &RangeSpec::amplitude_max),
      field("phase_min_rad", "Phase from", "rad", -4 * std::numbers::pi, 4 * std::numbers::pi,
            "Smallest phase of the object", &RangeSpec::phase_min_rad),
      field("phase_max_rad", "Phase to", "rad", -4 * std::numbers::pi, 4 * std::numbers::pi,
            "Largest phase of the object", &RangeSpec::phase_max_rad),
  };
  return list;
}

const FieldList<ReconstructionSpec>& ReconstructionSpec::fields() {
  static const FieldList<ReconstructionSpec> list{
      named(choiceField("start", "Start", {"flat", "random", "given"},
                        "Flat: the middle of the ranges; random: uniform in the ranges; given: an object from a file",
                        &ReconstructionSpec::start),
            {"Flat", "Random", "From a file"},
            {"The middle of the ranges", "Uniform in the ranges", "An object from a file"}),
      field("seed", "Seed", "", 0, 9e15, "Of the random start and of sequential orders; same seed, same bits",
            &ReconstructionSpec::seed),
      field("record_every", "Record every", "iterations", 1, 1'000'000,
            "Residual and errors are recorded this often, and at the end of each stage", &ReconstructionSpec::record_every),
      field("keep_best", "Keep the best",
            "Return the end of the stage with the smallest residual; in a chain that ends with poisson, the most likely one",
            &ReconstructionSpec::keep_best),
      field("starts", "Starts", "", 1, 1000,
            "Run the whole chain this often from different starts and keep the best", &ReconstructionSpec::starts),
      field("probe_modes", "Probe modes", "", 0, 32,
            "Incoherent modes to solve for (with a probe update); 0 = those of the acquisition", &ReconstructionSpec::probe_modes),
      field("background", "Background", "", 0, 1e30, "Intensity that every pixel has beside the diffracted one",
            &ReconstructionSpec::background),
      field("halves", "Resolution from halves",
            "Afterwards reconstruct two halves of the patterns and correlate them (FRC); takes about as long again",
            &ReconstructionSpec::halves),
  };
  return list;
}

Json reconstructionSpecToJson(const ReconstructionSpec& spec) {
  Json json = specToJson(spec);
  json["schema"] = kSchema;
  json["range"] = specToJson(spec.range);
  json["stages"] = Json::array();
  for (const auto& stage : spec.stages) json["stages"].push_back(specToJson(stage));
  return json;
}

Result<ReconstructionSpec> reconstructionSpecFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object with \"stages\".", "reconstruction");
  ReconstructionSpec spec;
  for (const auto& [key, value] : json.items()) {
    if (key == "schema") {
      PTYCHO_CHECK(checkSchemaNumber(value, kSchema));
    } else if (key == "range") {
      if (auto read = specFromJson(spec.range, value); !read) return passOn(read.error(), "range");
    } else if (key == "stages") {
      if (!value.is_array()) return badInput("must be a list of stages.", "stages");
      for (std::size_t k = 0; k < value.size(); ++k) {
        StageSpec stage;
        if (auto read = specFromJson(stage, value[k]); !read) return passOn(read.error(), fmt::format("stages[{}]", k));
        spec.stages.push_back(stage);
      }
    } else {
      PTYCHO_TRY(const FieldValue fieldValue, fieldValueFromJson(value, key));
      PTYCHO_CHECK(assignField(spec, key, fieldValue));
    }
  }
  if (spec.range.amplitude_min > spec.range.amplitude_max) {
    return badInput("is larger than amplitude_max; exchange them.", "range: amplitude_min");
  }
  if (spec.range.phase_min_rad > spec.range.phase_max_rad) {
    return badInput("is larger than phase_max_rad; exchange them.", "range: phase_min_rad");
  }
  return spec;
}

}  // namespace ptycho
