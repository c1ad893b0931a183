#pragma once

// Private to this folder: what every user of FFTW's planner here shares.

#include <mutex>

#include <fftw3.h>

#include "core/base/image.h"
#include "core/optics/fft_planning.h"

namespace ptycho {

/// FFTW's planner and its wisdom are one global state: hold this while making or destroying plans and for wisdom. Who
/// asks first brings in the known plans.
[[nodiscard]] std::mutex& fftPlannerMutex();

/// Adds the known plans (known_plans.cpp) to the wisdom of this process; false if they are of another processor or
/// version of FFTW. The caller holds the mutex.
bool importKnownPlans();

[[nodiscard]] inline unsigned plannerFlag(FftPlanning planning, unsigned measured = FFTW_MEASURE) {
  return planning == FftPlanning::Measured ? measured : FFTW_ESTIMATE;
}

[[nodiscard]] inline fftwf_complex* fftwValues(Complex* data) { return reinterpret_cast<fftwf_complex*>(data); }

}  // namespace ptycho
