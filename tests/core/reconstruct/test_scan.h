#pragma once

#include "core/reconstruct/reconstruct.h"
#include "core/simulate/simulate.h"

namespace ptycho::test {

/// A small simulated scan with truth: window 32, 5 × 5 positions, step 6 px, dead leaves.
struct SmallScan {
  double step_px = 6;
  double jitter_px = 0;
  bool integer_positions = true;
  int modes = 1;
  double fresnel_number = 0;  ///< of a pixel in the near field, with a diffuser before the sample; 0: far field
};
[[nodiscard]] Acquisition smallScan(const SmallScan& scan = {});

[[nodiscard]] ReconstructionSpec chain(const std::string& text);
/// Runs a chain without a context; fails the test on an error.
[[nodiscard]] Reconstruction run(const Acquisition& acquisition, const ReconstructionSpec& spec, int threads = 1,
                                 const ComplexImage& start = {});

}  // namespace ptycho::test
