#pragma once

#include <string>
#include <vector>

#include "core/exchange/export_view.h"

namespace ptycho {

/// What the HDF5 and the NPZ product have in common: the same names, in different containers.
struct ProductParts {
  std::string name;
  std::string comments;
  double distance_m = 0;  ///< 0: unknown, as ptychodus has it
  double energy_eV = 0;   ///< 0: unknown
  double pixel_m = 0;
  std::vector<std::int64_t> indexes;
  std::vector<double> x_m, y_m;   ///< (col + w/2 − W/2)·Δ about the object's middle, which is at 0
  ComplexStack probe;             ///< [coherent · incoherent, H, W]
  std::size_t coherent = 1;
  /// [n, coherent]; empty: the probe does not vary. The first column is 1. ptychodus' weights are real: a complex
  /// coefficient c of a mode U is written as Re c for the mode U and Im c for the mode iU.
  std::vector<double> opr_weights;
  const ComplexImage* known = nullptr;    ///< the view's object; null: none is known
  ComplexImage flat;                      ///< then 1 everywhere
  std::vector<std::int64_t> epochs;
  std::vector<double> losses;
  std::vector<std::string> notes;

  [[nodiscard]] const ComplexImage& object() const { return known != nullptr ? *known : flat; }
};

/// Errors: no positions, no probe, no object pixel, electrons (ptychodus takes energies as those of photons).
[[nodiscard]] Result<ProductParts> productParts(const ExportView& view, const std::string& where);

}  // namespace ptycho
