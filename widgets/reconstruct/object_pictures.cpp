#include "widgets/reconstruct/object_pictures.h"

#include <cmath>

namespace ptycho {

ObjectPictures objectPictures(const ComplexImage& object, const ComplexImage& truth, double pixel_m) {
  ObjectPictures out;
  out.object = object;
  out.pixel_m = pixel_m;
  if (object.empty()) return out;
  if (!truth.empty() && truth.sameShape(object)) {
    out.pictures = alignToTruth(object, truth);
    return out;
  }
  out.pictures.amplitude = RealImage(object.rows(), object.cols());
  out.pictures.phase = RealImage(object.rows(), object.cols());
  for (std::size_t i = 0; i < object.size(); ++i) {
    out.pictures.amplitude[i] = std::abs(object[i]);
    out.pictures.phase[i] = std::arg(object[i]);
  }
  return out;
}

}  // namespace ptycho
