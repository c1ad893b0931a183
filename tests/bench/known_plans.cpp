// Writes core/optics/known_plans.cpp anew: for the usual sides, the plans of RoundTrip that are quickest on this computer.
//   ptychodesk-known-plans > core/optics/known_plans.cpp        on a quiet computer, some minutes

#include <cstdlib>
#include <string>

#include <fftw3.h>
#include <fmt/format.h>

#include "core/optics/fft_wisdom.h"
#include "core/optics/round_trip.h"

int main() {
  ptycho::forgetFftWisdom();
  for (const std::size_t side : {64,  96,  100, 128, 160, 192, 200, 224, 256, 300, 320,
                                 384, 400, 448, 500, 512, 600, 640, 768, 1000, 1024}) {
    const ptycho::RoundTrip timed(side, ptycho::FftPlanning::Measured);
  }
  char* text = fftwf_export_wisdom_to_string();
  if (!text) return EXIT_FAILURE;
  fmt::print(
      R"(// Made by tests/bench/known_plans.cpp, not by hand.

#include "core/optics/fft_planner.h"

namespace ptycho {{

namespace {{

/// FFTW's wisdom for RoundTrip's transforms of usual sides. The first line names the version of FFTW and the ways to
/// transform that the processor has; FFTW refuses the text where either differs.
constexpr const char* kPlans = R"x({})x";

}}  // namespace

bool importKnownPlans() {{ return fftwf_import_wisdom_from_string(kPlans) != 0; }}

}}  // namespace ptycho
)",
      text);
  std::free(text);
  return EXIT_SUCCESS;
}
