#pragma once

#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// How the probe differs from pattern to pattern (Odstrčil et al., Opt. Express 24, 8360, 2016):
///   P_j = P_0 + Σ_k c_jk·U_k   for the first mode; the U_k are orthonormal.
struct ProbeVariation {
  ComplexStack modes;           ///< U [K, w, w]
  Image<Complex> coefficients;  ///< c [n, K]
  [[nodiscard]] bool empty() const { return modes.empty(); }
  bool operator==(const ProbeVariation&) const = default;
};

/// What a reconstruction solves for; handed from iteration to iteration and from engine to engine.
struct Estimate {
  ComplexImage object;              ///< [object_rows, object_cols] of the problem's scan
  ComplexStack probe;               ///< [modes, w, w]
  std::vector<Position> positions;  ///< px, one for each pattern
  ProbeVariation variation;         ///< empty: the same probe for every pattern
  std::vector<float> scales = {};   ///< a_j, incident intensity of each pattern, mean 1; empty: all 1
  bool operator==(const Estimate&) const = default;
};

/// What happened to an estimate between two iterations, beside the engine, so that state which belongs to it can follow.
struct EstimateChange {
  int roll_rows = 0;            ///< probe and object moved by whole pixels towards higher rows (cyclically in the window) …
  int roll_cols = 0;            ///< … and columns
  Image<Complex> mixing;        ///< new mode a = Σ_b mixing(a, b) · old mode b; empty: none
  float probe_factor = 1;       ///< the probe was multiplied by it and the object divided
  bool probe = false;           ///< the probe (or its variation) has changed in any way
  bool positions = false;       ///< positions have changed
  bool scales = false;          ///< the patterns' intensity scales have changed
  [[nodiscard]] bool any() const {
    return probe || positions || scales || roll_rows != 0 || roll_cols != 0 || !mixing.empty();
  }
};

}  // namespace ptycho
