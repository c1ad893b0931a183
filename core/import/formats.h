#pragma once

#include "core/import/scan_format.h"

namespace ptycho {

/// The formats, each in the file of its name (cxi_format.cpp, …).
[[nodiscard]] ScanFormat cxiFormat();                 ///< ptychodus, PyNX, ptypy, cdtools
[[nodiscard]] ScanFormat nxcxiFormat();               ///< NXcxi_ptycho
[[nodiscard]] ScanFormat ptydFormat();                ///< ptypy
[[nodiscard]] ScanFormat ptychodusProductFormat();    ///< HDF5 and NPZ
[[nodiscard]] ScanFormat ptychodusPatternsFormat();   ///< HDF5 and NPZ
[[nodiscard]] ScanFormat ptyLabFormat();
[[nodiscard]] ScanFormat foldSliceFormat();           ///< HDF5 and MATLAB 7.3
[[nodiscard]] ScanFormat neuralNpzFormat();           ///< PtychoNN, PtychoPINN
[[nodiscard]] ScanFormat tiffStackFormat();
[[nodiscard]] ScanFormat plainHdf5Format();           ///< data sets by name
[[nodiscard]] ScanFormat plainNpzFormat();            ///< arrays by name

}  // namespace ptycho
