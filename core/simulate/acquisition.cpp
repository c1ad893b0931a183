#include "core/simulate/acquisition.h"

namespace ptycho {

Result<void> checkFarField(const Acquisition& acquisition) {
  if (acquisition.propagation == Propagation::FarField) return {};
  return fail(ErrorCode::Unsupported,
              "is near-field: these patterns are Fresnel images of the wave behind the sample, and every engine and "
              "network here takes patterns for its Fourier transform; use a program for near-field ptychography, or, if "
              "the detector was far away after all, import the data again with --propagation far-field.",
              "propagation");
}

}  // namespace ptycho
