#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "core/simulate/simulate.h"

namespace ptycho {

/// The reference scan of 36 patterns of 128² px, noise-free, reference probe.
/// @param photos  folder of photographs for the object; empty: a dead-leaves picture
inline Acquisition referenceScan(int step_px, const std::string& photos = {}, int index = 0) {
  SimulationSpec spec;
  spec.scan.step_px = step_px;
  spec.object.index = index;
  if (!photos.empty()) {
    spec.object.source = ObjectSource::Folder;
    spec.object.path = photos;
  }
  RunContext context;
  auto simulated = simulate(spec, {}, 1, context);
  if (!simulated) throw std::runtime_error(simulated.error().text());
  return std::move(simulated->acquisition);
}

}  // namespace ptycho
