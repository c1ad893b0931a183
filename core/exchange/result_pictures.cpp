#include "core/exchange/result_pictures.h"

#include <complex>

#include "core/metrics/metrics.h"
#include "core/optics/geometry.h"

namespace ptycho {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> writeResultTiffs(const fs::path& file, const ResultRecord& record, TiffDepth depth) {
  const ComplexImage& object = record.reconstruction.object;
  if (object.empty()) return badInput("has no object to export.", file.string());
  RealImage amplitude(object.rows(), object.cols());
  RealImage phase(object.rows(), object.cols());
  if (record.truth.sameShape(object)) {
    AlignedPictures aligned = alignToTruth(object, record.truth);
    amplitude = std::move(aligned.amplitude);
    phase = std::move(aligned.phase);
  } else {
    for (std::size_t i = 0; i < object.size(); ++i) {
      amplitude[i] = std::abs(object[i]);
      phase[i] = std::arg(object[i]);
    }
  }
  const double pixel_m = record.geometry ? objectPixelOf(*record.geometry) : 0;
  const fs::path base = file.parent_path() / file.stem();
  const std::string suffix = file.has_extension() ? file.extension().string() : ".tif";
  std::vector<fs::path> written{base.string() + "-amplitude" + suffix, base.string() + "-phase" + suffix};
  PTYCHO_CHECK(writeTiff(written[0], amplitude, depth, {"amplitude", "", pixel_m, 0, 1}));
  PTYCHO_CHECK(writeTiff(written[1], phase, depth, {"phase", "rad", pixel_m, 0, 1}));
  return written;
}

}  // namespace ptycho
