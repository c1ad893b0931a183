#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/measured/prepare_scan.h"
#include "widgets/import/scan_map.h"

namespace ptycho {

/// A look at a foreign file as the page shows it; made away from the window's thread.
struct ShownLook {
  ScanPreview preview;
  ScanMap map;
};
using LookPtr = std::shared_ptr<const ShownLook>;

/// Reads what `ptychodesk-cli import --preview` has written: a file of ours, whatever the foreign one was.
[[nodiscard]] Result<LookPtr> readShownLook(const std::filesystem::path& file);

/// Which window of the scan the sample with this number in the file has; none when it was left out.
[[nodiscard]] std::optional<std::size_t> windowOfSample(const ScanPreview& preview, std::size_t sample);

}  // namespace ptycho
