#pragma once

#include "core/base/run_context.h"
#include "core/base/spec_json.h"
#include "core/optics/detector.h"
#include "core/optics/forward_model.h"
#include "core/optics/geometry.h"
#include "core/optics/probe.h"
#include "core/optics/scan.h"
#include "core/simulate/acquisition.h"
#include "core/source/sample_object.h"

namespace ptycho {

/// Everything that defines a simulated acquisition. Defaults are the reference study at 60 px.
struct SimulationSpec {
  ObjectSpec object;
  ProbeSpec probe;
  ScanSpec scan;
  DetectorSpec detector;
  Geometry geometry;
  SubpixelMethod subpixel = SubpixelMethod::Fourier;

  bool operator==(const SimulationSpec&) const = default;
};

/// Calls `visit(name, section)` for each part that has fields of its own: object, probe, scan, detector, geometry.
template <class Spec, class Visitor>
void forEachSection(Spec& spec, Visitor&& visit) {
  visit("object", spec.object);
  visit("probe", spec.probe);
  visit("scan", spec.scan);
  visit("detector", spec.detector);
  visit("geometry", spec.geometry);
}

/// {"schema": 1, "object": {…}, "probe": {…}, …}; read back by simulationSpecFromJson.
[[nodiscard]] Json simulationSpecToJson(const SimulationSpec& spec);
/// Missing fields keep the default; an unknown section or field is an error that names it.
[[nodiscard]] Result<SimulationSpec> simulationSpecFromJson(const Json& json);

/// Arrays a spec may take from files instead of making them (core/store loads them).
struct SuppliedArrays {
  ComplexImage object;             ///< used when not empty
  ComplexStack probe;              ///< used when not empty
  std::vector<Position> positions;  ///< used when not empty
};

/// Object + probe + scan → acquisition. Same spec, same bits, whatever the thread count.
/// Errors name the section and the field. Stops between patterns on request (Failed/"stopped" is never
/// an error: the result is then absent, see Simulated::completion).
struct Simulated {
  Acquisition acquisition;
  Completion completion = Completion::Done;
};
[[nodiscard]] Result<Simulated> simulate(const SimulationSpec& spec, const SuppliedArrays& supplied, int threads,
                                         RunContext& context);

}  // namespace ptycho
