#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace ptycho::testing {

/// A folder of its own below the system's temporary folder, removed at the end.
class NumpyFolder {
 public:
  NumpyFolder();
  NumpyFolder(const NumpyFolder&) = delete;
  NumpyFolder& operator=(const NumpyFolder&) = delete;
  ~NumpyFolder();
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

 private:
  std::filesystem::path m_path;
};

/// An array as NumPy writes it.
/// @param dictionary  "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
[[nodiscard]] std::string npyBytes(const std::string& dictionary, const std::string& values, int major = 1);
[[nodiscard]] std::string npyBytes(const std::string& descr, bool fortran, const std::string& shape,
                                   const std::string& values);
/// The bytes of numbers as they lie in memory.
template <class T>
std::string bytesOf(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
/// Every number's bytes turned round.
[[nodiscard]] std::string swapped(std::string bytes, std::size_t each);

/// A ZIP archive of stored members, byte by byte, so that its numbers can be false.
struct ZipLies {
  std::uint32_t members = 0;         ///< number of members that the directory claims; 0: the true one
  std::uint64_t members64 = 0;       ///< the same in a 64-bit directory; 0: there is none
  std::uint32_t declared_bytes = 0;  ///< size of every member before compression; 0: the true one
  std::uint16_t method = 0;
  bool encrypted = false;
};
[[nodiscard]] std::string zipBytes(const std::vector<std::pair<std::string, std::string>>& members,
                                   const ZipLies& lies = {});

void writeBytes(const std::filesystem::path& file, const std::string& bytes);
[[nodiscard]] std::string readBytes(const std::filesystem::path& file);

}  // namespace ptycho::testing
