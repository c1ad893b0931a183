#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <hdf5.h>

namespace ptycho::testing {

/// Files as other programs would write them, with plain HDF5 calls: the layouts that the readers must understand
/// or refuse.
class RawFile {
 public:
  explicit RawFile(const std::filesystem::path& file);             ///< a new file
  RawFile(const std::filesystem::path& file, unsigned flags);      ///< an existing file
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;
  ~RawFile();

  [[nodiscard]] hid_t id() const { return m_id; }
  void write(const std::string& path, hid_t fileType, const std::vector<hsize_t>& shape, hid_t memoryType,
             const void* values, hid_t creation = H5P_DEFAULT);
  void floats(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<float>& values,
              hid_t fileType = H5T_IEEE_F32LE);
  void doubles(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<double>& values,
               hid_t fileType = H5T_IEEE_F64LE);
  void remove(const std::string& path);
  void attribute(const std::string& path, const std::string& name, const std::string& value);  ///< variable length
  void attribute(const std::string& path, const std::string& name, int value);
  /// Root attributes of an acquisition.
  void header(int schema = 1, const std::string& kind = "acquisition");

 private:
  void replaceAttribute(const std::string& path, const std::string& name, hid_t type, const void* value);
  hid_t m_id;
};

/// {r, i} of two floats of this type, names as given.
[[nodiscard]] hid_t complexType(hid_t part, const char* real = "r", const char* imaginary = "i");

}  // namespace ptycho::testing
