#include <algorithm>

#include "core/import/fold_slice.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/matlab_values.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// A parameter struct and a parameter file may both say it; the first has it.
void stateOnce(RawScan& scan, Convention convention) {
  const auto same = [&](const Convention& other) { return other.key == convention.key; };
  if (std::ranges::none_of(scan.conventions, same)) scan.conventions.push_back(std::move(convention));
}

}  // namespace

Result<std::vector<double>> matlabNumbers(H5Reader& reader, const std::string& path) {
  if (!hasMatlabArray(reader, path)) return std::vector<double>();
  PTYCHO_CHECK(checkMatlabClass(reader, path));
  return numbersOf(reader, path, fileLimits().stack_length);
}

Result<std::string> readFoldSliceGeometry(H5Reader& reader, const std::string& prefix, RawScan& scan) {
  // An object pixel of more than 0.1 mm, or a wavelength of more than 10 µm, can only be one in Å.
  constexpr double kLargestPixel_m = 1e-4;
  constexpr double kLongestWave_m = 1e-5;
  constexpr double kAngstrom_m = 1e-10;
  PTYCHO_TRY(const auto pixel, matlabNumbers(reader, firstOf(reader, {prefix + "dx_spec", prefix + "dx"})));
  PTYCHO_TRY(const auto wavelength, matlabNumbers(reader, prefix + "lambda"));
  PTYCHO_TRY(const auto energy, matlabNumbers(reader, prefix + "energy"));
  PTYCHO_TRY(const auto distance, matlabNumbers(reader, prefix + "z"));
  PTYCHO_TRY(const auto detectorPixel, matlabNumbers(reader, prefix + "ds"));
  const bool electrons = (!pixel.empty() && pixel.front() > kLargestPixel_m) ||
                         (pixel.empty() && !wavelength.empty() && wavelength.front() > kLongestWave_m);
  const double unit_m = electrons ? kAngstrom_m : 1;
  if (!pixel.empty()) scan.object_pixel_m = {pixel.front() * unit_m, (pixel.size() > 1 ? pixel[1] : pixel[0]) * unit_m};
  if (!wavelength.empty()) scan.wavelength_m = wavelength.front() * unit_m;
  if (!energy.empty()) {
    scan.energy = energy.front();
    stateOnce(scan, {"energy_unit", "keV", Certainty::Format, "p.energy is in keV."});
  }
  if (electrons) {
    stateOnce(scan, {"radiation", "electrons", Certainty::Assumed,
                     "The pixel or wavelength is too large for metres and fits Å, fold_slice's unit for electrons."});
    // Their distance is always given as 1, their detector pixel as an angle.
    return std::string("angstrom");
  }
  if (!distance.empty()) scan.distance_m = distance.front();
  if (!detectorPixel.empty()) scan.detector_pixel_m = {detectorPixel.front(), detectorPixel.front()};
  return std::string(pixel.empty() && wavelength.empty() ? "" : "m");
}

}  // namespace ptycho
