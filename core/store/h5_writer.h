#pragma once

#include <complex>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/store/h5_handle.h"

namespace ptycho {

/// Element types of our files, always little-endian; complex64 is the compound {r, i} that h5py reads as complex.
enum class H5Element { Float32, Float64, Int64, UInt8, UInt16, UInt32, Complex64 };

/// How the values lie in the file.
enum class H5Storage {
  Compressed,  ///< chunks of one image (or of some rows), shuffle + gzip, checksum
  Checked,     ///< chunks with a checksum only
  Plain,       ///< contiguous: quickest to write, no checksum
};

template <class T>
constexpr H5Element h5ElementOf();
template <>
constexpr H5Element h5ElementOf<float>() { return H5Element::Float32; }
template <>
constexpr H5Element h5ElementOf<double>() { return H5Element::Float64; }
template <>
constexpr H5Element h5ElementOf<std::uint8_t>() { return H5Element::UInt8; }
template <>
constexpr H5Element h5ElementOf<std::uint32_t>() { return H5Element::UInt32; }
template <>
constexpr H5Element h5ElementOf<std::complex<float>>() { return H5Element::Complex64; }

/// Fills a new HDF5 file. The first failure is remembered and everything after it is skipped, so that the code
/// that lists the content reads as a list. Nothing that changes from run to run (time stamps) gets in.
class H5Writer {
 public:
  explicit H5Writer(hid_t file) : m_file(file) {}

  void group(const std::string& path);
  void dataset(const std::string& path, const std::vector<hsize_t>& shape, H5Element element, const void* values,
               H5Storage storage);
  /// Images [n, rows, cols] that are made one after the other: `fill` gets the number of an image and room for it in
  /// the element's type of memory. A chunk an image; nothing but one image is held.
  void series(const std::string& path, const std::vector<hsize_t>& shape, H5Element element,
              const std::function<Result<void>(std::uint64_t index, void* image)>& fill,
              H5Storage storage = H5Storage::Compressed);
  /// A single value without dimensions.
  void scalar(const std::string& path, double value);
  void scalar(const std::string& path, std::int64_t value);
  /// A single UTF-8 text of variable length, which h5py gives as str (of a fixed length it would give bytes).
  void text(const std::string& path, const std::string& value);
  void textAttribute(const std::string& path, const std::string& name, const std::string& value);
  /// An array as an attribute.
  void attribute(const std::string& path, const std::string& name, const std::vector<hsize_t>& shape,
                 const std::vector<double>& values);
  /// A soft link, absolute or relative to its group; its target need not exist yet.
  void link(const std::string& path, const std::string& target);
  /// Strings of one length (the longest), padded with zeros [n].
  void strings(const std::string& path, const std::vector<std::string>& values);
  /// Attributes of the object at `path` ("/" is the file itself).
  void attribute(const std::string& path, const std::string& name, const std::string& value);
  void attribute(const std::string& path, const std::string& name, double value);
  void attribute(const std::string& path, const std::string& name, std::int64_t value);

  template <class T>
  void image(const std::string& path, const Image<T>& image, H5Storage storage) {
    dataset(path, {image.rows(), image.cols()}, h5ElementOf<T>(), image.data(), storage);
  }
  template <class T>
  void stack(const std::string& path, const ImageStack<T>& stack, H5Storage storage) {
    dataset(path, {stack.count(), stack.rows(), stack.cols()}, h5ElementOf<T>(), stack.data(), storage);
  }
  void numbers(const std::string& path, const std::vector<double>& values) {
    dataset(path, {values.size()}, H5Element::Float64, values.data(), H5Storage::Checked);
  }

  /// The first failure, if any.
  [[nodiscard]] Result<void> outcome() const;

 private:
  void attributeOf(const std::string& path, const std::string& name, hid_t type, const void* value);
  void attributeIn(const std::string& path, const std::string& name, const H5SpaceHandle& space, hid_t type,
                   const void* value);
  void scalarOf(const std::string& path, hid_t type, const void* value);
  void require(bool succeeded, const std::string& what);

  hid_t m_file;
  std::optional<Error> m_error;
};

/// Synced: the file survives a power cut from the moment the call returns. Quick: it may be lost then, but is
/// never seen half-written by another process (previews).
enum class H5Durability { Synced, Quick };

/// Files up to this size are put together in memory, so that HDF5 never meets a full disk.
inline constexpr std::uint64_t kH5MemoryLimit = 256ull << 20;

/// Replaces `target` by a new HDF5 file with what `fill` writes; on any error the target is as before.
/// @param payloadBytes  size of the values before compression: decides whether the file is made in memory, and
///                      above the limit whether the disk has room for it
Result<void> writeH5File(const std::filesystem::path& target, std::uint64_t payloadBytes,
                         const std::function<void(H5Writer&)>& fill, H5Durability durability = H5Durability::Synced,
                         std::uint64_t memoryLimit = kH5MemoryLimit);

}  // namespace ptycho
