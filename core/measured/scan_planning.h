#pragma once

#include "core/measured/frame_layout.h"
#include "core/measured/prepare_scan.h"

namespace ptycho {

/// What planScan() gives, with the notes of the geometry and the specification without "auto".
struct DetailedPlan {
  ScanPlan plan;
  ImportSpec decided;
  FrameSides sides;
  double stored_object_pixel_m = 0;  ///< of the file's probe; 0: unknown
  std::vector<std::string> notes;

  /// Pixel of the file's probe in pixels of the scan. Where lengths are not known, by the crop.
  [[nodiscard]] double storedPixelRatio() const {
    return stored_object_pixel_m > 0 && plan.object_pixel_m > 0 ? stored_object_pixel_m / plan.object_pixel_m
                                                                : static_cast<double>(sides.crop_px) / sides.stored_px;
  }
};

/// planScan() from conventions that are resolved already.
[[nodiscard]] Result<DetailedPlan> planWith(const RawScan& raw, const ImportSpec& spec,
                                            std::vector<Convention> conventions);

}  // namespace ptycho
