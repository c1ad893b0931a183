#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/export_source.h"
#include "app/cli/verb.h"
#include "core/base/spec_json.h"
#include "core/exchange/export_view.h"
#include "core/exchange/scan_export.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct ExportCommand {
  std::string input;
  std::string output;
  std::string format;
  std::string acquisition;
  std::optional<bool> patterns;
  double object_pixel_nm = 0;
  int bits = 32;
  bool json = false;

  Result<int> run() const;
};

/// What was written, for programs. Sizes in px unless the name says otherwise; null: there is none, or not known.
Json accountOf(const ExportFormatInfo& format, const ExportView& view, const ExportedFiles& written) {
  const auto shape = [](std::initializer_list<std::size_t> sides) { return Json(std::vector<std::size_t>(sides)); };
  Json files = Json::array();
  for (const auto& path : written.files) files.push_back(path.string());
  const bool pictures = format.format == ExportFormat::Tiff;
  return {{"format", format.key},
          {"files", std::move(files)},
          {"name", view.name},
          {"object", view.object ? shape({view.object->rows(), view.object->cols()}) : Json()},
          {"object_is_truth", view.truth},
          {"object_pixel_m", view.object_pixel_m > 0 ? Json(view.object_pixel_m) : Json()},
          {"probe", view.probe && !pictures ? shape({view.probe->count(), view.probe->rows(), view.probe->cols()}) : Json()},
          {"positions", view.positions.size()},
          {"positions_refined", !view.given.empty()},
          {"patterns", view.patterns && !pictures
                           ? shape({view.patterns->patternCount(), view.patterns->patternRows(), view.patterns->patternCols()})
                           : Json()},
          {"energy_keV", view.geometry ? Json(view.geometry->energy_keV) : Json()},
          {"distance_m", view.geometry ? Json(view.geometry->distance_m) : Json()},
          {"notes", written.notes}};
}

Result<int> ExportCommand::run() const {
  PTYCHO_TRY(const ExportFormatInfo chosen, exportFormatOf(output, format));
  PTYCHO_TRY(const ExportSource source, loadExportSource(input, acquisition, patterns.value_or(false)));
  ExportOptions options;
  // An acquisition is little without its patterns; with a result they are only written when asked for.
  options.patterns = patterns.value_or(!source.result && chosen.patterns);
  options.object_pixel_m = object_pixel_nm * 1e-9;
  options.depth = bits == 32 ? TiffDepth::Float32 : TiffDepth::Integer16;
  PTYCHO_TRY(const ExportedFiles written, exportScan(output, chosen.format, source.content(), options));
  if (json) {
    PTYCHO_TRY(const ExportView view, exportView(source.content(), options, output));
    fmt::print("{}\n", jsonText(accountOf(chosen, view, written), 2));
    return kExitDone;
  }
  for (const auto& path : written.files) fmt::print("{}\n", path.string());
  for (const auto& note : written.notes) fmt::print(stderr, "{}\n", note);
  return kExitDone;
}

std::string formatHelp() {
  std::string text = "Empty: by the suffix.";
  for (const ExportFormatInfo& format : exportFormats()) text += fmt::format(" {}: {}.", format.key, format.about);
  return text;
}

}  // namespace

Verb makeExportVerb(CLI::App& program) {
  auto command = std::make_shared<ExportCommand>();
  CLI::App* app = program.add_subcommand("export", "A result or a scan as files of other programs");
  app->add_option("result", command->input, "HDF5 result, run folder or acquisition")->required()
      ->type_name("FILE|RUN");
  app->add_option("-o,--output", command->output,
                  "File to write; TIFF: NAME.tif becomes NAME-amplitude.tif and NAME-phase.tif")
      ->required()->type_name("FILE");
  app->add_option("--format", command->format, formatHelp())->type_name("FORMAT");
  app->add_option("--acquisition", command->acquisition,
                  "Acquisition that the result was made from; else the one that its run names")->type_name("FILE");
  app->add_option("--patterns", command->patterns,
                  "Patterns too (true or false); left out: of an acquisition, not of a result");
  app->add_option("--object-pixel-nm", command->object_pixel_nm,
                  "The object's pixel, where the scan has no geometry")->check(CLI::PositiveNumber)->type_name("NM");
  app->add_option("--bits", command->bits, "TIFF with 32: float, the numbers as they are; 16: integer, offset and scale in "
                                           "the file")->check(CLI::IsMember({16, 32}))->capture_default_str();
  app->add_flag("--json", command->json, "Print what was written as JSON: files, shapes, pixel, what was left out");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
