#include "core/study/study_spec.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/evaluate/evaluation_spec.h"
#include "core/learn/published_values.h"

namespace ptycho {

namespace {

constexpr int kSchema = 1;
constexpr double kLargestCount = 1e7;
constexpr double kLargestSeed = 9007199254740992.0;

template <class Part>
Json partsToJson(const std::vector<Part>& parts) {
  Json list = Json::array();
  for (const Part& part : parts) list.push_back(specToJson(part));
  return list;
}

Result<void> readPart(StudyTraining& training, Json json) {
  if (json.is_object() && json.contains("overrides")) {
    training.overrides = json["overrides"];
    json.erase("overrides");
    if (!training.overrides.is_object()) return badInput("must be a JSON object of sections.", "overrides");
  }
  return specFromJson(training, json);
}
template <class Part>
Result<void> readPart(Part& part, const Json& json) {
  return specFromJson(part, json);
}

template <class Part>
Result<void> readParts(std::vector<Part>& parts, const Json& json, const std::string& key) {
  if (!json.is_array()) return badInput("must be a list of JSON objects.", key);
  parts.clear();
  for (const Json& entry : json) {
    Part part;
    if (auto read = readPart(part, entry); !read) return passOn(read.error(), fmt::format("{}[{}]", key, parts.size()));
    parts.push_back(std::move(part));
  }
  return {};
}

template <class Number>
Result<void> readNumbers(std::vector<Number>& numbers, const Json& json, const std::string& key) {
  if (!json.is_array()) return badInput("must be a list of numbers.", key);
  numbers.clear();
  for (const Json& entry : json) {
    const bool fits = std::is_floating_point_v<Number> ? entry.is_number() : entry.is_number_integer();
    if (!fits) return badInput("must be a list of numbers.", key);
    numbers.push_back(entry.get<Number>());
  }
  return {};
}

Result<void> readText(std::string& text, const Json& json, const std::string& key) {
  if (!json.is_string()) return badInput("must be a text.", key);
  text = json.get<std::string>();
  return {};
}

Result<void> readEntry(StudySpec& spec, const std::string& key, const Json& value) {
  if (key == "schema") return checkSchemaNumber(value, kSchema);
  if (key == "name") return readText(spec.name, value, key);
  if (key == "title") return readText(spec.title, value, key);
  if (key == "help") return readText(spec.help, value, key);
  if (key == "keep") return readText(spec.keep, value, key);
  if (key == "steps_px") return readNumbers(spec.steps_px, value, key);
  if (key == "seeds") return readNumbers(spec.seeds, value, key);
  if (key == "trainings") return readParts(spec.trainings, value, key);
  if (key == "methods") return readParts(spec.methods, value, key);
  if (key == "images") return readParts(spec.images, value, key);
  if (key == "budget") {
    auto read = specFromJson(spec.budget, value);
    return read ? read : passOn(read.error(), key);
  }
  if (key == "simulation") {
    auto read = simulationSpecFromJson(value);
    if (!read) return passOn(read.error(), key);
    spec.simulation = std::move(*read);
    return {};
  }
  return badInput("is not a part of a study; the parts are name, title, help, simulation, steps_px, seeds, budget, "
                  "trainings, methods, images, keep.", key);
}

/// Names become names of folders, and parts of them are joined by dashes.
bool fitsIntoAName(const std::string& name) {
  return !name.empty() && name.size() <= 60 && name[0] != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

template <class Part>
Result<std::set<std::string>> namesOf(const std::vector<Part>& parts, const char* what) {
  std::set<std::string> names;
  for (const Part& part : parts) {
    if (!fitsIntoAName(part.name)) {
      return badInput("must be a name of letters, digits, dashes, dots and underscores.",
                      fmt::format("{}: name \"{}\"", what, part.name));
    }
    if (!names.insert(part.name).second) return badInput("is there twice; give each a name of its own.",
                                                         fmt::format("{} \"{}\"", what, part.name));
  }
  return names;
}

}  // namespace

const FieldList<StudyTraining>& StudyTraining::fields() {
  using S = StudyTraining;
  static const FieldList<S> list{
      field("name", "Name", "What methods call this training", &S::name),
      field("preset", "Preset", "Of `train`; {step} stands for the step in px", &S::preset)};
  return list;
}

const FieldList<StudyMethod>& StudyMethod::fields() {
  using S = StudyMethod;
  static const FieldList<S> list{
      field("name", "Name", "Of its runs", &S::name), field("title", "Title", "In tables", &S::title),
      field("training", "Training", "Whose network it uses; empty: none", &S::training),
      field("chain", "Chain", "Preset or stages of `reconstruct`; with a training it starts from the network's object; "
            "{step} stands for the step in px", &S::chain),
      field("published", "Published values", "Key of the reference study's figures beside it; empty: none",
            &S::published)};
  return list;
}

const FieldList<StudyImages>& StudyImages::fields() {
  using S = StudyImages;
  static const FieldList<S> list{
      field("name", "Name", "Of this set of images", &S::name),
      field("photos", "Photos", "Folder; empty: dead leaves, which need no files", &S::photos),
      field("seed", "Seed", "", 0, kLargestSeed, "Of dead leaves", &S::seed),
      field("first", "First image", "", 0, 1e9, "By order of names, or generated picture", &S::first),
      field("count", "Images", "", 0, kLargestCount, "Number of images; 0: all of the folder", &S::count)};
  return list;
}

const FieldList<StudyBudget>& StudyBudget::fields() {
  using S = StudyBudget;
  static const FieldList<S> list{
      field("photos", "Photos", "Folder to learn from; empty: dead leaves", &S::photos),
      field("validation_photos", "Validation photos", "Folder; empty: the last ones to learn from",
            &S::validation_photos),
      field("minutes", "Time", "min", 0, 1e6, "Of each training; 0: as its preset says", &S::minutes),
      field("steps", "Steps", "", 0, 1e9, "Of each training; 0: as its preset says", &S::steps)};
  return list;
}

Json studySpecToJson(const StudySpec& spec) {
  Json trainings = partsToJson(spec.trainings);
  for (std::size_t k = 0; k < spec.trainings.size(); ++k) trainings[k]["overrides"] = spec.trainings[k].overrides;
  return {{"schema", kSchema}, {"name", spec.name}, {"title", spec.title}, {"help", spec.help},
          {"simulation", simulationSpecToJson(spec.simulation)}, {"steps_px", spec.steps_px}, {"seeds", spec.seeds},
          {"budget", specToJson(spec.budget)}, {"trainings", trainings}, {"methods", partsToJson(spec.methods)},
          {"images", partsToJson(spec.images)}, {"keep", spec.keep}};
}

Result<StudySpec> studySpecFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object.", "study");
  StudySpec spec;
  for (const auto& [key, value] : json.items()) PTYCHO_CHECK(readEntry(spec, key, value));
  return spec;
}

Result<void> checkStudySpec(const StudySpec& spec) {
  if (spec.steps_px.empty()) return badInput("names no step; give at least one.", "steps_px");
  if (spec.seeds.empty()) return badInput("names no seed; give at least one.", "seeds");
  if (spec.methods.empty()) return badInput("names no method; give at least one.", "methods");
  if (spec.images.empty()) return badInput("names no images; give at least one set.", "images");
  if (std::set(spec.steps_px.begin(), spec.steps_px.end()).size() != spec.steps_px.size()) {
    return badInput("names a step twice.", "steps_px");
  }
  if (std::set(spec.seeds.begin(), spec.seeds.end()).size() != spec.seeds.size()) {
    return badInput("names a seed twice.", "seeds");
  }
  PTYCHO_TRY(const auto trainings, namesOf(spec.trainings, "training"));
  PTYCHO_TRY(const auto methods, namesOf(spec.methods, "method"));
  PTYCHO_TRY(const auto images, namesOf(spec.images, "images"));
  EvaluationSpec kept;
  if (auto set = setKept(kept, spec.keep); !set) return passOn(set.error(), "keep");
  for (const StudyMethod& method : spec.methods) {
    if (!method.training.empty() && !trainings.contains(method.training)) {
      return badInput(fmt::format("uses the training \"{}\", which the study does not have.", method.training),
                      "method " + method.name);
    }
    const auto hasKey = [&](const PublishedValue& value) { return value.method == method.published; };
    if (!method.published.empty() && std::ranges::none_of(publishedValues(), hasKey)) {
      return badInput(fmt::format("names the published values \"{}\", which there are not.", method.published),
                      "method " + method.name);
    }
  }
  return {};
}

std::string stepText(double step_px) { return fmt::format("{:g}", step_px); }

std::string atStep(const std::string& text, double step_px) {
  static const std::string kMark = "{step}";
  std::string at = text;
  for (std::size_t found = at.find(kMark); found != std::string::npos; found = at.find(kMark)) {
    at.replace(found, kMark.size(), stepText(step_px));
  }
  return at;
}

}  // namespace ptycho
