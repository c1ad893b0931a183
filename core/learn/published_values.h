#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/learn/training_spec.h"

namespace ptycho {

/// What the reference study printed for one method at one step: means over its 2,414 test photos after training on
/// 28,600 (PHYSICS.md, section 6). Of its standard deviations it gives ranges over all methods only.
struct PublishedValue {
  std::string method;     ///< a key: "ptychonet-mse", "ptychonet-dse", "ptychonet-plus", "ptychonet-plus-gd"
  std::string title;      ///< "PtychoNet, MSE"
  double step_px = 0;     ///< 20, 40 or 60
  double amplitude_nrmse = 0;
  double phase_nrmse = 0;
};

/// In the order of the study's table; it has no PtychoNet+ at 20 px.
[[nodiscard]] const std::vector<PublishedValue>& publishedValues();
/// Nothing where the study has no figure.
[[nodiscard]] std::optional<PublishedValue> publishedValue(std::string_view method, double step_px);

/// The ranges of the standard deviations over the images.
struct PublishedDeviations {
  double amplitude_low = 0.020;
  double amplitude_high = 0.024;
  double phase_low = 0.074;
  double phase_high = 0.093;
};

/// The published value that a training is to be held against: its architecture and loss decide the method, its scan the
/// step. Nothing for another scan (grid other than 6 × 6, other step), or an architecture that the study did not train.
[[nodiscard]] std::optional<PublishedValue> publishedValueOf(const TrainingSpec& spec);

}  // namespace ptycho
