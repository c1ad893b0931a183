#pragma once

#include <string>
#include <vector>

#include "core/evaluate/evaluation.h"

namespace ptycho {

/// Truth, estimate and signed error of amplitude and phase side by side, 3 + 3 panels of at most kPanel_px. Truth and
/// estimate share their range (that of the truth), errors go from blue over white to red, symmetric about 0.
struct WorstPanel {
  static constexpr int kPanel_px = 160;
  std::string name;                ///< of the image
  double amplitude_nrmse = 0;
  double phase_nrmse = 0;
  double amplitude_range = 0;      ///< the error's colours go from − to + this
  double phase_range_rad = 0;
  int rows = 0;
  int cols = 0;
  std::string jpeg;                ///< bytes of the file
};

[[nodiscard]] WorstPanel panelOf(const KeptEstimate& kept, const EvaluationRecord& record);

/// Of the kept estimates of one method the `count` with the largest amplitude + phase NRMSE, the worst first.
[[nodiscard]] std::vector<WorstPanel> worstPanels(const Evaluation& evaluation, int method, std::size_t count);

}  // namespace ptycho
