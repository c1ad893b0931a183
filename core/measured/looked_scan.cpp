#include "core/measured/looked_scan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/measured/conventions.h"
#include "core/measured/scan_geometry.h"
#include "core/measured/window_preparation.h"

namespace ptycho {

namespace {

constexpr double kCornerShare = 0.35;  // less light than this near the middle: the zero frequency is in the corner
constexpr double kLitFrame = 0.4;      // darkest tenth / mean of a frame that is lit all over
constexpr double kBeamOverWindow = 2;  // wider beams cannot be sampled in the far field
constexpr double kSureFit = 0.7;       // share of the shadows that must move alike

bool isAssumed(const std::vector<Convention>& conventions, const char* key) {
  const Convention* found = findConvention(conventions, key);
  return found != nullptr && found->certainty == Certainty::Assumed;
}

void decideByValues(std::vector<Convention>& conventions, const PatternLook& look, double nearMiddle) {
  if (isAssumed(conventions, "zero_frequency")) {
    const bool corner = nearMiddle < kCornerShare;
    setConvention(conventions, {"zero_frequency", corner ? "corner" : "centre", Certainty::Assumed,
                                fmt::format("{:.0f} % of the light lies nearer to the middle than to the corners.",
                                            100 * nearMiddle)});
  }
  if (isAssumed(conventions, "quantity") && look.largest >= 2) {
    if (look.whole) {
      setConvention(conventions, {"quantity", "intensity", Certainty::Assumed,
                                  fmt::format("All values are whole numbers (up to {:.6g}): counts.", look.largest)});
    } else if (look.squares_whole) {
      setConvention(conventions, {"quantity", "amplitude", Certainty::Assumed,
                                  "The values are square roots of whole numbers: of counts."});
    }
  }
}

Result<void> makeWindows(const RawScan& raw, LookedScan& looked) {
  ImportSpec lenient = looked.detailed.decided;
  // A look shows what there is; prepareScan() refuses.
  if (lenient.bad_values == BadValueChoice::Refuse) lenient.bad_values = BadValueChoice::Zero;
  PTYCHO_TRY(WindowPreparation preparation, WindowPreparation::make(raw, lenient, looked.layout));
  const auto side = static_cast<std::size_t>(looked.detailed.plan.window_px);
  const PatternLook& look = looked.look;
  looked.windows = RealStack(look.places.size(), side, side);
  std::vector<float> stored(look.stored.imageSize());
  std::vector<double> total(side * side, 0.0);
  for (std::size_t i = 0; i < look.places.size(); ++i) {
    std::copy_n(look.stored.image(i), stored.size(), stored.begin());
    float* window = looked.windows.image(i);
    PTYCHO_CHECK(preparation.prepare(looked.detailed.plan.patterns[look.places[i]], stored.data(), window));
    if (i >= look.spread) continue;
    double sum = 0;
    for (std::size_t k = 0; k < total.size(); ++k) {
      total[k] += window[k];
      sum += window[k];
    }
    looked.sums.push_back(sum);
  }
  looked.mask = preparation.mask();
  looked.notes = preparation.notes();
  looked.mean = RealImage(side, side);
  for (std::size_t k = 0; k < total.size(); ++k) {
    looked.mean[k] = static_cast<float>(total[k] / static_cast<double>(look.spread));
  }
  const double ratio = looked.detailed.decided.hot_pixel_ratio;
  if (ratio > 0) {
    const MaskImage hot = hotPixels(looked.mean, ratio);
    if (looked.mask.empty() && std::ranges::any_of(hot, [](auto value) { return value != 0; })) {
      looked.mask = MaskImage(side, side, 1);
    }
    for (std::size_t k = 0; k < hot.size(); ++k) {
      if (hot[k] != 0) looked.mask[k] = 0;
    }
  }
  for (std::size_t k = 0; k < looked.mask.size(); ++k) {
    if (looked.mask[k] == 0) looked.mean[k] = 0;
  }
  return {};
}

/// Brightness of the darkest tenth of the frame, its brightest pixel, over the mean; 0 for a dark frame. Pixels that
/// are masked do not count.
double darkShare(const RawScan& raw, const ImportSpec& decided, const RealImage& stored) {
  std::vector<float> values;
  double total = 0;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (raw.mask.sameShape(stored) && !isValidInMask(raw.mask[i], decided.mask_good)) continue;
    const float value = decided.quantity == QuantityChoice::Amplitude ? stored[i] * stored[i] : stored[i];
    values.push_back(value);
    total += value;
  }
  if (total <= 0) return 0;
  const auto tenth = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 10);
  std::nth_element(values.begin(), tenth, values.end());
  return *tenth * static_cast<double>(values.size()) / total;
}

/// Diameter of the disk that holds as many pixels as effectively are lit, (Σm)²/Σm².
double litDiameter(const RealImage& mean) {
  double sum = 0;
  double squares = 0;
  for (const double value : mean) {
    sum += value;
    squares += value * value;
  }
  return squares > 0 ? 2 * std::sqrt(sum * sum / squares / std::numbers::pi) : 0;
}

