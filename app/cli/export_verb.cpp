#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/exchange/result_pictures.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct ExportCommand {
  std::string input;
  std::string output;
  int bits = 32;

  Result<int> run() const;
};

Result<int> ExportCommand::run() const {
  std::error_code status;
  const fs::path file = fs::is_directory(input, status) ? fs::path(input) / run_file::kResult : fs::path(input);
  const std::string suffix = fs::path(output).extension().string();
  if (suffix != ".tif" && suffix != ".tiff") {
    return badInput("must end in .tif or .tiff; other formats come with the exchange of measured data.", output);
  }
  PTYCHO_TRY(const ResultRecord record, readResult(file));
  PTYCHO_TRY(const std::vector<fs::path> written,
             writeResultTiffs(output, record, bits == 32 ? TiffDepth::Float32 : TiffDepth::Integer16));
  for (const auto& path : written) fmt::print("{}\n", path.string());
  return kExitDone;
}

}  // namespace

Verb makeExportVerb(CLI::App& program) {
  auto command = std::make_shared<ExportCommand>();
  CLI::App* app = program.add_subcommand("export", "Amplitude and phase of a result as numbers, for other programs");
  app->add_option("result", command->input, "HDF5 result or run folder")->required()->type_name("FILE|RUN");
  app->add_option("-o,--output", command->output, "NAME.tif: writes NAME-amplitude.tif and NAME-phase.tif")
      ->required()->type_name("FILE");
  app->add_option("--bits", command->bits, "32: float, the numbers as they are; 16: integer, offset and scale in the file")
      ->check(CLI::IsMember({16, 32}))->capture_default_str();
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
