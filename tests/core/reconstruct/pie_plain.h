#pragma once

#include <string>
#include <vector>

#include "core/optics/fft.h"
#include "core/reconstruct/estimate.h"
#include "core/simulate/acquisition.h"

namespace ptycho::test {

using DoubleImage = Image<std::complex<double>>;

/// The PIE family written straight from the papers in double precision, in the given order of patterns, one probe mode
/// on whole pixels. Only the transform is a naive one as well: a matrix product with the orthonormal Fourier matrix.
struct PlainPie {
  std::string engine;  ///< "pie", "epie", "rpie", "mpie"
  double beta = 1;
  double alpha = 0.1;
  double probe_step = 0;  ///< 0 = known probe
  double friction = 0.9;
  DoubleImage object;
  DoubleImage probe;

  PlainPie(std::string name, const Acquisition& acquisition, const Estimate& start);
  void iterate(const Acquisition& acquisition);

 private:
  DoubleImage fourier;  ///< orthonormal
  DoubleImage objectVelocity, probeVelocity, objectFrom, probeFrom;
};

/// ‖a − b‖ / ‖b‖
[[nodiscard]] double relativeDistance(const Complex* a, const DoubleImage& b);

}  // namespace ptycho::test
