#include "core/optics/probe.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/optics/geometry.h"
#include "core/optics/propagation.h"

namespace ptycho {

namespace {

Complex polar(double amplitude, double phase) {
  return {static_cast<float>(amplitude * std::cos(phase)), static_cast<float>(amplitude * std::sin(phase))};
}

/// Calls value(r²) for every pixel; r = 0 at [w/2, w/2].
template <class Function>
ComplexImage radialProbe(int window, Function&& value) {
  ComplexImage probe(window, window);
  const double centre = window / 2;
  for (int row = 0; row < window; ++row) {
    for (int col = 0; col < window; ++col) {
      const double y = row - centre;
      const double x = col - centre;
      probe(row, col) = value(y * y + x * x);
    }
  }
  return probe;
}

}  // namespace

const FieldList<ProbeSpec>& ProbeSpec::fields() {
  static const FieldList<ProbeSpec> list{
      choiceField("probe", "Probe", {"gaussian", "disk", "zone-plate", "file"}, "Kind of illumination", &ProbeSpec::kind),
      field("window_px", "Window", "px", 8, 8192, "Side of the probe window and of the detector", &ProbeSpec::window_px),
      field("sigma_px", "Sigma", "px", 0.1, 4096, "Gaussian: amplitude exp(−r²/2σ²)", &ProbeSpec::sigma_px),
      field("curvature_rad_px2", "Curvature", "rad/px²", -1, 1,
            "Gaussian and disk: phase exp(iκr²); 1/512 = 0.001953125 is the reference, 0 a flat phase",
            &ProbeSpec::curvature_rad_px2),
      field("diameter_px", "Diameter", "px", 1, 8192, "Disk: diameter at half height", &ProbeSpec::diameter_px),
      field("edge_px", "Edge", "px", 0.01, 1024, "Disk: width of the soft edge", &ProbeSpec::edge_px),
      field("zone_plate_diameter_um", "Zone plate", "µm", 1, 1e4, "Zone plate: diameter",
            &ProbeSpec::zone_plate_diameter_um),
      field("outer_zone_width_nm", "Outer zone", "nm", 1, 1e5, "Zone plate: width of the outermost zone",
            &ProbeSpec::outer_zone_width_nm),
      field("central_stop_um", "Central stop", "µm", 0, 1e4, "Zone plate: diameter of the central stop",
            &ProbeSpec::central_stop_um),
      field("defocus_um", "Defocus", "µm", -1e6, 1e6, "Zone plate: distance from the focus to the sample, downstream > 0",
            &ProbeSpec::defocus_um),
      field("probe_photons", "Photons in the probe", "", 0, 1e15, "Scales Σ|P|² to this; 0 leaves the peak amplitude at 1",
            &ProbeSpec::photons),
      field("probe_file", "Probe file", "Kind \"file\": complex HDF5 data set [modes, w, w] or [w, w], file.h5:/dataset",
            &ProbeSpec::file),
  };
  return list;
}

Result<ComplexStack> makeProbe(const ProbeSpec& spec, const Geometry& geometry) {
  ComplexImage probe;
  switch (spec.kind) {
    case ProbeKind::Gaussian:
      probe = radialProbe(spec.window_px, [&](double r2) {
        return polar(std::exp(-r2 / (2 * spec.sigma_px * spec.sigma_px)), spec.curvature_rad_px2 * r2);
      });
      break;
    case ProbeKind::Disk:
      if (spec.diameter_px > spec.window_px) {
        return badInput(fmt::format("{:.6g} px is larger than the window of {} px; use a smaller disk or a larger window.",
                                    spec.diameter_px, spec.window_px), "diameter_px");
      }
      probe = radialProbe(spec.window_px, [&](double r2) {
        return polar(0.5 * (1 - std::tanh((std::sqrt(r2) - spec.diameter_px / 2) / spec.edge_px)),
                     spec.curvature_rad_px2 * r2);
      });
      break;
    case ProbeKind::ZonePlate: {
      PTYCHO_TRY(probe, zonePlateProbe(spec, geometry));
      break;
    }
    case ProbeKind::File:
      return badInput("is \"file\", but no probe was loaded; give probe_file as file.h5:/probe.", "probe");
  }
  ComplexStack modes(probe);
  scaleProbe(modes, spec.photons);
  return modes;
}

void scaleProbe(ComplexStack& probe, double photons) {
  if (!(photons > 0)) return;
  double energy = 0;
  for (const auto& value : probe) energy += static_cast<double>(std::norm(value));
  if (!(energy > 0)) return;
  const auto factor = static_cast<float>(std::sqrt(photons / energy));
  for (auto& value : probe) value *= factor;
}

RealImage probeIntensity(const ComplexStack& probe) {
  RealImage intensity(probe.rows(), probe.cols());
  for (std::size_t mode = 0; mode < probe.count(); ++mode) {
    const Complex* values = probe.image(mode);
    for (std::size_t i = 0; i < intensity.size(); ++i) intensity[i] += std::norm(values[i]);
  }
  return intensity;
}

}  // namespace ptycho
