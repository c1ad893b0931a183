#pragma once

#include <vector>

#include <QString>

#include "core/store/run_folder.h"
#include "widgets/models/training_curves.h"

namespace ptycho {

/// Something about a training that its user should know, in one sentence.
struct TrainingAlert {
  enum class Kind { NotANumber, Divergence, WorseThanFlat, Gap, Plateau, Dead };
  Kind kind;
  QString text;
  bool severe = false;  ///< the training is lost or will come to nothing as it is
};

/// What the curves say, most severe first:
/// - a loss or gradient that is no number, with its step;
/// - divergence: the loss (its MSE part where recorded: the weight of the diffraction term may rise), averaged over a
///   twentieth of the steps, is three times its least average;
/// - a validation (not the untrained one) worse than answering a flat picture, by amplitude or phase;
/// - moving averages of batch normalisation and statistics of the batch part by more than 20 % in the last validation;
/// - plateau: the best validation lies two fifths of the steps and at least five validations back;
/// - a run that has failed, is lost, or gives no sign of life.
/// @param message  last words of a failed run
[[nodiscard]] std::vector<TrainingAlert> trainingAlerts(const TrainingCurves& curves, RunLiveness liveness,
                                                        const QString& message = {});

/// From which ratio on validations with moving averages and with the batch's own statistics count as parted.
inline constexpr double kGapThreshold = 0.2;

}  // namespace ptycho