/// The object pixel that was asked for, over that of the far field which energy, distance and detector pixel would make;
/// 1 where none was asked for, or nothing can be said. Who asks for a near field's pixel must not make it a far field.
double askedOverFarPixel(const RawScan& raw, const DetailedPlan& detailed) {
  if (detailed.decided.object_pixel_nm == 0 || detailed.decided.position_unit == LengthChoice::Pixel) return 1;
  ImportSpec unasked = detailed.decided;
  unasked.object_pixel_nm = 0;
  unasked.propagation = PropagationChoice::FarField;
  const auto geometry = scanGeometry(raw, unasked, detailed.sides);
  return geometry && geometry->object_pixel_m > 0 ? detailed.plan.object_pixel_m / geometry->object_pixel_m : 1;
}

/// Why the patterns must be a near field; empty: they need not be.
std::string nearFieldReason(const LookedScan& looked) {
  if (looked.dark_share > kLitFrame) {
    return fmt::format("The whole frame is lit, its darkest tenth with {:.0f} % of the mean; a far field falls off.",
                       100 * looked.dark_share);
  }
  if (looked.shadows && looked.shadows->fits > kSureFit &&
      looked.beam_px > kBeamOverWindow * looked.layout.sides.crop_px) {
    return fmt::format(
        "Neighbouring patterns show the same picture, moved with the scan: the shadow of a beam {:.0f} px wide, where "
        "the window of a far field has only {} px.",
        looked.beam_px, looked.layout.sides.crop_px);
  }
  return {};
}

/// Plans a near field; its object pixel follows from the shadows unless it is asked or stated.
Result<void> planNearField(const RawScan& raw, const ImportSpec& spec, std::vector<Convention> conventions,
                           LookedScan& looked) {
  ImportSpec asked = spec;
  const double pixel = looked.detailed.plan.object_pixel_m;
  const bool fromShadows = looked.shadows && pixel > 0 && spec.object_pixel_nm == 0 && !raw.object_pixel_m &&
                           looked.detailed.decided.position_unit != LengthChoice::Pixel;
  if (fromShadows) asked.object_pixel_nm = pixel / looked.shadows->magnification * 1e9;
  PTYCHO_TRY(looked.detailed, planWith(raw, asked, std::move(conventions)));
  if (fromShadows) {
    setConvention(looked.detailed.plan.conventions,
                  {"object_pixel_nm", fmt::format("{:.5g}", asked.object_pixel_nm), Certainty::Assumed,
                   "By how far the shadows move in the patterns with the scan; good to some percent."});
  }
  return {};
}

/// A frame is held some ten times while it is looked at: as stored, turned, summed in double precision.
Result<void> checkFrameMemory(const RawScan& raw) {
  const std::uint64_t bytes = raw.patterns->rows() * raw.patterns->cols() * sizeof(float) * 10;
  if (bytes <= availableMemoryBytes() / 2) return {};
  return badInput(fmt::format("of {} × {} px need {} MiB to be looked at, more than half of the free memory; end other "
                              "programs.",
                              raw.patterns->rows(), raw.patterns->cols(), bytes >> 20),
                  raw.file.filename().string() + ":patterns");
}

}  // namespace

Result<LookedScan> lookAtScan(const RawScan& raw, const ImportSpec& spec, int most) {
  LookedScan looked;
  std::vector<Convention> conventions = resolveConventions(raw, spec);
  PTYCHO_TRY(looked.detailed, planWith(raw, spec, conventions));
  PTYCHO_CHECK(checkFrameMemory(raw));
  PTYCHO_TRY(looked.look, lookAtPatterns(raw, looked.detailed.decided, looked.detailed.plan, most));
  looked.near_middle = shareNearMiddle(looked.look.mean);
  decideByValues(conventions, looked.look, looked.near_middle);
  PTYCHO_TRY(looked.detailed, planWith(raw, spec, conventions));
  PTYCHO_TRY(const FrameLayout whole, frameLayout(raw, looked.detailed.decided, std::nullopt));
  looked.mass = centreOfMass(looked.look.mean, whole);
  PTYCHO_TRY(looked.layout, frameLayout(raw, looked.detailed.decided, looked.mass));
  PTYCHO_CHECK(makeWindows(raw, looked));
  looked.dark_share = darkShare(raw, looked.detailed.decided, looked.look.mean);
  std::vector<Position> positions;
  for (const std::size_t place : looked.look.places) positions.push_back(looked.detailed.plan.scan.positions[place]);
  looked.shadows = shadowMotion(looked.windows, looked.mean, positions, looked.look.pairs);
  if (looked.shadows) {
    looked.beam_px = litDiameter(looked.mean) / looked.shadows->magnification * askedOverFarPixel(raw, looked.detailed);
  }
  looked.near_field_reason = nearFieldReason(looked);
  if (isAssumed(conventions, "propagation") && !looked.near_field_reason.empty()) {
    setConvention(conventions, {"propagation", "near-field", Certainty::Assumed, looked.near_field_reason});
  }
  if (findConvention(conventions, "propagation")->value == "near-field") {
    if (raw.probe.empty() && isAssumed(conventions, "probe")) {
      setConvention(conventions, {"probe", "mean-pattern", Certainty::Assumed, "A near field shows the beam itself."});
    }
    PTYCHO_CHECK(planNearField(raw, spec, conventions, looked));
  }
  return looked;
}

}  // namespace ptycho
