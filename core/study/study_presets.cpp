#include "core/study/study_presets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ptycho {

namespace {

/// The reference study's rows, and those that it lacks: chains that move, from a network and from flat.
std::vector<StudyMethod> allMethods(const std::string& bestChain) {
  return {{"ptychonet-mse", "PtychoNet, MSE", "ptychonet-mse", "", "ptychonet-mse"},
          {"ptychonet-dse", "PtychoNet, DSE", "ptychonet-dse", "", "ptychonet-dse"},
          {"ptychonet-plus", "PtychoNet+", "ptychonet-plus", "", "ptychonet-plus"},
          {"study-gd-5", "PtychoNet+, 5 gradient steps of the study", "ptychonet-plus", "study-gd-5",
           "ptychonet-plus-gd"},
          {"study-gd-10", "PtychoNet+, 10 gradient steps of the study", "ptychonet-plus", "study-gd-10",
           "ptychonet-plus-gd"},
          {"hybrid", "PtychoNet and chain", "ptychonet-mse", bestChain, ""},
          {"flat-chain", "Chain from flat", "", bestChain, ""},
          {"flat", "Flat picture", "", "", ""}};
}

StudySpec reference() {
  StudySpec spec;
  spec.name = "reference";
  spec.title = "The reference study";
  spec.help = "All methods of the reference study with its settings at 20, 40 and 60 px, and chains beside them. Meant "
              "for a GPU: days on a few cores. Name photos with --photos and --test-photos.";
  spec.steps_px = {20, 40, 60};
  spec.trainings = {{"ptychonet-mse", "reference-{step}-mse", Json::object()},
                    {"ptychonet-dse", "reference-{step}-dse", Json::object()},
                    {"ptychonet-plus", "plus-{step}", Json::object()}};
  spec.methods = allMethods("best-{step}");
  spec.images = {{"test", "", 1000, 0, 500}};
  return spec;
}

StudySpec laptop() {
  StudySpec spec = reference();
  spec.name = "laptop";
  spec.title = "The reference study on a laptop";
  spec.help = "The same methods at 60 px with networks of 16 channels, half an hour each, on 50 images: a night on two "
              "cores.";
  spec.steps_px = {60};
  const Json dse{{"loss", {{"dft_weight", 1}}}};
  spec.trainings = {{"ptychonet-mse", "laptop-{step}", Json::object()},
                    {"ptychonet-dse", "laptop-{step}", dse},
                    {"ptychonet-plus", "laptop-plus-{step}", Json::object()},
                    {"unrolled", "laptop-unrolled-{step}", Json::object()}};
  spec.methods.insert(spec.methods.begin() + 3, {"unrolled", "PtychoNet with physics steps", "unrolled", "", ""});
  spec.methods.insert(spec.methods.end() - 2,
                      {"unrolled-hybrid", "Physics steps and chain", "unrolled", "best-{step}", ""});
  spec.images.front().count = 50;
  return spec;
}

StudySpec tiny() {
  StudySpec spec;
  spec.name = "tiny";
  spec.title = "A small study on generated pictures";
  spec.help = "Two networks of 8 channels, two minutes each, chains and the flat picture on 20 generated images at 60 "
              "px: ten minutes on two cores, to see how a study works. Its networks have hardly begun to learn.";
  spec.steps_px = {60};
  const Json small{{"network", {{"base_channels", 8}}},
                   {"data", {{"validation_images", 8}}},
                   {"loop", {{"budget_minutes", 2}, {"batch_objects", 4}, {"validate_every", 50}}}};
  spec.trainings = {{"ptychonet-mse", "laptop-{step}", small}, {"unrolled", "laptop-unrolled-{step}", small}};
  spec.methods = {{"ptychonet-mse", "PtychoNet, MSE", "ptychonet-mse", "", "ptychonet-mse"},
                  {"unrolled", "PtychoNet with physics steps", "unrolled", "", ""},
                  {"study-gd-5", "PtychoNet, 5 gradient steps of the study", "ptychonet-mse", "study-gd-5", ""},
                  {"hybrid", "PtychoNet and chain", "ptychonet-mse", "quick", ""},
                  {"flat-chain", "Chain from flat", "", "quick", ""},
                  {"flat", "Flat picture", "", "", ""}};
  spec.images = {{"test", "", 1000, 0, 20}};
  return spec;
}

}  // namespace

const std::vector<StudySpec>& studyPresets() {
  static const std::vector<StudySpec> presets{reference(), laptop(), tiny()};
  return presets;
}

Result<StudySpec> findStudyPreset(std::string_view name) {
  std::vector<std::string> known;
  for (const StudySpec& preset : studyPresets()) {
    if (preset.name == name) return preset;
    known.push_back(preset.name);
  }
  return badInput(fmt::format("is not a known study; choose one of {}.", fmt::join(known, ", ")),
                  fmt::format("preset \"{}\"", name));
}

}  // namespace ptycho
