#include "core/measured/scan_geometry.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

namespace {

// CODATA 2018.
constexpr double kPlanckTimesLight_keVm = 1.23984198433e-9;
constexpr double kElectronRest_keV = 510.99895;
constexpr double kKiloElectronVolt_J = 1.602176634e-16;
constexpr double kSmallestPixel_m = 1e-12;
constexpr double kLargestPixel_m = 1;
constexpr double kDifferent = 0.01;  // two statements that differ by more are worth a word

std::string text(double value) { return fmt::format("{:.7g}", value); }

struct Known {
  double value = 0;  // 0: unknown
  Certainty certainty = Certainty::Stated;
  std::string reason;
};

std::string at(const RawScan& raw, const char* what) { return raw.file.filename().string() + ":" + what; }

Result<void> inRange(const Known& known, double low, double high, const RawScan& raw, const char* field,
                     const char* unit) {
  if (known.value == 0 || (known.value >= low && known.value <= high)) return {};
  return badInput(fmt::format("is {:.6g} {}, which cannot be ({:g} … {:g} {} are taken); give it as {}.", known.value,
                              unit, low, high, unit, field),
                  at(raw, field));
}

double unitInKeV(EnergyChoice unit) {
  if (unit == EnergyChoice::Joule) return 1 / kKiloElectronVolt_J;
  return unit == EnergyChoice::ElectronVolt ? 1e-3 : 1;
}

Radiation radiationOf(const ImportSpec& decided) {
  return decided.radiation == RadiationChoice::Electrons ? Radiation::Electrons : Radiation::Photons;
}

Result<Known> energyOf(const RawScan& raw, const ImportSpec& decided, std::vector<std::string>& notes) {
  Known energy;
  const bool hasWavelength = raw.wavelength_m && *raw.wavelength_m != 0;
  if (hasWavelength && !(*raw.wavelength_m > 1e-13 && *raw.wavelength_m < 1e-4)) {
    return badInput(fmt::format("is {:.6g} m, which cannot be; give the energy as energy_keV.", *raw.wavelength_m),
                    at(raw, "wavelength"));
  }
  const double ofWavelength = hasWavelength ? energyOfWavelength(*raw.wavelength_m, radiationOf(decided)) : 0;
  if (decided.energy_keV > 0) {
    energy = {decided.energy_keV, Certainty::Asked, "As asked."};
  } else if (raw.energy && *raw.energy != 0) {
    energy = {*raw.energy * unitInKeV(decided.energy_unit), Certainty::Stated, "The file's energy."};
    if (ofWavelength > 0 && std::abs(ofWavelength / energy.value - 1) > kDifferent) {
      notes.push_back(
          fmt::format("The file's wavelength of {:.5g} m would be {:.5g} keV, its energy is {:.5g} keV; "
                      "the energy was taken.",
                      *raw.wavelength_m, ofWavelength, energy.value));
    }
  } else if (ofWavelength > 0) {
    energy = {ofWavelength, Certainty::Stated,
              fmt::format("From the file's wavelength of {:.6g} m.", *raw.wavelength_m)};
  }
  if (energy.certainty == Certainty::Stated && !(energy.value == 0 || (energy.value >= 1e-4 && energy.value <= 1e4))) {
    return badInput(fmt::format("is {:.6g} keV, which cannot be (0.0001 … 10000 keV are taken); set energy_unit, or "
                                "give it as energy_keV.",
                                energy.value),
                    at(raw, "energy"));
  }
  return energy;
}

Result<Known> pixelOf(const std::optional<std::array<double, 2>>& stored, double asked_m, const RawScan& raw,
                      const char* field, std::vector<std::string>& notes) {
  if (asked_m > 0) return Known{asked_m, Certainty::Asked, "As asked."};
  if (!stored || ((*stored)[0] == 0 && (*stored)[1] == 0)) return Known{};
  for (const double side : *stored) {
    if (side >= kSmallestPixel_m && side <= kLargestPixel_m) continue;
    return badInput(fmt::format("is {:.6g} m, which cannot be ({:g} … {:g} m are taken); give it as {}.", side,
                                kSmallestPixel_m, kLargestPixel_m, field),
                    at(raw, field));
  }
  const auto [rows, cols] = *stored;
  if (std::abs(rows / cols - 1) > 1e-3) {
    notes.push_back(
        fmt::format("{}: {:.5g} m high and {:.5g} m wide; their geometric mean was taken, since pixels here "
                    "are square.",
                    field, rows, cols));
  }
  // The mean of two equal numbers must be that number to the last bit.
  return Known{rows == cols ? rows : std::sqrt(rows * cols), Certainty::Stated, "The file says so."};
}

/// Fills what is missing for a geometry that gives the object pixel, and says so.
void assume(Known& known, double value, const char* reason) {
  if (known.value == 0) known = {value, Certainty::Assumed, reason};
}

}  // namespace

double energyOfWavelength(double wavelength_m, Radiation radiation) {
  const double momentum_keV = kPlanckTimesLight_keVm / wavelength_m;
  if (radiation == Radiation::Photons) return momentum_keV;
  // √(p²+m²) − m without cancellation.
  return momentum_keV * momentum_keV / (std::hypot(momentum_keV, kElectronRest_keV) + kElectronRest_keV);
}

