#include "core/store/h5_handle.h"

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/hdf5_plugins.h"

namespace ptycho {

namespace {

std::atomic<bool> closeAtExit{true};
std::atomic<bool> pluginsAllowed{false};

extern "C" void closeHdf5() {
  if (closeAtExit) H5close();
}

}  // namespace

void leaveHdf5UntidiedAtExit() { closeAtExit = false; }

void allowHdf5Plugins() {
  pluginsAllowed = true;
  // Debian 12's plugin of LZF is not linked to the library that it calls; where it is not installed, nothing happens.
  (void)::dlopen("liblzf.so.1", RTLD_NOW | RTLD_GLOBAL);
}

void prepareHdf5() {
  static const bool once = [] {
    H5dont_atexit();
    std::atexit(closeHdf5);
    return H5PLset_loading_state(pluginsAllowed ? H5PL_FILTER_PLUGIN : 0) >= 0;
  }();
  // The error stack and its printing belong to the thread.
  thread_local const bool quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  (void)once;
  (void)quiet;
}

namespace {

herr_t takeInnermost(unsigned depth, const H5E_error2_t* entry, void* text) {
  if (depth == 0 && entry->desc) *static_cast<std::string*>(text) = entry->desc;
  return 0;
}

/// The POSIX driver writes "…, errno = 28, error message = …" into its description; 0 when it does not.
int errnoInside(const std::string& reason) {
  const auto at = reason.find("errno = ");
  return at == std::string::npos ? 0 : std::atoi(reason.c_str() + at + 8);
}

}  // namespace

std::string hdf5Reason() {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, takeInnermost, &reason);
  return reason.empty() ? "no reason given" : reason;
}

Error hdf5Error(std::string_view what, std::string where) {
  const std::string reason = hdf5Reason();
  const int number = errnoInside(reason);
  if (number != 0) return errnoError(number, what, where);
  return {ErrorCode::Io, fmt::format("{} (HDF5: {}).", what, reason), std::move(where)};
}

}  // namespace ptycho
