#pragma once

#include "core/exchange/export_view.h"

namespace ptycho {

/// The writers behind exportScan(), one a file of its name; what is said there holds for each.

/// /cxi_version 160; /entry_1/instrument_1/{source_1/energy J, detector_1/{distance, x_pixel_size, y_pixel_size m,
/// data, mask (1 = bad)}}, /entry_1/sample_1/geometry_1/translation [n, 3] m (x, y, 0) and, where refined,
/// translation_given, /entry_1/data_1 with links to data and translation, /entry_1/image_1 (probe [1, modes, w, w]) and image_2 (object [1, H, W]) with image_size m,
/// source_1/illumination (link to the probe; without an object the probe itself), process_1, and what ptychodus keeps
/// below /entry_1/ptychodus.
[[nodiscard]] Result<ExportedFiles> writeCxi(const std::filesystem::path& file, const ExportView& view);

/// The tables of FORMATS.md; patterns in NAME-patterns.h5 (indexes, patterns, bad_pixels).
[[nodiscard]] Result<ExportedFiles> writePtychodusProduct(const std::filesystem::path& file, const ExportView& view);

/// ptychogram, encoder (row, col) m, dxd, zo, wavelength; probe and object
/// [1, 1, modes, 1, y, x], error, dxp.
[[nodiscard]] Result<ExportedFiles> writePtyLab(const std::filesystem::path& file, const ExportView& view);

/// The product's names flat in an NPZ (probe_pixel_width_m, object_center_x_m, …); patterns in NAME-patterns.npz.
[[nodiscard]] Result<ExportedFiles> writePtychodusNpz(const std::filesystem::path& file, const ExportView& view);

/// diff3d float32 [n, h, w] amplitudes, probeGuess, objectGuess complex64, xcoords, ycoords px of the windows' middles
/// in objectGuess (refined), xcoords_start, ycoords_start (given), scan_index.
[[nodiscard]] Result<ExportedFiles> writeNeuralNpz(const std::filesystem::path& file, const ExportView& view);

}  // namespace ptycho