Result<ScanGeometry> scanGeometry(const RawScan& raw, const ImportSpec& decided, const FrameSides& sides) {
  ScanGeometry result;
  PTYCHO_TRY(Known energy, energyOf(raw, decided, result.notes));
  PTYCHO_TRY(Known pixel,
             pixelOf(raw.detector_pixel_m, decided.detector_pixel_um * 1e-6, raw, "detector_pixel_um", result.notes));
  PTYCHO_TRY(const Known filePixel, pixelOf(raw.object_pixel_m, 0, raw, "object_pixel_nm", result.notes));
  Known distance;
  if (decided.distance_m > 0) {
    distance = {decided.distance_m, Certainty::Asked, "As asked."};
  } else if (raw.distance_m && *raw.distance_m != 0) {
    distance = {*raw.distance_m, Certainty::Stated, "The file says so."};
  }
  PTYCHO_CHECK(inRange(distance, 1e-4, 1e3, raw, "distance_m", "m"));
  Known detector{pixel.value * 1e6, pixel.certainty, pixel.reason};
  PTYCHO_CHECK(inRange(detector, 1e-2, 1e4, raw, "detector_pixel_um", "µm"));

  const bool far = decided.propagation != PropagationChoice::NearField;
  const Radiation radiation = radiationOf(decided);
  const int bin = std::max(1, sides.crop_px / std::max(1, sides.window_px));
  const bool complete = energy.value > 0 && distance.value > 0 && pixel.value > 0;
  Geometry geometry{radiation, energy.value, distance.value, detector.value * bin, sides.window_px};
  const double fromOptics = !complete ? 0 : far ? objectPixelOf(geometry) : pixel.value * bin;
  // The file's object pixel belongs to its probe, or to the stored frame.
  const double probeSide = raw.probe.empty() ? sides.stored_px : static_cast<double>(raw.probe.rows());
  const double fromFile = filePixel.value == 0 ? 0
                          : far                ? filePixel.value * probeSide / sides.crop_px
                                               : filePixel.value * bin;
  Known object;
  if (decided.object_pixel_nm > 0) {
    object = {decided.object_pixel_nm * 1e-9, Certainty::Asked, "As asked."};
  } else if (fromFile > 0) {
    object = {fromFile, Certainty::Stated, "The file's object pixel, after crop and bin."};
  } else if (fromOptics > 0 || (!far && pixel.value > 0)) {
    object = {far ? fromOptics : pixel.value * bin, Certainty::Stated,
              far ? "Wavelength × distance / (side × detector pixel)." : "The detector's pixel: a parallel beam."};
    if (!far) object.certainty = Certainty::Assumed;
  }
  if (object.value != 0 && !(object.value >= kSmallestPixel_m && object.value <= kLargestPixel_m)) {
    return badInput(fmt::format("comes out as {:.6g} m, which cannot be; look at energy_keV, distance_m and "
                                "detector_pixel_um, or give it as object_pixel_nm.",
                                object.value),
                    at(raw, "object_pixel_nm"));
  }
  result.object_pixel_m = object.value;
  result.stored_object_pixel_m = filePixel.value > 0 ? filePixel.value
                                 : far               ? fromOptics * sides.crop_px / probeSide
                                                     : object.value / bin;
  // A ptychodus product has energy, distance and object pixel, and not the detector's.
  const bool detectorMissing = far && object.value > 0 && energy.value > 0 && distance.value > 0 && detector.value == 0;
  const double solved_um =
      detectorMissing ? objectPixelOf({radiation, energy.value, distance.value, 1, sides.window_px}) / object.value : 0;
  if (solved_um >= 1e-2 && solved_um <= 1e4) {
    detector = {solved_um / bin, Certainty::Assumed, "Solved for, from energy, distance and the object pixel."};
    geometry = {radiation, energy.value, distance.value, solved_um, sides.window_px};
  } else if (object.value > 0 && far && (!complete || std::abs(object.value / fromOptics - 1) > 1e-6)) {
    if (complete && std::abs(object.value / fromOptics - 1) > kDifferent) {
      result.notes.push_back(fmt::format(
          "Energy, distance and detector pixel give an object pixel of {:.5g} nm, but {:.5g} "
          "nm is {}; the distance was changed to fit.",
          fromOptics * 1e9, object.value * 1e9, object.certainty == Certainty::Asked ? "asked for" : "stated"));
    }
    const char* why = "Unknown; assumed, so that there is a geometry with the object pixel.";
    assume(energy, radiation == Radiation::Photons ? 8 : 300, why);
    assume(detector, 75, why);
    geometry = {radiation, energy.value, 1, detector.value * bin, sides.window_px};
    distance = {object.value / objectPixelOf(geometry), Certainty::Assumed, "Solved for, from the object pixel."};
    geometry.distance_m = distance.value;
  }
  const bool magnifies = far || object.value > 0;
  if (energy.value > 0 && distance.value >= 1e-4 && distance.value <= 1e3 && detector.value > 0 && magnifies) {
    if (!far) {
      geometry.propagation = Propagation::NearField;
      geometry.magnification = geometry.detector_pixel_um * 1e-6 / object.value;
    }
    result.geometry = geometry;
  }
  const auto say = [&result](const char* key, const Known& known, double factor) {
    if (known.value > 0) result.conventions.push_back({key, text(known.value * factor), known.certainty, known.reason});
  };
  say("energy_keV", energy, 1);
  say("distance_m", distance, 1);
  say("detector_pixel_um", detector, 1);
  say("object_pixel_nm", object, 1e9);
  return result;
}

}  // namespace ptycho
