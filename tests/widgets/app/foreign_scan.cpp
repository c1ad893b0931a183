#include "tests/widgets/app/foreign_scan.h"

#include <algorithm>
#include <cmath>

#include "core/optics/forward_model.h"
#include "core/optics/geometry.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/widgets/app/window_fixture.h"

namespace ptycho::test {

void writeForeignScan(const QString& name, const ForeignLayout& layout) {
  RunContext quiet;
  const auto simulated = simulate(smallSpec(), {}, 1, quiet);
  if (!simulated) qFatal("%s", simulated.error().text().c_str());
  const Acquisition& scan = simulated->acquisition;
  const double pixel = objectPixelOf(*scan.geometry);
  std::vector<float> values;
  std::vector<double> positions;
  for (std::size_t k = 0; k < scan.patternCount(); ++k) {
    RealImage pattern(scan.patternRows(), scan.patternCols());
    std::copy_n(scan.patterns.data() + k * pattern.size(), pattern.size(), pattern.begin());
    pattern = centreZeroFrequency(pattern);
    values.insert(values.end(), pattern.begin(), pattern.end());
    positions.insert(positions.end(), {scan.scan.positions[k].col * pixel, scan.scan.positions[k].row * pixel, 0});
  }
  if (layout.hole) values[5] = std::nanf("");
  testing::RawFile file(name.toStdString());
  file.floats(layout.patterns, {scan.patternCount(), scan.patternRows(), scan.patternCols()}, values);
  file.doubles(layout.translations, {scan.patternCount(), 3}, positions);
  if (!layout.geometry) return;
  const double side = smallSpec().geometry.detector_pixel_um * 1e-6;
  file.doubles("/entry_1/instrument_1/detector_1/distance", {}, {scan.geometry->distance_m});
  file.doubles("/entry_1/instrument_1/detector_1/x_pixel_size", {}, {side});
  file.doubles("/entry_1/instrument_1/detector_1/y_pixel_size", {}, {side});
  file.doubles("/entry_1/instrument_1/source_1/energy", {}, {scan.geometry->energy_keV * 1.602176634e-16});
}

}  // namespace ptycho::test
