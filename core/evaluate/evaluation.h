#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/evaluate/error_shares.h"
#include "core/evaluate/image_features.h"

namespace ptycho {

/// What one method came to on one image. Errors and similarities are of the estimate without its free global phase,
/// against the whole truth (PHYSICS.md, section 5), PSNR and SSIM in the ranges of the object's specification; all NaN
/// where there is no estimate, see `problem`.
struct EvaluationRecord {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  std::int64_t image = 0;         ///< index in the folder, or of the dead-leaves picture
  std::string name;               ///< of the image
  int method = 0;                 ///< in Evaluation::methods
  double amplitude_nrmse = kNone;
  double phase_nrmse = kNone;
  double amplitude_psnr = kNone;  ///< dB
  double phase_psnr = kNone;      ///< dB
  double amplitude_ssim = kNone;
  double phase_ssim = kNone;
  double residual = kNone;        ///< R = Σ| |F| − M | / Σ M
  double seconds = kNone;         ///< of prediction and chain together, without set-up
  double predict_seconds = 0;     ///< of the prediction
  int iterations = 0;             ///< of the chain
  double flat_amplitude_nrmse = kNone;  ///< of a flat picture in the middle of the ranges, on the same truth
  double flat_phase_nrmse = kNone;
  ErrorShares shares = ErrorShares::none();                          ///< of the amplitude's error
  ImageFeatures features{kNone, kNone, kNone, kNone, kNone, kNone};  ///< of the luma that became the amplitude
  std::string problem;            ///< why there is no estimate; else empty
};

/// An estimate with its truth.
struct KeptEstimate {
  std::int64_t image = 0;
  int method = 0;
  ComplexImage object;  ///< [S, S]
  ComplexImage truth;   ///< [S, S]
};

/// A table with one row for each image and method.
struct Evaluation {
  std::vector<std::string> methods;       ///< their names
  std::vector<EvaluationRecord> records;  ///< by image, then by method
  std::vector<KeptEstimate> kept;         ///< in the same order
  std::int64_t images = 0;                ///< that were asked for
  Completion completion = Completion::Done;
  double seconds = 0;                     ///< of this call, wall clock
};

}  // namespace ptycho
