#include <cstdint>

#include "core/base/spec_json.h"
#include "core/measured/import_report.h"
#include "tests/fuzz/our_file_target.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/whole_import.h"

using namespace ptycho;

/// Import specifications and reports as JSON; a specification that is understood imports a good file as far as it can.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto good = fuzz::inputFile("good.cxi", fuzz::seedsOf("cxi").front().bytes);
  const auto json = parseJson({reinterpret_cast<const char*>(data), size}, "import.json");
  if (!fuzz::refusedWell(json)) return 0;
  (void)fuzz::refusedWell(importReportFromJson(*json));
  ImportSpec spec;
  if (!fuzz::refusedWell(specFromJson(spec, *json))) return 0;
  ImportSpec again;
  fuzz::require(specFromJson(again, specToJson(spec)) && again == spec, "a specification that changes when written");
  // No names of files from an input: only the good one is read.
  spec.positions_file.clear();
  spec.patterns_file.clear();
  fuzz::importWhole(good, spec, fuzz::ImportDepth::LargeToo);
  return 0;
}
