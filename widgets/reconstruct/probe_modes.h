#pragma once

#include <vector>

#include "core/base/image.h"
#include "core/reconstruct/estimate.h"

namespace ptycho {

/// Σ|P_m|² of each mode, as a share of the sum over all modes.
[[nodiscard]] std::vector<double> powerShares(const ComplexStack& probe);

/// Mean over the patterns of |c_jk|² for each mode of variation, as a share of Σ|P|² of all modes of the probe.
[[nodiscard]] std::vector<double> variationShares(const ProbeVariation& variation, const ComplexStack& probe);

/// The factor of a phase that brings `given` nearest to `found`: Σ found·given* / |…|; 1 when they have no overlap.
[[nodiscard]] Complex phaseBetween(const ComplexImage& found, const ComplexImage& given);

/// min over complex c of ‖found − c·given‖ / ‖found‖ = √(1 − |⟨found, given⟩|² / (‖found‖²·‖given‖²)).
[[nodiscard]] double relativeDifference(const ComplexImage& found, const ComplexImage& given);

}  // namespace ptycho
