#include "core/store/h5_writer.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/store/h5_types.h"

namespace ptycho {

namespace {

// Measured on 36 noise-free patterns of 128 × 128 with shuffle: level 1 takes 45 ms and leaves 85.1 % of the
// bytes, level 4 takes 55 ms and leaves 84.3 %, level 6 takes 88 ms for 84.1 %; with photon noise alike.
constexpr unsigned kGzipLevel = 1;
constexpr hsize_t kRowsChunkBytes = 1u << 20;    // chunks of pictures and tables
constexpr hsize_t kLargestChunkBytes = 64u << 20;  // a pattern larger than this is cut into chunks of rows

/// One image of a stack a chunk; pictures and tables by blocks of rows of about 1 MiB.
std::vector<hsize_t> chunkShape(const std::vector<hsize_t>& shape, hsize_t elementBytes) {
  std::vector<hsize_t> chunk = shape;
  const std::size_t rowAxis = shape.size() == 3 ? 1 : 0;
  hsize_t rowBytes = elementBytes;
  for (std::size_t axis = rowAxis + 1; axis < shape.size(); ++axis) rowBytes *= shape[axis];
  if (shape.size() == 3) chunk[0] = 1;
  const hsize_t most = shape.size() == 3 ? kLargestChunkBytes : kRowsChunkBytes;
  chunk[rowAxis] = std::clamp<hsize_t>(most / rowBytes, 1, shape[rowAxis]);
  return chunk;
}

H5PropertyHandle storageProperties(const std::vector<hsize_t>& shape, hsize_t elementBytes, H5Storage storage) {
  H5PropertyHandle properties(H5Pcreate(H5P_DATASET_CREATE));
  bool ok = static_cast<bool>(properties) && H5Pset_obj_track_times(properties.id(), false) >= 0 &&
            H5Pset_fill_time(properties.id(), H5D_FILL_TIME_NEVER) >= 0;
  const bool empty = std::ranges::find(shape, 0u) != shape.end();
  if (ok && storage != H5Storage::Plain && !empty) {
    const auto chunk = chunkShape(shape, elementBytes);
    ok = H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()) >= 0;
    if (ok && storage == H5Storage::Compressed) {
      ok = H5Pset_shuffle(properties.id()) >= 0 && H5Pset_deflate(properties.id(), kGzipLevel) >= 0;
    }
    ok = ok && H5Pset_fletcher32(properties.id()) >= 0;
  }
  return ok ? std::move(properties) : H5PropertyHandle();
}

}  // namespace

void H5Writer::require(bool succeeded, const std::string& what) {
  if (!succeeded && !m_error) m_error = hdf5Error("cannot write " + what, {});
}

Result<void> H5Writer::outcome() const {
  if (m_error) return tl::unexpected(*m_error);
  return {};
}

void H5Writer::group(const std::string& path) {
  if (m_error) return;
  const H5PropertyHandle properties(H5Pcreate(H5P_GROUP_CREATE));
  bool ok = properties && H5Pset_obj_track_times(properties.id(), false) >= 0;
  if (ok)
    ok = static_cast<bool>(H5GroupHandle(H5Gcreate2(m_file, path.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT)));
  require(ok, path);
}

