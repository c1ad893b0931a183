#pragma once

namespace ptycho {

/// Lets HDF5 load the compression plugins that are installed for it (HDF5_PLUGIN_PATH, else the library's own folder), of
/// the registered filters that detectors and h5py write: LZF, blosc, LZ4, bitshuffle, bzip2, zstd. Elsewhere none is ever
/// loaded. For a process that may end in a fault without harm: plugins unpack what a foreign file holds. Before the
/// first use of HDF5.
void allowHdf5Plugins();

}  // namespace ptycho
