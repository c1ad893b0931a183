#include "widgets/import/shown_look.h"

#include "core/store/scan_preview_file.h"

namespace ptycho {

Result<LookPtr> readShownLook(const std::filesystem::path& file) {
  PTYCHO_TRY(ScanPreview preview, readScanPreview(file));
  auto look = std::make_shared<ShownLook>();
  look->preview = std::move(preview);
  look->map = makeScanMap(look->preview.scan);
  return LookPtr(std::move(look));
}

std::optional<std::size_t> windowOfSample(const ScanPreview& preview, std::size_t sample) {
  if (sample >= preview.sample_indices.size()) return std::nullopt;
  const ImportSpec& spec = preview.report.spec;
  const auto first = static_cast<std::uint64_t>(std::max(0, spec.first_pattern));
  const auto every = static_cast<std::uint64_t>(std::max(1, spec.every));
  const std::uint64_t number = preview.sample_indices[sample];
  if (number < first) return std::nullopt;
  const std::uint64_t window = (number - first) / every;
  if (window >= preview.scan.positions.size()) return std::nullopt;
  return static_cast<std::size_t>(window);
}

}  // namespace ptycho
