#include <cmath>

#include "core/metrics/metrics.h"
#include "core/metrics/phase_difference.h"

namespace ptycho {

AlignedPictures alignToTruth(const ComplexImage& estimate, const ComplexImage& truth) {
  AlignedPictures pictures;
  pictures.error = objectError(estimate, truth);
  const double cosine = std::cos(pictures.error.global_phase_rad);
  const double sine = std::sin(pictures.error.global_phase_rad);
  for (RealImage* picture : {&pictures.amplitude, &pictures.phase, &pictures.truth_amplitude, &pictures.truth_phase,
                             &pictures.amplitude_error, &pictures.phase_error}) {
    *picture = RealImage(truth.rows(), truth.cols());
  }
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double er = estimate[i].real();
    const double ei = estimate[i].imag();
    const double tr = truth[i].real();
    const double ti = truth[i].imag();
    const double amplitude = std::sqrt(er * er + ei * ei);
    const double truthAmplitude = std::sqrt(tr * tr + ti * ti);
    const double truthPhase = fastArgument(tr, ti);
    const double difference = phaseDifference(er, ei, tr, ti, cosine, sine) - pictures.error.phase_offset_rad;
    pictures.amplitude[i] = static_cast<float>(amplitude);
    pictures.truth_amplitude[i] = static_cast<float>(truthAmplitude);
    pictures.amplitude_error[i] = static_cast<float>(amplitude - truthAmplitude);
    pictures.phase[i] = static_cast<float>(truthPhase + difference);
    pictures.truth_phase[i] = static_cast<float>(truthPhase);
    pictures.phase_error[i] = static_cast<float>(difference);
  }
  return pictures;
}

}  // namespace ptycho
