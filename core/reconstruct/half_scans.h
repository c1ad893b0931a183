#pragma once

#include <array>

#include "core/base/run_context.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// Patterns of one scan dealt out to two: of each pair of neighbours in the list one goes here and one there, by lot
/// (counter-based, `seed`), so that both halves cover the object and share no photon. An odd one stays in the first.
/// Errors: fewer than 8 patterns; patterns that are not in memory.
[[nodiscard]] Result<std::array<Acquisition, 2>> splitHalves(const Acquisition& acquisition, std::uint64_t seed);

/// How far two independent reconstructions agree: the resolution of measured data, where there is no truth.
/// Both halves run the whole chain from the acquisition's guess of the probe, and from a flat object where the chain
/// itself starts from a given one (which would count as agreement); their objects are compared where every pixel was lit, the rectangle of the window middles grown by a quarter window, after registration and
/// removal of a phase ramp (ringCorrelation()). Each half has half the photons: the whole is somewhat better.
/// Source: van Heel & Schatz, J. Struct. Biol. 151, 250 (2005).
/// Errors: those of splitHalves() and reconstruct(); a scan whose middles span less than 16 px; a stop on request.
[[nodiscard]] Result<RingCorrelation> correlateHalves(const Acquisition& acquisition, const ReconstructionSpec& spec,
                                                      int threads, RunContext& context);

}  // namespace ptycho
