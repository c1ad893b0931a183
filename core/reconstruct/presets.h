#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

/// A named reconstruction that is known to work.
struct ChainPreset {
  std::string name;   ///< "best-60"
  std::string title;  ///< "Best chain, 60 px step"
  std::string help;   ///< what it is for, and what it reached
  ReconstructionSpec spec;
};

[[nodiscard]] const std::vector<ChainPreset>& chainPresets();
/// What is taken when nothing is asked for: of scans whose probe is known, and of measured ones.
inline constexpr const char* kDefaultPreset = "best-60";
inline constexpr const char* kMeasuredPreset = "measured";

/// An unknown name is an error that lists the known ones.
[[nodiscard]] Result<ReconstructionSpec> findChainPreset(std::string_view name);

}  // namespace ptycho
