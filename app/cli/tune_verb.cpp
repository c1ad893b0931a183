#include <memory>
#include <vector>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/base/log.h"
#include "core/optics/fft_wisdom.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

void loadWisdomIfThere() {
  const fs::path path = defaultWisdomPath();
  std::error_code status;
  if (path.empty() || !fs::exists(path, status)) return;
  if (const auto loaded = loadFftWisdom(path); !loaded) {
    logWarning(loaded.error().text() + " Transforms are not tuned; `ptychodesk-cli tune` measures them anew.");
  }
}

Verb makeTuneVerb(CLI::App& program) {
  auto sides = std::make_shared<std::vector<std::size_t>>(std::initializer_list<std::size_t>{64, 128, 256, 512});
  CLI::App* app = program.add_subcommand(
      "tune", "Measure the quickest Fourier transforms on this computer; later calls of the program use them");
  app->add_option("sides", *sides, "Sides of the diffraction patterns [px]")
      ->check(CLI::Range(2, 8192))->type_name("PX")->capture_default_str();
  return {app, [sides]() -> Result<int> {
            const fs::path path = defaultWisdomPath();
            if (path.empty()) {
              return fail(ErrorCode::Io, "cannot be found; set HOME or XDG_CACHE_HOME.", "the folder for measurements");
            }
            PTYCHO_CHECK(tuneFft(*sides, path));
            fmt::print("{}\n", path.string());
            return kExitDone;
          }};
}

}  // namespace ptycho::cli
