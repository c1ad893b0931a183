#pragma once

#include <complex>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// An array of a file of NumPy.
struct NumpyArray {
  std::string name;                  ///< "patterns" of the member patterns.npy
  std::vector<std::uint64_t> shape;  ///< empty: a single value
  std::string type;                  ///< "float32", "uint16 big-endian", "flag", "complex64"
  std::string problem;               ///< one sentence: why it cannot be read (objects, damaged, …); empty: it can

  [[nodiscard]] std::uint64_t elements() const;
};

/// Reads NPZ (a ZIP of arrays, stored or deflated) and NPY (one array, named "arr_0" as NumPy's savez would). Headers
/// are parsed, not evaluated; sizes are checked against the member, the file and the limits before memory is taken, in
/// sum over all that is read whole. A member that is no array, or one that cannot be read, does not make the others
/// unreadable. One thread at a time; copies share the open file.
class NumpyFile {
 public:
  [[nodiscard]] static Result<NumpyFile> open(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<NumpyArray>& arrays() const;
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] Result<NumpyArray> array(const std::string& name) const;
  /// "patterns uint16 [36, 128, 128], probe complex64 [128, 128]", for messages.
  [[nodiscard]] std::string holdings() const;
  /// "scan.npz:patterns"
  [[nodiscard]] std::string where(const std::string& name) const;
  [[nodiscard]] const std::filesystem::path& file() const;

  /// All values in C order, whatever order they are stored in. Real numbers become complex ones, never the other way.
  [[nodiscard]] Result<void> read(const std::string& name, std::vector<float>& values) const;
  [[nodiscard]] Result<void> read(const std::string& name, std::vector<double>& values) const;
  [[nodiscard]] Result<void> read(const std::string& name, std::vector<std::complex<float>>& values) const;
  [[nodiscard]] Result<void> read(const std::string& name, std::vector<std::int64_t>& values) const;  ///< whole numbers only
  [[nodiscard]] Result<void> read(const std::string& name, std::vector<std::uint8_t>& values) const;  ///< 1: not 0

  /// `count` entries of the first axis from `first` on, in C order; rank 0 is one entry. Stored arrays are read at their
  /// place. Deflated ones are kept inflated up to 1 GiB where memory allows it; beyond, rising slabs go on where the last
  /// one ended and only a step back begins anew.
  [[nodiscard]] Result<void> readSlab(const std::string& name, std::uint64_t first, std::uint64_t count,
                                      float* values) const;

 private:
  struct Content;
  explicit NumpyFile(std::shared_ptr<Content> content) : m_content(std::move(content)) {}
  template <class T>
  Result<void> readAll(const std::string& name, std::vector<T>& values) const;

  std::shared_ptr<Content> m_content;
};

/// Version of the ZIP library, for bug reports.
[[nodiscard]] std::string zipVersion();

}  // namespace ptycho
