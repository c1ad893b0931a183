#include "core/exchange/scan_export.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/format_writers.h"
#include "core/exchange/positions_csv.h"
#include "core/exchange/result_pictures.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

std::string lowerCase(std::string text) {
  for (char& letter : text) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return text;
}

std::string keysOf(const std::vector<const ExportFormatInfo*>& formats) {
  std::string text;
  for (const ExportFormatInfo* format : formats) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", format->key, format->suffix);
  }
  return text;
}

/// Amplitude and phase, and the positions as a table beside them.
Result<ExportedFiles> writeTiffs(const fs::path& file, const ExportView& view, const ExportContent& content,
                                 const ExportOptions& options) {
  if (content.result == nullptr) {
    return badInput("has no reconstruction to show as TIFF; export the acquisition as CXI, PtyLab or NPZ.",
                    file.string());
  }
  ExportedFiles exported;
  PTYCHO_TRY(exported.files, writeResultTiffs(file, *content.result, options.depth));
  if (options.patterns) exported.notes.emplace_back("Patterns are not exported as TIFF.");
  if (view.positions.empty()) return exported;
  exported.files.push_back(besideFile(file, "positions", ".csv"));
  PTYCHO_CHECK(writePositionsCsv(exported.files.back(), view));
  return exported;
}

}  // namespace

const std::vector<ExportFormatInfo>& exportFormats() {
  static const std::vector<ExportFormatInfo> formats{
      {ExportFormat::Cxi, "cxi", "CXI", ".cxi", {".cxi"}, true, true,
       "Result and scan for ptychodus, ptypy, PyNX and cdtools"},
      {ExportFormat::PtychodusProduct, "ptychodus", "ptychodus product (HDF5)", ".h5", {".h5", ".hdf5"}, true, true,
       "Positions, probe and object for ptychodus; patterns in a file beside it"},
      {ExportFormat::PtyLab, "ptylab", "PtyLab (HDF5)", ".hdf5", {".h5", ".hdf5"}, true, true,
       "Scan or result for PtyLab"},
      {ExportFormat::PtychodusNpz, "npz", "ptychodus product (NPZ)", ".npz", {".npz"}, true, true,
       "The same as arrays of NumPy"},
      {ExportFormat::NeuralNpz, "neural-npz", "NPZ of neural networks", ".npz", {}, true, true,
       "diff3d, probeGuess, objectGuess and pixel coordinates for PtychoPINN and its kin"},
      {ExportFormat::Tiff, "tiff", "TIFF, amplitude and phase", ".tif", {".tif", ".tiff"}, false, false,
       "Numbers for image programs; positions as CSV beside them"},
  };
  return formats;
}

Result<ExportFormatInfo> exportFormatOf(const fs::path& file, const std::string& key) {
  std::vector<const ExportFormatInfo*> all;
  std::vector<const ExportFormatInfo*> fitting;
  const std::string suffix = lowerCase(file.extension().string());
  for (const ExportFormatInfo& format : exportFormats()) {
    if (format.key == key) return format;
    all.push_back(&format);
    if (std::ranges::find(format.suffixes, suffix) != format.suffixes.end()) fitting.push_back(&format);
  }
  if (!key.empty()) return badInput(fmt::format("\"{}\" is no format; there are {}.", key, keysOf(all)), "--format");
  if (fitting.size() == 1) return *fitting.front();
  if (fitting.empty()) {
    return badInput(fmt::format("ends in \"{}\", which names no format; choose one with --format: {}.", suffix,
                                keysOf(all)), file.string());
  }
  return badInput(fmt::format("ends in \"{}\", which several formats have; choose one with --format: {}.", suffix,
                              keysOf(fitting)), file.string());
}

Result<ExportedFiles> exportScan(const fs::path& file, ExportFormat format, const ExportContent& content,
                                 const ExportOptions& options) {
  PTYCHO_TRY(const ExportView view, exportView(content, options, file.string()));
  switch (format) {
    case ExportFormat::Cxi: return writeCxi(file, view);
    case ExportFormat::PtychodusProduct: return writePtychodusProduct(file, view);
    case ExportFormat::PtyLab: return writePtyLab(file, view);
    case ExportFormat::Tiff: return writeTiffs(file, view, content, options);
    case ExportFormat::PtychodusNpz: return writePtychodusNpz(file, view);
    case ExportFormat::NeuralNpz: return writeNeuralNpz(file, view);
  }
  return badInput("is in a format that is not known.", file.string());
}

}  // namespace ptycho
