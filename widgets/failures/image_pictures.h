#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QString>

#include "core/evaluate/evaluation.h"

namespace ptycho {

/// What one method made of an image.
struct ImageEstimate {
  QString label;            ///< the method's name; of a try: the chain
  int method = -1;          ///< of the evaluation; −1: tried later
  EvaluationRecord record;  ///< as stored
  ComplexImage object;      ///< empty: not kept
};

/// An image with everything that there is of it.
struct ImagePictures {
  std::int64_t image = -1;
  QString name;
  ComplexImage truth;  ///< empty: cannot be made, see `problem`
  std::vector<ImageEstimate> estimates;
  double pixel_m = 0;
  double amplitude_min = 0;
  double amplitude_max = 1;
  QString problem;  ///< what could not be read or made
};

/// Where the error of a method sits on the object: means over kept estimates (at most 64, evenly spread), aligned.
struct ErrorMaps {
  int method = 0;
  std::size_t images = 0;
  RealImage amplitude;  ///< mean |Â − A|
  RealImage phase;      ///< mean |φ̂ − φ| [rad]
  RealImage coverage;   ///< Σ|P|²; empty when the scan is not known
  double pixel_m = 0;
};

}  // namespace ptycho
