#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/store/array_file.h"
#include "core/store/file_text.h"
#include "core/store/h5_handle.h"
#include "core/store/h5_types.h"

namespace ptycho {

/// One data set, opened and found harmless: nothing of it lies in another file, its filters are known, its shape
/// and what it stores are within the limits.
struct H5Dataset {
  H5DatasetHandle handle;
  H5TypeHandle type;
  H5Class kind = H5Class::Other;
  std::vector<std::uint64_t> shape;
  std::string where;  ///< "scan.h5:/patterns"

  [[nodiscard]] std::uint64_t elements() const;
  [[nodiscard]] std::string describe() const;  ///< "float32 [36, 128, 128]"
};

/// Opens HDF5 files that may come from anywhere. Locking and plug-ins are off; external links are refused wherever
/// they are met; every data set passes checks before its values are read (see H5Dataset). Errors name the file,
/// the data set and what is wrong.
class H5Reader {
 public:
  [[nodiscard]] static Result<H5Reader> open(const std::filesystem::path& file);

  /// The file is of ours, of this kind and of a schema this program knows, or a sentence that says what it is.
  [[nodiscard]] Result<void> expectKind(const std::string& kind) const;
  /// ptychodesk_kind, or empty.
  [[nodiscard]] std::string kind() const;

  [[nodiscard]] bool has(const std::string& path) const;
  [[nodiscard]] Result<H5Dataset> dataset(const std::string& path);

  /// Values of a data set that dataset() has vetted, converted to the element type of `values`. The bytes count
  /// against the limit for the whole file.
  [[nodiscard]] Result<void> readValues(const H5Dataset& dataset, float* values) const;
  [[nodiscard]] Result<void> readValues(const H5Dataset& dataset, double* values) const;
  [[nodiscard]] Result<void> readValues(const H5Dataset& dataset, std::uint8_t* values) const;
  [[nodiscard]] Result<void> readValues(const H5Dataset& dataset, Complex* values) const;
  /// Every bit as it lies in the file; the data set has exactly this type.
  [[nodiscard]] Result<void> readBytes(const H5Dataset& dataset, H5Element element, void* bytes) const;
  /// `count` images from `first` on of a data set [n, rows, cols] (or [rows, cols], n = 1). Of [lines, n, rows, cols] image
  /// `first` is number first mod n of line first / n, and the others lie in the same line.
  [[nodiscard]] Result<void> readImages(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count,
                                        float* values) const;
  [[nodiscard]] Result<void> readImages(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count,
                                        Complex* values) const;
  [[nodiscard]] Result<std::vector<std::string>> readStrings(const H5Dataset& dataset) const;
  /// The text of a data set of one, of a fixed or (as h5py writes it) a variable length.
  [[nodiscard]] Result<std::string> readText(const H5Dataset& dataset) const;
  /// Counts memory for what will be read; an error when the file as a whole asks for too much.
  [[nodiscard]] Result<void> reserve(const H5Dataset& dataset, std::uint64_t elementBytes);

  /// Attributes of the object at `path`; nothing when the object has no such attribute.
  [[nodiscard]] Result<std::optional<std::string>> textAttribute(const std::string& path,
                                                                 const std::string& name) const;
  [[nodiscard]] Result<std::optional<double>> realAttribute(const std::string& path, const std::string& name) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> integerAttribute(const std::string& path,
                                                                     const std::string& name) const;

  /// Every data set, to a depth and number within the limits.
  [[nodiscard]] std::vector<DatasetInfo> list() const;
  /// Names below a group that begin with `start`, at most `most`; nothing where there is no such group.
  [[nodiscard]] std::vector<std::string> names(const std::string& group, const std::string& start,
                                               std::size_t most) const;
  /// "/patterns [36, 128, 128], /probe [1, 128, 128]" — for messages.
  [[nodiscard]] std::string holdings() const;
  [[nodiscard]] std::string where(const std::string& path) const;
  [[nodiscard]] const std::filesystem::path& file() const { return m_path; }

 private:
  struct RefusedLink {
    std::string target;
  };
  H5Reader() = default;
  static herr_t refuseLink(const char* parentFile, const char* parentGroup, const char* childFile,
                           const char* childObject, unsigned* flags, hid_t access, void* refused);
  [[nodiscard]] Result<H5ObjectHandle> object(const std::string& path) const;
  [[nodiscard]] bool cutShort() const;
  [[nodiscard]] Result<void> readSlab(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count,
                                      hid_t memoryType, void* values) const;
  [[nodiscard]] Error openError(const std::string& path) const;
  [[nodiscard]] Result<H5AttributeHandle> attribute(const std::string& path, const std::string& name) const;

  std::filesystem::path m_path;
  std::uint64_t m_fileBytes = 0;
  std::uint64_t m_reserved = 0;
  std::unique_ptr<RefusedLink> m_refused;  ///< the library keeps a pointer to it
  H5PropertyHandle m_linkAccess;
  H5FileHandle m_file;
};

/// Before the shape is asked for: layout, external files, filters, chunk size.
[[nodiscard]] Result<void> checkH5Layout(const H5Dataset& dataset);
/// Declared against stored bytes, so that a small file cannot ask for gigabytes.
[[nodiscard]] Result<void> checkH5Expansion(const H5Dataset& dataset, std::uint64_t fileBytes);

}  // namespace ptycho
