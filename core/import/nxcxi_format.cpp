#include "core/import/cxi_entry.h"
#include "core/import/formats.h"

namespace ptycho {

bool isNexusCxi(const ScanFile& file) {
  if (!file.hdf5) return false;
  for (const CxiEntry& entry : cxiEntries(*file.hdf5)) {
    if (textOf(*file.hdf5, entry.path + "/definition") == "NXcxi_ptycho") return true;
    // PyNX writes beam_1 too, with incident_energy.
    if (file.hdf5->has(entry.path + "/instrument_1/beam_1/incident_beam_energy")) return true;
  }
  return false;
}

ScanFormat nxcxiFormat() {
  return {FormatChoice::Nxcxi, "nxcxi", "NXcxi_ptycho", "NeXus files of ptychography (Diamond, ALS)", isNexusCxi,
          [](const ScanFile& file, const ImportSpec& spec) { return openCxi(file, spec, true); }};
}

}  // namespace ptycho
