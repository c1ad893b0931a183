#pragma once

#include <filesystem>

#include "core/measured/prepare_scan.h"

namespace ptycho {

/// Our HDF5, ptychodesk_kind = "scan preview": what `ptychodesk-cli import --preview` hands to the window, so that
/// foreign files are never parsed there. Small and quick; the same checks on reading as for every file.
[[nodiscard]] Result<void> writeScanPreview(const std::filesystem::path& file, const ScanPreview& preview);
[[nodiscard]] Result<ScanPreview> readScanPreview(const std::filesystem::path& file);

}  // namespace ptycho
