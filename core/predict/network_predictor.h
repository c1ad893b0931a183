#pragma once

#include <memory>
#include <string>

#include "core/learn/predictor.h"
#include "core/learn/trained_network.h"

namespace ptycho {

/// A trained network ready to be used on a device ("auto", "cpu", "cuda:N"), in evaluation mode.
///
/// Windows are put on the nearest whole pixel, as the network was trained; masked pixels count as dark
/// (measured_magnitudes.h). Pixels that no window reaches get the middle of the training's ranges. The probe is the
/// acquisition's first mode. The residual is that of the whole acquisition: all modes, positions between pixels, mask.
/// Prediction::seconds is from the patterns to the object, without the residual.
/// Errors: weights that do not fit the spec, a device that is not there.
[[nodiscard]] Result<std::unique_ptr<Predictor>> makeNetworkPredictor(const TrainedNetwork& network,
                                                                      const std::string& device, int threads);

}  // namespace ptycho
