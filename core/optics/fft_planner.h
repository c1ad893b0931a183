#pragma once

// Private to this folder: what every user of FFTW's planner here shares.

#include <mutex>

#include <fftw3.h>

#include "core/base/image.h"
#include "core/optics/fft_planning.h"

namespace ptycho {

/// FFTW's planner and its wisdom are one global state: hold this while making or destroying plans and for wisdom.
[[nodiscard]] std::mutex& fftPlannerMutex();

[[nodiscard]] inline unsigned plannerFlag(FftPlanning planning) {
  return planning == FftPlanning::Measured ? FFTW_MEASURE : FFTW_ESTIMATE;
}

[[nodiscard]] inline fftwf_complex* fftwValues(Complex* data) { return reinterpret_cast<fftwf_complex*>(data); }

}  // namespace ptycho
