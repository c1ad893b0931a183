#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange/scan_export.h"

namespace ptycho {

/// What is exported, put together from result and acquisition; refers to both.
struct ExportView {
  std::string name;
  const ComplexImage* object = nullptr;  ///< null: none is known
  bool truth = false;                    ///< the object is the simulated one, not a reconstruction
  const ComplexStack* probe = nullptr;   ///< [modes, w, w]; null: none
  const ProbeVariation* variation = nullptr;  ///< null: the probe is the same for every pattern
  bool scales = false;                   ///< there is a factor for the intensity of each pattern
  std::vector<Position> positions;       ///< as they belong to the object: refined where they were refined
  std::vector<Position> given;           ///< as given, where they were refined; else empty
  std::size_t window_px = 0;
  std::size_t rows = 0;                  ///< of the object
  std::size_t cols = 0;
  std::optional<Geometry> geometry;
  Propagation propagation = Propagation::FarField;
  double object_pixel_m = 0;             ///< 0: unknown
  const Acquisition* patterns = nullptr; ///< null: they are not exported
  const std::vector<IterationRecord>* history = nullptr;
};

/// Errors: nothing to export, patterns asked for without an acquisition, result and acquisition of different scans, an
/// object pixel that contradicts the geometry.
[[nodiscard]] Result<ExportView> exportView(const ExportContent& content, const ExportOptions& options,
                                            const std::string& where);

/// Middles of the windows about the middle of the object, (y, x): y = (row + w/2 − H/2)·Δ. A window whose corner is
/// at (H − w)/2 is at 0.
[[nodiscard]] std::vector<std::array<double, 2>> middlesInMetres(const std::vector<Position>& positions,
                                                                 const ExportView& view);

/// The object's pixel, or the sentence that asks for it. @param format  for the sentence: "CXI"
[[nodiscard]] Result<double> pixelFor(const ExportView& view, const std::string& format, const std::string& where);
/// There are positions, or the sentence that says so.
[[nodiscard]] Result<void> checkPositions(const ExportView& view, const std::string& where);

/// "4.7 keV" and so on have no place: sentences about what every format but our own leaves out.
[[nodiscard]] std::vector<std::string> notesOf(const ExportView& view, bool holdsGiven, bool holdsVariation);

/// name.h5 → name-patterns.h5
[[nodiscard]] std::filesystem::path besideFile(const std::filesystem::path& file, const std::string& what,
                                               const std::string& suffix);

}  // namespace ptycho
