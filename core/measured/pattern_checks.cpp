#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/measured/conventions.h"
#include "core/measured/import_checks.h"

namespace ptycho {

namespace {

ImportCheck values(const LookedScan& looked) {
  const PatternLook& look = looked.look;
  if (look.negative == 0 && look.not_finite == 0) {
    return {"values", CheckLevel::Fine, "No negative and no missing values in the patterns looked at.", ""};
  }
  const std::string text = fmt::format("{} negative and {} missing (NaN or infinite) values in {} patterns looked at.",
                                       look.negative, look.not_finite, look.places.size());
  if (looked.detailed.decided.bad_values == BadValueChoice::Refuse) {
    return {"values", CheckLevel::Problem, text, "Set bad_values to mask or zero."};
  }
  return {"values", CheckLevel::Note, text, ""};
}

ImportCheck saturation(const RawScan& raw, const LookedScan& looked) {
  const auto maximum = raw.patterns->typeMaximum();
  const double level = looked.detailed.decided.saturation;
  if (looked.look.saturated == 0 || !maximum || (level > 0 && level <= *maximum)) {
    return {"saturation", CheckLevel::Fine,
            fmt::format("The largest value is {:.6g} ({}).", looked.look.largest, raw.patterns->typeText()), ""};
  }
  return {"saturation", CheckLevel::Warning,
          fmt::format("{} values are {:.0f}, the largest that {} holds: saturated, or marks of dead pixels.",
                      looked.look.saturated, *maximum, raw.patterns->typeText()),
          fmt::format("Set saturation to {:.0f}, which masks these pixels.", *maximum)};
}

ImportCheck quantity(const LookedScan& looked) {
  const PatternLook& look = looked.look;
  const bool amplitude = looked.detailed.decided.quantity == QuantityChoice::Amplitude;
  const bool counts = look.whole && look.largest >= 2;
  const bool roots = !look.whole && look.squares_whole && look.largest >= 2;
  if (amplitude && counts) {
    return {"quantity", CheckLevel::Warning,
            fmt::format("All values are whole numbers up to {:.6g}, as counts are, but are taken as amplitudes.",
                        look.largest),
            "Set quantity to intensity."};
  }
  if (!amplitude && roots) {
    return {"quantity", CheckLevel::Warning,
            "The values are square roots of whole numbers, as amplitudes are, but are taken as intensities.",
            "Set quantity to amplitude."};
  }
  if (counts || roots) {
    return {"quantity", CheckLevel::Fine, counts ? "The values are counts." : "Roots of counts.", ""};
  }
  const Convention* convention = findConvention(looked.detailed.plan.conventions, "quantity");
  const bool guessed = convention != nullptr && convention->certainty == Certainty::Assumed;
  return {"quantity", guessed ? CheckLevel::Note : CheckLevel::Fine,
          fmt::format("The values are no whole numbers (up to {:.6g}) and are taken as {}.", look.largest,
                      amplitude ? "amplitudes" : "intensities"),
          guessed ? "Set quantity, if they are the other." : ""};
}

ImportCheck zeroFrequency(const LookedScan& looked) {
  const bool corner = looked.detailed.decided.zero_frequency == ZeroFrequencyChoice::Corner;
  const double share = looked.near_middle;
  const std::string text = fmt::format(
      "{:.0f} % of the light lies nearer to the middle than to the corners; the zero "
      "frequency is taken to be in the {}.",
      100 * share, corner ? "corner" : "middle");
  if (corner ? share > 0.65 : share < 0.35) {
    return {"zero_frequency", CheckLevel::Warning, text,
            fmt::format("Set zero_frequency to {}.", corner ? "centre" : "corner")};
  }
  return {"zero_frequency", CheckLevel::Fine, text, ""};
}

ImportCheck centreOfMassCheck(const LookedScan& looked) {
  const FrameLayout& layout = looked.layout;
  const int half = layout.sides.crop_px / 2;
  const double down = looked.mass.row - static_cast<double>(layout.first_row + half);
  const double right = looked.mass.col - static_cast<double>(layout.first_col + half);
  const std::string text =
      fmt::format("The patterns' centre of mass lies {:.1f} px {} and {:.1f} px {} the middle.", std::abs(right),
                  right < 0 ? "left of" : "right of", std::abs(down), down < 0 ? "above" : "below");
  const double allowed = std::max(3.0, 0.05 * layout.sides.crop_px);
  const bool near = looked.detailed.plan.propagation == Propagation::NearField;
  if (near || std::hypot(down, right) <= allowed) return {"centre_of_mass", CheckLevel::Fine, text, ""};
  return {"centre_of_mass", CheckLevel::Warning, text, "Set centre to mass, or give centre_row and centre_col."};
}

/// How far the light is propagated, and by what; a warning as long as nobody says that it is a near field.
ImportCheck nearFieldCheck(const LookedScan& looked, const Convention& convention) {
  const std::string text = "The patterns are a near field. " + convention.reason;
  const auto& geometry = looked.detailed.plan.geometry;
  if (!geometry) {
    return {"propagation", CheckLevel::Warning, text + " How far the Fresnel propagation goes is not known.",
            "Give energy, distance, detector pixel and object pixel to reconstruct them."};
  }
  const double fresnel = fresnelNumberOf(*geometry);
  const std::string figures =
      fmt::format(" Magnified {:.4g} times, with a Fresnel number of {:.3g} a pixel, as {:.3g} mm behind the sample in "
                  "a parallel beam.",
                  geometry->magnification, fresnel, 1e3 * geometry->distance_m / geometry->magnification);
  const int side = looked.detailed.plan.window_px;
  if (fresnel * side < 1) {
    return {"propagation", CheckLevel::Warning,
            text + figures + fmt::format(" Windows of {} px are too small for less than 1/{}.", side, side),
            "Look at distance and object pixel, or set propagation to far-field."};
  }
  const bool assumed = convention.certainty == Certainty::Assumed;
  return {"propagation", assumed ? CheckLevel::Warning : CheckLevel::Fine, text + figures,
          assumed ? "If they are far-field after all, set propagation to far-field." : ""};
}

ImportCheck propagation(const LookedScan& looked) {
  const Convention* convention = findConvention(looked.detailed.plan.conventions, "propagation");
  if (looked.detailed.plan.propagation == Propagation::NearField) {
    return nearFieldCheck(looked, *convention);
  }
  if (!looked.near_field_reason.empty()) {
    return {"propagation", CheckLevel::Warning, "They are taken as far-field patterns. " + looked.near_field_reason,
            "Set propagation to near-field, or look at background and object pixel."};
  }
  return {"propagation", CheckLevel::Fine,
          fmt::format("The darkest tenth of the mean pattern has {:.2g} % of its mean: it falls off, as far fields do.",
                      100 * looked.dark_share),
          ""};
}

ImportCheck detectorPixel(const RawScan& raw) {
  if (!raw.detector_pixel_m) {
    return {"detector_pixel", CheckLevel::Fine, "The detector's pixel is not in the file.", ""};
  }
  const auto [rows, cols] = *raw.detector_pixel_m;
  if (std::abs(rows / cols - 1) <= 1e-3) {
    return {"detector_pixel", CheckLevel::Fine, fmt::format("{:.4g} µm, square.", rows * 1e6), ""};
  }
  return {
      "detector_pixel", CheckLevel::Warning,
      fmt::format("Detector pixels are {:.5g} µm high and {:.5g} µm wide; they are taken as squares of the same area.",
                  rows * 1e6, cols * 1e6),
      "Give detector_pixel_um, if the file is wrong."};
}

ImportCheck maskCheck(const LookedScan& looked) {
  if (looked.mask.empty()) return {"mask", CheckLevel::Fine, "All pixels are valid.", ""};
  const auto invalid = static_cast<std::size_t>(std::ranges::count(looked.mask, std::uint8_t{0}));
  const double share = static_cast<double>(invalid) / static_cast<double>(looked.mask.size());
  const std::string text = fmt::format("{} pixels ({:.2g} %) are masked.", invalid, 100 * share);
  if (share > 0.5) {
    return {"mask", CheckLevel::Warning, text, "Look whether mask_good has the right polarity."};
  }
  return {"mask", CheckLevel::Fine, text, ""};
}

}  // namespace

std::vector<ImportCheck> patternChecks(const RawScan& raw, const LookedScan& looked) {
  return {values(looked),        saturation(raw, looked),   quantity(looked),
          zeroFrequency(looked), centreOfMassCheck(looked), propagation(looked),
          detectorPixel(raw),    maskCheck(looked)};
}

}  // namespace ptycho
