#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/exchange/tiff_file.h"
#include "core/simulate/acquisition.h"
#include "core/store/result_file.h"

namespace ptycho {

/// What is exported: a result, an acquisition, or a result with the acquisition that it was made from. At least one.
/// Of both, object, probe and positions are the result's; patterns and mask are the acquisition's.
struct ExportContent {
  const ResultRecord* result = nullptr;
  const Acquisition* acquisition = nullptr;
};

enum class ExportFormat { Cxi, PtychodusProduct, PtychodusNpz, PtyLab, NeuralNpz, Tiff };

struct ExportOptions {
  bool patterns = false;      ///< also the patterns; needs the acquisition
  double object_pixel_m = 0;  ///< where the content has no geometry; 0: unknown
  TiffDepth depth = TiffDepth::Float32;
};

/// A format that can be written.
struct ExportFormatInfo {
  ExportFormat format = ExportFormat::Cxi;
  std::string key;       ///< "ptychodus"
  std::string title;     ///< for people: "ptychodus product (HDF5)"
  std::string suffix;    ///< ".h5", what a new file gets
  std::vector<std::string> suffixes;  ///< that mean this format where none is named
  bool patterns = false;  ///< can hold patterns (in the same file, or in one beside it)
  bool acquisition = false;  ///< can hold an acquisition without a result
  std::string about;     ///< one line: what it holds and for whom
};
[[nodiscard]] const std::vector<ExportFormatInfo>& exportFormats();

/// The format of this key; with an empty key by the file's suffix.
/// Errors: an unknown key or suffix, a suffix that several formats have (.h5): they are named.
[[nodiscard]] Result<ExportFormatInfo> exportFormatOf(const std::filesystem::path& file, const std::string& key);

struct ExportedFiles {
  std::vector<std::filesystem::path> files;
  std::vector<std::string> notes;  ///< sentences: what the format has no room for, what stands for something else
};

/// Writes the content as other programs read it, each file replaced in one step. Positions are always beside the
/// object: refined ones where they were refined, and the given ones as well where the format has room. Axes, signs and
/// the place of the zero frequency are those that core/import takes for the format, so that what is imported again is
/// equal. Nothing is invented: what a format needs and the content does not know is an error that names the remedy.
/// Source of the layouts: ptychodus (plugins/cxi_file.py, h5_product_file.py, npz_product_file.py,
/// npz_diffraction_file.py), PtyLab.py (io/readHdf5.py, Reconstruction.saveResults), PtychoPINN (raw data NPZ).
[[nodiscard]] Result<ExportedFiles> exportScan(const std::filesystem::path& file, ExportFormat format,
                                               const ExportContent& content, const ExportOptions& options);

}  // namespace ptycho
