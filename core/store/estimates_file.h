#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

/// An object to be handed to other programs, with where it comes from.
struct ExportedEstimate {
  std::string source;       ///< file name of the result or evaluation
  std::int64_t image = -1;  ///< of an evaluation; −1: of a result
  std::string method;       ///< of an evaluation
  double pixel_m = 0;       ///< 0: unknown
  ComplexImage object;      ///< [H, W]
  ComplexImage truth;       ///< [H, W], empty when unknown
  RealImage amplitude;      ///< [H, W], as figures show it: without the free global phase
  RealImage phase;          ///< [H, W], rad
};

/// Our HDF5, ptychodesk_kind = "estimates": for the k-th estimate a group /estimate_<k> (k from 0, four digits) with
/// object and truth (complex64), amplitude and phase (float32), and the attributes source, image, method, pixel_m. The
/// recipe of the figure is the attribute `spec` of the file. Atomic; the same estimates give the same bytes.
[[nodiscard]] Result<void> writeEstimates(const std::filesystem::path& file, const std::vector<ExportedEstimate>& estimates,
                                          const std::string& recipe);

}  // namespace ptycho
