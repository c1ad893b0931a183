#pragma once

// The calls of HDF5 1.10, also where a later library is installed.
#ifndef H5_USE_110_API
#define H5_USE_110_API
#endif
#include <hdf5.h>

#include <string>
#include <string_view>
#include <utility>

#include "core/base/error.h"

namespace ptycho {

/// Owns one HDF5 identifier and closes it with the function of its kind, so that a handle of one kind
/// cannot be passed for another.
template <herr_t (*Close)(hid_t)>
class H5Handle {
 public:
  H5Handle() = default;
  explicit H5Handle(hid_t id) : m_id(id) {}
  H5Handle(H5Handle&& other) noexcept : m_id(std::exchange(other.m_id, H5I_INVALID_HID)) {}
  H5Handle& operator=(H5Handle&& other) noexcept {
    if (this != &other) {
      close();
      m_id = std::exchange(other.m_id, H5I_INVALID_HID);
    }
    return *this;
  }
  ~H5Handle() { close(); }

  [[nodiscard]] hid_t id() const { return m_id; }
  explicit operator bool() const { return m_id >= 0; }
  [[nodiscard]] hid_t release() { return std::exchange(m_id, H5I_INVALID_HID); }
  /// False when the library could not close it (a failed flush, for example).
  bool close() { return m_id < 0 || Close(release()) >= 0; }

 private:
  hid_t m_id = H5I_INVALID_HID;
};

using H5FileHandle = H5Handle<H5Fclose>;
using H5GroupHandle = H5Handle<H5Gclose>;
using H5ObjectHandle = H5Handle<H5Oclose>;
using H5DatasetHandle = H5Handle<H5Dclose>;
using H5SpaceHandle = H5Handle<H5Sclose>;
using H5TypeHandle = H5Handle<H5Tclose>;
using H5AttributeHandle = H5Handle<H5Aclose>;
using H5PropertyHandle = H5Handle<H5Pclose>;

/// Call before any other HDF5 function of a thread: no messages on standard error, no filter plug-ins, and an exit
/// handler of our own in the place of the library's.
void prepareHdf5();
/// After a file could not be closed: the library is not tidied up when the program ends, because 1.10.8 would
/// crash over the half-written file.
void leaveHdf5UntidiedAtExit();

/// What the library itself says went wrong, from the innermost entry of its error stack.
[[nodiscard]] std::string hdf5Reason();

/// An Error for a failed call: `what` with the library's reason. Recognises a full disk (NoSpace).
[[nodiscard]] Error hdf5Error(std::string_view what, std::string where);

}  // namespace ptycho
