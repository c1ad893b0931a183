#pragma once

#include <memory>
#include <string>

#include "core/learn/predictor.h"
#include "core/learn/trained_network.h"

namespace ptycho {

/// A trained network ready to be used on a device ("auto", "cpu", "cuda:N").
/// Errors: weights that do not fit the spec, a device that is not there.
[[nodiscard]] Result<std::unique_ptr<Predictor>> makeNetworkPredictor(const TrainedNetwork& network,
                                                                      const std::string& device, int threads);

}  // namespace ptycho
