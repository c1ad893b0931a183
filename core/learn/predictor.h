#pragma once

#include <string>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/base/run_context.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// Where windows lie less than this share of Σ|P|² nothing was seen: a prediction has the flat value there.
struct Prediction {
  ComplexImage object;      ///< [object_rows, object_cols]
  double seconds = 0;       ///< without loading the weights
  double residual = 0;      ///< R of the prediction against the measured magnitudes
};

/// Something that makes an object out of patterns in one go: a trained network.
class Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;

  [[nodiscard]] virtual std::string name() const = 0;  ///< "ptychonet-plus, 32 base channels, step 2500"
  /// Errors: a window of another size than trained on, no probe where one is needed; each with the remedy.
  [[nodiscard]] virtual Result<Prediction> predict(const Acquisition& acquisition, RunContext& context) = 0;
};

}  // namespace ptycho
