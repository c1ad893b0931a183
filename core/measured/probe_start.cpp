#include "core/measured/probe_start.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/measured/looked_scan.h"
#include "core/optics/detector_transform.h"
#include "core/optics/fft.h"
#include "core/optics/probe.h"
#include "core/optics/propagation.h"

namespace ptycho {

namespace {

constexpr std::size_t kLargestSide = 8'192;

std::size_t shifted(std::size_t index, std::size_t n, std::size_t shift) { return (index + shift) % n; }

/// Copies the signed frequencies (or pixels about the middle) that both sides have.
void copyMiddle(const ComplexImage& from, ComplexImage& to) {
  const auto common = static_cast<std::int64_t>(std::min(from.rows(), to.rows()));
  const auto fromMiddle = static_cast<std::int64_t>(from.rows() / 2);
  const auto toMiddle = static_cast<std::int64_t>(to.rows() / 2);
  for (std::int64_t r = -(common / 2); r < common - common / 2; ++r) {
    for (std::int64_t c = -(common / 2); c < common - common / 2; ++c) {
      to(static_cast<std::size_t>(r + toMiddle), static_cast<std::size_t>(c + toMiddle)) =
          from(static_cast<std::size_t>(r + fromMiddle), static_cast<std::size_t>(c + fromMiddle));
    }
  }
}

ComplexImage rolled(const ComplexImage& image, std::size_t shift) {
  ComplexImage out(image.rows(), image.cols());
  for (std::size_t r = 0; r < image.rows(); ++r) {
    for (std::size_t c = 0; c < image.cols(); ++c) {
      out(shifted(r, image.rows(), shift), shifted(c, image.cols(), shift)) = image(r, c);
    }
  }
  return out;
}

double powerOf(const ComplexStack& probe) {
  double power = 0;
  for (const Complex value : probe) power += std::norm(value);
  return power;
}

Result<ProbeStart> fromFile(const RawScan& raw, const DetailedPlan& detailed) {
  const std::string where = raw.file.filename().string() + ":probe";
  const char* remedy = "choose probe = mean-pattern or aperture";
  const ComplexStack& stored = raw.probe;
  if (stored.empty()) return badInput(fmt::format("is not in the file; {}.", remedy), where);
  if (stored.rows() > kLargestSide || stored.cols() > kLargestSide) {
    return badInput(fmt::format("is {} × {} px; {}.", stored.rows(), stored.cols(), remedy), where);
  }
  const double power = powerOf(stored);
  if (!std::isfinite(power) || power <= 0) {
    return badInput(fmt::format("is {} everywhere; {}.", power == 0 ? "0" : "not finite", remedy), where);
  }
  ProbeStart start;
  const auto window = static_cast<std::size_t>(detailed.plan.window_px);
  const std::size_t square = std::min(stored.rows(), stored.cols());
  // In pixels of the scan, the stored side is longer or shorter.
  const double ratio = detailed.storedPixelRatio();
  const double wanted = std::round(static_cast<double>(square) * ratio);
  if (!(wanted >= 2 && wanted <= static_cast<double>(kLargestSide))) {
    return badInput(fmt::format("has pixels {:.4g} times as large as the scan's; {}.", ratio, remedy), where);
  }
  const auto side = static_cast<std::size_t>(wanted);
  if (stored.rows() != stored.cols()) start.notes.push_back("The file's probe was cropped to a square.");
  if (side != square) {
    start.notes.push_back(
        fmt::format("The file's probe of {} px was resampled to {} px, to have the scan's pixel.", square, side));
  }
  if (side != window) {
    start.notes.push_back(fmt::format("The file's probe of {} px was {} to the window of {} px.", side,
                                      side > window ? "cropped" : "padded with 0", window));
  }
  start.probe = ComplexStack(stored.count(), window, window);
  for (std::size_t mode = 0; mode < stored.count(); ++mode) {
    ComplexImage image = stored.copy(mode);
    if (image.rows() != image.cols()) {
      ComplexImage cut(square, square);
      const std::size_t top = image.rows() / 2 - square / 2;
      const std::size_t left = image.cols() / 2 - square / 2;
      for (std::size_t r = 0; r < square; ++r) std::copy_n(image.row(top + r) + left, square, cut.row(r));
      image = std::move(cut);
    }
    start.probe.assign(mode, croppedOrPadded(resampledToSide(image, side), window));
  }
  return start;
}

Result<ProbeStart> aperture(const DetailedPlan& detailed) {
  ProbeSpec disk;
  disk.kind = ProbeKind::Disk;
  disk.window_px = detailed.plan.window_px;
  disk.curvature_rad_px2 = 0;
  disk.diameter_px = 0.4 * disk.window_px;
  const double diameter_um = detailed.decided.aperture_um;
  if (diameter_um > 0) {
    if (detailed.plan.object_pixel_m <= 0) {
      return badInput(
          "is a length, but the object's pixel is not known; give object_pixel_nm, or leave it 0 for 40 % of "
          "the window.",
          "aperture_um");
    }
    disk.diameter_px = diameter_um * 1e-6 / detailed.plan.object_pixel_m;
    if (disk.diameter_px < 1 || disk.diameter_px > disk.window_px) {
      return badInput(fmt::format("of {:.4g} µm is {:.4g} px of {:.4g} nm; 1 to {} px fit the window.", diameter_um,
                                  disk.diameter_px, detailed.plan.object_pixel_m * 1e9, disk.window_px),
                      "aperture_um");
    }
  }
  PTYCHO_TRY(ComplexStack probe, makeProbe(disk, detailed.plan.geometry.value_or(Geometry{})));
  return ProbeStart{std::move(probe), {}};
}

/// A near field shows the beam itself, once it is propagated back as far as is known.
ProbeStart asSeen(const RealImage& mean, const std::optional<Geometry>& geometry) {
  ComplexImage field(mean.rows(), mean.cols());
  for (std::size_t i = 0; i < field.size(); ++i) field[i] = std::sqrt(mean[i]);
  const auto transfer = geometry ? transferOf(*geometry, mean.rows()) : ComplexImage();
  if (transfer && !transfer->empty()) {
    DetectorTransform(mean.rows(), mean.cols(), *transfer).inverse(field.data());
  } else {
    field = middleToCorner(field);  // sides are even: there and back are the same
  }
  return {ComplexStack(field), {}};
}

ProbeStart backPropagated(const RealImage& mean) {
  ComplexImage field(mean.rows(), mean.cols());
  for (std::size_t r = 0; r < mean.rows(); ++r) {
    for (std::size_t c = 0; c < mean.cols(); ++c) {
      // A checkerboard phase puts the focus into the middle of the window, [w/2, w/2].
      field(r, c) = std::sqrt(mean(r, c)) * ((r + c) % 2 == 0 ? 1.0F : -1.0F);
    }
  }
  Fft2(mean.rows(), mean.cols()).inverse(field.data());
  return {ComplexStack(field), {}};
}

}  // namespace

ComplexImage croppedOrPadded(const ComplexImage& mode, std::size_t side) {
  if (mode.rows() == side) return mode;
  ComplexImage out(side, side);
  copyMiddle(mode, out);
  return out;
}

ComplexImage resampledToSide(const ComplexImage& mode, std::size_t side) {
  const std::size_t n = mode.rows();
  if (n == side) return mode;
  // To the corner, so that the middle [n/2] goes to the middle [side/2] whatever the parity.
  ComplexImage spectrum = rolled(mode, n - n / 2);
  Fft2(n, n).forward(spectrum.data());
  ComplexImage other(side, side);
  copyMiddle(rolled(spectrum, n / 2), other);
  other = rolled(other, side - side / 2);
  Fft2(side, side).inverse(other.data());
  return rolled(other, side / 2);
}

double brightPower(std::vector<double> sums) {
  if (sums.empty()) return 0;
  const auto place = sums.begin() + static_cast<std::ptrdiff_t>((sums.size() - 1) * 95 / 100);
  std::nth_element(sums.begin(), place, sums.end());
  return *place;
}

Result<ProbeStart> startProbe(const RawScan& raw, const DetailedPlan& detailed, const RealImage& mean, double power) {
  const ImportSpec& decided = detailed.decided;
  ProbeStart start;
  if (decided.probe == ProbeChoice::File) {
    PTYCHO_TRY(start, fromFile(raw, detailed));
  } else if (decided.probe == ProbeChoice::Aperture) {
    PTYCHO_TRY(start, aperture(detailed));
  } else {
    const bool near = detailed.plan.propagation == Propagation::NearField;
    start = near ? asSeen(mean, detailed.plan.geometry) : backPropagated(mean);
  }
  if (decided.probe != ProbeChoice::File && decided.defocus_um != 0) {
    const auto& geometry = detailed.plan.geometry;
    if (!geometry || detailed.plan.object_pixel_m <= 0) {
      return badInput(
          "needs the wavelength and the object's pixel, which are not known; give energy_keV, distance_m and "
          "detector_pixel_um, or set it to 0.",
          "defocus_um");
    }
    for (std::size_t mode = 0; mode < start.probe.count(); ++mode) {
      ComplexImage field = start.probe.copy(mode);
      propagateAngularSpectrum(field, decided.defocus_um * 1e-6, wavelengthOf(*geometry), detailed.plan.object_pixel_m);
      start.probe.assign(mode, field);
    }
  }
  const double reached = powerOf(start.probe);
  if (!(reached > 0) || !std::isfinite(reached)) {
    return badInput(
        "comes out dark: the patterns hold no light, or the file's probe lies outside the window; choose "
        "probe = aperture.",
        raw.file.filename().string() + ":probe");
  }
  if (power > 0 && decided.probe_power) {
    scaleProbe(start.probe, power);
  } else if (reached > std::numeric_limits<float>::max()) {
    return badInput(
        fmt::format("has a power of {:.3g}, beyond what can be calculated with; choose probe = aperture or mean-pattern.",
                    reached),
        raw.file.filename().string() + ":probe");
  }
  return start;
}

}  // namespace ptycho