void H5Writer::dataset(const std::string& path, const std::vector<hsize_t>& shape, H5Element element,
                       const void* values, H5Storage storage) {
  if (m_error) return;
  const H5TypeHandle type = h5FileType(element);
  const H5SpaceHandle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  if (!type || !space) return require(false, path);
  const H5PropertyHandle properties = storageProperties(shape, H5Tget_size(type.id()), storage);
  if (!properties) return require(false, path);
  H5DatasetHandle dataset(
      H5Dcreate2(m_file, path.c_str(), type.id(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
  if (!dataset) return require(false, path);
  const H5TypeHandle memory = h5MemoryType(element);
  if (std::ranges::find(shape, 0u) == shape.end())  // HDF5 refuses the null pointer of an empty list
    require(memory && H5Dwrite(dataset.id(), memory.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0, path);
  require(dataset.close(), path);
}

void H5Writer::strings(const std::string& path, const std::vector<std::string>& values) {
  if (m_error) return;
  std::size_t length = 1;
  for (const auto& value : values) length = std::max(length, value.size());
  std::string block(values.size() * length, '\0');
  for (std::size_t k = 0; k < values.size(); ++k) values[k].copy(block.data() + k * length, length);
  const H5TypeHandle type = h5TextType(length);
  const hsize_t count = values.size();
  const H5SpaceHandle space(H5Screate_simple(1, &count, nullptr));
  const H5PropertyHandle properties = storageProperties({count}, length, H5Storage::Checked);
  if (!type || !space || !properties) return require(false, path);
  H5DatasetHandle dataset(
      H5Dcreate2(m_file, path.c_str(), type.id(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
  require(dataset && H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, block.data()) >= 0, path);
  require(dataset.close(), path);
}

void H5Writer::series(const std::string& path, const std::vector<hsize_t>& shape, H5Element element,
                      const std::function<Result<void>(std::uint64_t, void*)>& fill, H5Storage storage) {
  if (m_error) return;
  const H5TypeHandle type = h5FileType(element);
  const H5TypeHandle memory = h5MemoryType(element);
  const H5SpaceHandle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  if (!type || !memory || !space || shape.size() != 3) return require(false, path);
  const H5PropertyHandle properties = storageProperties(shape, H5Tget_size(type.id()), storage);
  H5DatasetHandle dataset(
      H5Dcreate2(m_file, path.c_str(), type.id(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
  const std::array<hsize_t, 3> one{1, shape[1], shape[2]};
  const H5SpaceHandle image(H5Screate_simple(3, one.data(), nullptr));
  if (!properties || !dataset || !image) return require(false, path);
  std::vector<std::byte> values(shape[1] * shape[2] * H5Tget_size(memory.id()));
  for (hsize_t k = 0; k < shape[0] && !m_error; ++k) {
    if (auto filled = fill(k, values.data()); !filled) {
      m_error = filled.error();
      return;
    }
    const std::array<hsize_t, 3> start{k, 0, 0};
    require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, one.data(), nullptr) >= 0 &&
                H5Dwrite(dataset.id(), memory.id(), image.id(), space.id(), H5P_DEFAULT, values.data()) >= 0,
            path);
  }
  require(dataset.close(), path);
}

void H5Writer::scalarOf(const std::string& path, hid_t type, const void* value) {
  if (m_error) return;
  const H5SpaceHandle space(H5Screate(H5S_SCALAR));
  const H5PropertyHandle properties(H5Pcreate(H5P_DATASET_CREATE));
  if (type < 0 || !space || !properties || H5Pset_obj_track_times(properties.id(), false) < 0) {
    return require(false, path);
  }
  H5DatasetHandle dataset(H5Dcreate2(m_file, path.c_str(), type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
  require(dataset && H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, value) >= 0, path);
  require(dataset.close(), path);
}

void H5Writer::scalar(const std::string& path, double value) { scalarOf(path, H5T_IEEE_F64LE, &value); }

void H5Writer::scalar(const std::string& path, std::int64_t value) { scalarOf(path, H5T_STD_I64LE, &value); }

void H5Writer::text(const std::string& path, const std::string& value) {
  const char* words = value.c_str();
  scalarOf(path, h5VariableTextType().id(), &words);
}

void H5Writer::link(const std::string& path, const std::string& target) {
  if (m_error) return;
  require(H5Lcreate_soft(target.c_str(), m_file, path.c_str(), H5P_DEFAULT, H5P_DEFAULT) >= 0, path);
}

void H5Writer::attributeOf(const std::string& path, const std::string& name, hid_t type, const void* value) {
  if (m_error) return;
  attributeIn(path, name, H5SpaceHandle(H5Screate(H5S_SCALAR)), type, value);
}

void H5Writer::attributeIn(const std::string& path, const std::string& name, const H5SpaceHandle& space, hid_t type,
                           const void* value) {
  if (m_error) return;
  const H5ObjectHandle object(H5Oopen(m_file, path.c_str(), H5P_DEFAULT));
  if (!object || !space || type < 0) return require(false, path + "@" + name);
  H5AttributeHandle attribute(H5Acreate2(object.id(), name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT));
  require(attribute && H5Awrite(attribute.id(), type, value) >= 0, path + "@" + name);
  require(attribute.close(), path + "@" + name);
}

void H5Writer::attribute(const std::string& path, const std::string& name, const std::string& value) {
  // Fixed-length text lies inside the checksummed header; variable-length text would lie in a heap without one.
  const std::string padded = value.empty() ? std::string(1, '\0') : value;
  attributeOf(path, name, h5TextType(padded.size()).id(), padded.data());
}

void H5Writer::textAttribute(const std::string& path, const std::string& name, const std::string& value) {
  const char* words = value.c_str();
  attributeOf(path, name, h5VariableTextType().id(), &words);
}

void H5Writer::attribute(const std::string& path, const std::string& name, const std::vector<hsize_t>& shape,
                         const std::vector<double>& values) {
  attributeIn(path, name, H5SpaceHandle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr)),
              H5T_IEEE_F64LE, values.data());
}

void H5Writer::attribute(const std::string& path, const std::string& name, double value) {
  attributeOf(path, name, H5T_IEEE_F64LE, &value);
}

void H5Writer::attribute(const std::string& path, const std::string& name, std::int64_t value) {
  attributeOf(path, name, H5T_STD_I64LE, &value);
}

}  // namespace ptycho
