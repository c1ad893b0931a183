#include "core/store/library_version.h"

#include <fmt/format.h>

#include "core/store/h5_handle.h"

namespace ptycho {

std::string hdf5Version() {
  prepareHdf5();
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  if (H5get_libversion(&major, &minor, &release) < 0) return "unknown";
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace ptycho
