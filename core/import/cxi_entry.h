#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/import/scan_format.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// One entry of a CXI file (cxidb.org, "The CXI file format", version 1.6): groups are found by their names, and
/// links between them are common. The same places hold for NXcxi_ptycho, which is CXI with a NeXus definition.
struct CxiEntry {
  std::string path;    ///< "/entry_1"
  bool patterns = false;  ///< has data_1/data or instrument_1/detector_1/data of a measurement
  bool result = false;    ///< has a probe or an object
};

/// Entries in the order in which they are to be preferred: those with patterns, then those with a result.
/// At most 100 are looked at.
[[nodiscard]] std::vector<CxiEntry> cxiEntries(const H5Reader& reader);

/// The first of these that opens as a data set; empty when the file has none of them.
/// Errors: some are named but none opens (a link to nothing, a group): that of the first.
[[nodiscard]] Result<std::string> usableOf(H5Reader& reader, const std::vector<std::string>& paths);

/// A single text, fit to be shown; empty when there is none, or none that can be read.
[[nodiscard]] std::string textOf(H5Reader& reader, const std::string& path);

/// Who wrote the file, as it tells itself: "PyNX 2023.1", "ptychodus"; empty: it does not.
[[nodiscard]] std::string cxiWriter(H5Reader& reader, const std::string& entry);

/// Wavelength or energy, distance and the detector's pixel into the scan, and what basis_vectors say of the way in
/// which the detector is read out (convention "orientation").
/// @param nexus  source_1/energy is the machine's, the photons' is in beam_1
[[nodiscard]] Result<void> readCxiGeometry(H5Reader& reader, const std::string& entry, bool nexus, RawScan& scan);

/// Mask and dark picture.
[[nodiscard]] Result<void> readCxiDetector(const std::shared_ptr<H5Reader>& reader, const std::string& entry,
                                           const ImportSpec& spec, RawScan& scan);

/// Probe and object of ptychodus (image_1, image_2), PyNX (result_1, result_2) or a guess (source_1/illumination),
/// and the positions of a result where no translation is there.
[[nodiscard]] Result<void> readCxiResult(H5Reader& reader, const std::string& entry, const ImportSpec& spec,
                                         RawScan& scan);

/// Everything of CXI and NXcxi_ptycho.
[[nodiscard]] Result<RawScan> openCxi(const ScanFile& file, const ImportSpec& spec, bool nexus);
/// NXcxi_ptycho by its definition or its beam_1.
[[nodiscard]] bool isNexusCxi(const ScanFile& file);

}  // namespace ptycho
