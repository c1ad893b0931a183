#include "core/optics/filter.h"

#include "core/base/simd.h"
#include "core/optics/complex_lanes.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho {

namespace {

PTYCHO_SIMD void multiplyForward(const Complex* filter, Complex* values, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    storeLanes(product(loadLanes(filter + i, n), loadLanes(values + i, n)), values + i, n);
  });
}

PTYCHO_SIMD void multiplyAdjoint(const Complex* filter, Complex* values, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    storeLanes(conjugateProduct(loadLanes(filter + i, n), loadLanes(values + i, n)), values + i, n);
  });
}

}  // namespace

void multiplyBy(const Complex* filter, FilterDirection direction, Complex* values, std::size_t count) {
  if (direction == FilterDirection::Forward) multiplyForward(filter, values, count);
  else multiplyAdjoint(filter, values, count);
}

}  // namespace ptycho
