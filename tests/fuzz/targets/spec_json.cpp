#include <cstdint>

#include "core/learn/training_spec.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/simulate.h"
#include "tests/fuzz/our_file_target.h"

using namespace ptycho;

/// Specifications as JSON; what was read can be written and read again to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = parseJson({reinterpret_cast<const char*>(data), size}, "spec.json");
  if (!fuzz::refusedWell(json)) return 0;
  (void)jsonText(*json);
  if (const auto spec = simulationSpecFromJson(*json); fuzz::refusedWell(spec)) {
    const auto again = simulationSpecFromJson(simulationSpecToJson(*spec));
    fuzz::require(again.has_value(), "a simulation that cannot be read back", again ? "" : again.error().text());
  }
  if (const auto spec = reconstructionSpecFromJson(*json); fuzz::refusedWell(spec)) {
    const auto again = reconstructionSpecFromJson(reconstructionSpecToJson(*spec));
    fuzz::require(again.has_value(), "a reconstruction that cannot be read back", again ? "" : again.error().text());
  }
  (void)fuzz::refusedWell(trainingSpecFromJson(*json));
  return 0;
}
