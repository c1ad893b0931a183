#include "core/store/h5_reader.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/store/limits.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// The signature stands at 0, 512, 1024, 2048, … (a user block may precede it).
bool hasSignature(int descriptor, std::uint64_t fileBytes) {
  constexpr std::array<unsigned char, 8> kSignature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  for (std::uint64_t at = 0; at + kSignature.size() <= fileBytes; at = at == 0 ? 512 : 2 * at) {
    std::array<unsigned char, 8> bytes{};
    if (::pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at)) == 8 && bytes == kSignature)
      return true;
  }
  return false;
}

/// The size of a file that looks like HDF5.
Result<std::uint64_t> looksLikeHdf5(const fs::path& file) {
  // Not blocking: opening a pipe must not wait for a writer.
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT) return fail(ErrorCode::NotFound, "there is no such file; check its name.", file.string());
    if (errno == EACCES) return fail(ErrorCode::Io, "may not be read; check its permissions.", file.string());
    return fail(ErrorCode::Io, fmt::format("cannot be opened ({}).", std::strerror(errno)), file.string());
  }
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  const auto size = static_cast<std::uint64_t>(known ? status.st_size : 0);
  const bool regular = known && S_ISREG(status.st_mode);
  const bool found = regular && hasSignature(descriptor, size);
  ::close(descriptor);
  if (known && S_ISDIR(status.st_mode)) return badInput("is a folder; name a file.", file.string());
  if (!regular) return badInput("is no regular file; copy it to a disk first.", file.string());
  if (size == 0) return badInput("is empty (0 bytes); copy or make it again.", file.string());
  if (!found)
    return badInput("is not an HDF5 file; give one that this program or another HDF5 program wrote.", file.string());
  return size;
}

}  // namespace

herr_t H5Reader::refuseLink(const char*, const char*, const char* childFile, const char*, unsigned*, hid_t,
                            void* refused) {
  static_cast<RefusedLink*>(refused)->target = printable(childFile ? childFile : "");
  return -1;
}

Result<H5Reader> H5Reader::open(const fs::path& file) {
  prepareHdf5();
  PTYCHO_TRY(const std::uint64_t fileBytes, looksLikeHdf5(file));
  H5Reader reader;
  reader.m_path = file;
  reader.m_fileBytes = fileBytes;
  reader.m_refused = std::make_unique<RefusedLink>();
  const H5PropertyHandle access(H5Pcreate(H5P_FILE_ACCESS));
  reader.m_linkAccess = H5PropertyHandle(H5Pcreate(H5P_LINK_ACCESS));
  const hid_t links = reader.m_linkAccess.id();
  if (!access || H5Pset_file_locking(access.id(), false, true) < 0 ||
      H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG) < 0 ||
      H5Pset_nlinks(links, fileLimits().links_followed) < 0 ||
      H5Pset_elink_cb(links, refuseLink, reader.m_refused.get()) < 0) {
    return tl::unexpected(hdf5Error("cannot be opened", file.string()));
  }
  reader.m_file = H5FileHandle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access.id()));
  if (!reader.m_file) {
    return badInput(fmt::format("is damaged or was cut short; copy or make it again (HDF5: {}).", hdf5Reason()),
                    file.string());
  }
  return reader;
}

std::string H5Reader::where(const std::string& path) const { return m_path.string() + ":" + path; }

std::string H5Reader::kind() const {
  const auto text = textAttribute("/", schema::kKind);
  return text && *text ? **text : std::string();
}

Result<void> H5Reader::expectKind(const std::string& kind) const {
  PTYCHO_TRY(const auto found, textAttribute("/", schema::kKind));
  if (!found) {
    return badInput(fmt::format("is an HDF5 file, but no {} of this program (it has no attribute {}); it holds {}.",
                                kind, schema::kKind, holdings()),
                    m_path.string());
  }
  PTYCHO_TRY(const auto version, integerAttribute("/", schema::kSchema));
  if (!version || *version < 1)
    return badInput(fmt::format("has no valid attribute {}.", schema::kSchema), m_path.string());
  if (*version > schema::kNewest) {
    return fail(
        ErrorCode::Unsupported,
        fmt::format("was made by a newer version of this program (schema {}, known up to {}); update the program.",
                    *version, schema::kNewest),
        m_path.string());
  }
  if (*found != kind) {
    return badInput(
        fmt::format("holds a {}, but a file with an {} is needed here; give another file.", printable(*found), kind),
        m_path.string());
  }
  return {};
}

Error H5Reader::openError(const std::string& path) const {
  const std::string reason = hdf5Reason();
  if (!m_refused->target.empty()) {
    return {ErrorCode::BadInput,
            fmt::format("is a link into another file (\"{}\"), which is not followed; copy the data into this file.",
                        m_refused->target), where(path)};
  }
  // Each part of the path is looked up, because the library has one answer for a missing link and a damaged object.
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    const htri_t exists = part == "/" ? 1 : H5Lexists(m_file.id(), part.c_str(), m_linkAccess.id());
    if (exists == 0) {
      return {ErrorCode::NotFound, fmt::format("there is no such data set; the file holds {}.", holdings()),
              where(path)};
    }
    if (exists < 0 || end == std::string::npos) break;
  }
  return {ErrorCode::BadInput, fmt::format("cannot be opened: a link without an end, or damage (HDF5: {}).", reason),
          where(path)};
}

Result<H5ObjectHandle> H5Reader::object(const std::string& path) const {
  if (path.empty() || path.size() > fileLimits().name_bytes) {
    return badInput(fmt::format("needs a name of 1 to {} bytes.", fileLimits().name_bytes), where(path.substr(0, 80)));
  }
  m_refused->target.clear();
  H5ObjectHandle handle(H5Oopen(m_file.id(), path.c_str(), m_linkAccess.id()));
  if (!handle) return tl::unexpected(openError(path));
  return handle;
}

bool H5Reader::has(const std::string& path) const {
  return H5Lexists(m_file.id(), path.c_str(), m_linkAccess.id()) > 0;
}

Result<H5Dataset> H5Reader::dataset(const std::string& path) {
  PTYCHO_TRY(H5ObjectHandle opened, object(path));
  if (H5Iget_type(opened.id()) != H5I_DATASET) {
    return badInput(fmt::format("is a group and no data set; the file holds {}.", holdings()), where(path));
  }
  H5Dataset dataset;
  dataset.handle = H5DatasetHandle(opened.release());
  dataset.where = where(path);
  PTYCHO_CHECK(checkH5Layout(dataset));
  dataset.type = H5TypeHandle(H5Dget_type(dataset.handle.id()));
  const H5SpaceHandle space(H5Dget_space(dataset.handle.id()));
  const int rank = space ? H5Sget_simple_extent_ndims(space.id()) : -1;
  if (!dataset.type || rank < 0) return tl::unexpected(hdf5Error("has a damaged description", dataset.where));
  if (static_cast<std::uint64_t>(rank) > fileLimits().dimensions) {
    return badInput(fmt::format("has {} dimensions; the limit is {}.", rank, fileLimits().dimensions), dataset.where);
  }
  std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space.id(), extents.data(), nullptr) < 0) {
    return tl::unexpected(hdf5Error("has a damaged shape", dataset.where));
  }
  dataset.shape.assign(extents.begin(), extents.end());
  dataset.kind = h5ClassOf(dataset.type.id());
  PTYCHO_CHECK(checkH5Expansion(dataset, m_fileBytes));
  return dataset;
}

}  // namespace ptycho
