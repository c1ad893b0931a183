#include "core/optics/forward_model.h"

#include "core/optics/detector_transform.h"
#include "core/optics/fft.h"

namespace ptycho {

namespace {

void multiply(const Complex* a, const Complex* b, Complex* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = a[i] * b[i];
}

/// Adds |D(P_m·patch)|² of every mode to `intensity`.
void addIntensity(const ComplexImage& patch, const ComplexStack& probe, const DetectorTransform& detector,
                  ComplexImage& wave, float* intensity) {
  for (std::size_t mode = 0; mode < probe.count(); ++mode) {
    multiply(probe.image(mode), patch.data(), wave.data(), patch.size());
    detector.forward(wave.data());
    for (std::size_t i = 0; i < patch.size(); ++i) intensity[i] += std::norm(wave[i]);
  }
}

template <bool kToCentre>
RealImage shiftHalf(const RealImage& pattern) {
  RealImage out(pattern.rows(), pattern.cols());
  const std::size_t dr = kToCentre ? pattern.rows() / 2 : (pattern.rows() + 1) / 2;
  const std::size_t dc = kToCentre ? pattern.cols() / 2 : (pattern.cols() + 1) / 2;
  for (std::size_t r = 0; r < pattern.rows(); ++r) {
    for (std::size_t c = 0; c < pattern.cols(); ++c) {
      out((r + dr) % pattern.rows(), (c + dc) % pattern.cols()) = pattern(r, c);
    }
  }
  return out;
}

}  // namespace

RealStack detectorIntensities(const DetectorTransform& detector, const ComplexImage& object, const ComplexStack& probe,
                              const Scan& scan, SubpixelMethod method, int threads) {
  RealStack intensities(scan.positions.size(), probe.rows(), probe.cols());
  const auto count = static_cast<std::ptrdiff_t>(scan.positions.size());
#pragma omp parallel num_threads(threads)
  {
    ComplexImage patch(probe.rows(), probe.cols());
    ComplexImage wave(probe.rows(), probe.cols());
#pragma omp for schedule(static)
    for (std::ptrdiff_t j = 0; j < count; ++j) {
      const auto k = static_cast<std::size_t>(j);
      gatherPatch(object, scan.positions[k], method, patch, &detector.fft());
      addIntensity(patch, probe, detector, wave, intensities.image(k));
    }
  }
  return intensities;
}

RealImage detectorIntensity(const DetectorTransform& detector, const ComplexImage& object, const ComplexStack& probe,
                            const Position& position, SubpixelMethod method) {
  RealImage intensity(probe.rows(), probe.cols());
  ComplexImage patch(probe.rows(), probe.cols());
  ComplexImage wave(probe.rows(), probe.cols());
  gatherPatch(object, position, method, patch, &detector.fft());
  addIntensity(patch, probe, detector, wave, intensity.data());
  return intensity;
}

RealStack farFieldIntensities(const ComplexImage& object, const ComplexStack& probe, const Scan& scan,
                              SubpixelMethod method, int threads) {
  return detectorIntensities(DetectorTransform(probe.rows(), probe.cols()), object, probe, scan, method, threads);
}

RealImage farFieldIntensity(const ComplexImage& object, const ComplexStack& probe, const Position& position,
                            SubpixelMethod method) {
  return detectorIntensity(DetectorTransform(probe.rows(), probe.cols()), object, probe, position, method);
}

ComplexStack applyForward(const ComplexImage& object, const ComplexImage& probe, const Scan& scan,
                          SubpixelMethod method) {
  ComplexStack fields(scan.positions.size(), probe.rows(), probe.cols());
  const Fft2 fft(probe.rows(), probe.cols());
  ComplexImage patch(probe.rows(), probe.cols());
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    gatherPatch(object, scan.positions[k], method, patch, &fft);
    multiply(probe.data(), patch.data(), fields.image(k), patch.size());
    fft.forward(fields.image(k));
  }
  return fields;
}

ComplexImage applyAdjoint(const ComplexStack& fields, const ComplexImage& probe, const Scan& scan,
                          SubpixelMethod method) {
  ComplexImage object(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  const Fft2 fft(probe.rows(), probe.cols());
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    ComplexImage wave = fields.copy(k);
    fft.inverse(wave.data());
    for (std::size_t i = 0; i < wave.size(); ++i) wave[i] *= std::conj(probe[i]);
    scatterPatch(wave, scan.positions[k], method, object, &fft);
  }
  return object;
}

RealImage centreZeroFrequency(const RealImage& pattern) { return shiftHalf<true>(pattern); }
RealImage cornerZeroFrequency(const RealImage& pattern) { return shiftHalf<false>(pattern); }

}  // namespace ptycho
