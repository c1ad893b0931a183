#include <fmt/format.h>

#include "core/exchange/npz_file.h"
#include "core/import/formats.h"
#include "core/import/raster_positions.h"
#include "core/import/scan_format.h"
#include "core/import/text_positions.h"
#include "core/store/h5_reader.h"

namespace ptycho {

namespace {

std::string containerText(Container container) {
  switch (container) {
    case Container::Hdf5: return "an HDF5 file";
    case Container::Zip: return "a ZIP archive";
    case Container::Npy: return "a NumPy array";
    case Container::Tiff: return "a TIFF";
    case Container::Text: return "a text file";
    case Container::Other: break;
  }
  return "a file of another kind";
}

Result<const ScanFormat*> formatFor(const ScanFile& file, FormatChoice choice) {
  std::string known;
  for (const ScanFormat& format : scanFormats()) {
    if (choice == FormatChoice::Auto ? format.recognises(file) : format.choice == choice) return &format;
    known += (known.empty() ? "" : ", ") + format.title;
  }
  const std::string holdings = file.hdf5    ? " with " + file.hdf5->holdings()
                               : file.numpy ? " with " + file.numpy->holdings()
                                            : std::string();
  return badInput(fmt::format("is {}{}, in none of the known formats ({}); name the data sets, or say the format.",
                              containerText(file.container), holdings, known), file.path.string());
}

}  // namespace

const std::vector<ScanFormat>& scanFormats() {
  static const std::vector<ScanFormat> formats{
      nxcxiFormat(),
      cxiFormat(),
      ptydFormat(),
      ptychodusProductFormat(),
      ptychodusPatternsFormat(),
      ptyLabFormat(),
      foldSliceFormat(),
      neuralNpzFormat(),
      tiffStackFormat(),
      plainHdf5Format(),
      plainNpzFormat(),
  };
  return formats;
}

Result<RawScan> openScan(const std::filesystem::path& path, const ImportSpec& spec) {
  PTYCHO_TRY(const ScanFile file, ScanFile::open(path));
  PTYCHO_TRY(const ScanFormat* format, formatFor(file, spec.format));
  PTYCHO_TRY(RawScan scan, format->open(file, spec));
  if (!spec.positions_file.empty()) {
    PTYCHO_TRY(GivenPositions positions, readTextPositions(spec.positions_file));
    takePositions(std::move(positions), scan);
  }
  if (spec.raster_step_nm > 0) PTYCHO_CHECK(takeRaster(spec, scan));
  scan.format = format->key;
  scan.file = path;
  return scan;
}

}  // namespace ptycho
