#include "core/simulate/acquisition.h"

#include "core/optics/detector_transform.h"

namespace ptycho {

Result<void> checkFarField(const Acquisition& acquisition) {
  if (acquisition.propagation == Propagation::FarField) return {};
  return fail(ErrorCode::Unsupported,
              "is near-field: these patterns are Fresnel images of the wave behind the sample, and networks take "
              "patterns for its Fourier transform; reconstruct with a chain of engines, or, if the detector was far "
              "away after all, import the data again with --propagation far-field.",
              "propagation");
}

Result<ComplexImage> transferFor(const Acquisition& acquisition) {
  if (acquisition.propagation == Propagation::FarField) return ComplexImage();
  const auto& geometry = acquisition.geometry;
  if (!geometry || geometry->propagation == Propagation::FarField) {
    return fail(ErrorCode::Unsupported,
                "is near-field, and how far the Fresnel propagation goes is not known; import the data again with "
                "--energy, --distance, --detector-pixel and --object-pixel as far as the file does not say them, or, if "
                "the detector was far away after all, with --propagation far-field.",
                "propagation");
  }
  return transferOf(*geometry, acquisition.patternRows());
}

}  // namespace ptycho
