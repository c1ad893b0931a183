#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <sys/resource.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/h5_writer.h"
#include "core/store/limits.h"
#include "core/store/quick_replace.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// The buffer of HDF5's in-memory driver. H5Fget_file_image() of 1.10.8 leaves a superblock with a wrong
/// checksum, so the buffer itself is kept when the driver wants to free it on closing.
struct MemoryFile {
  std::unique_ptr<char, decltype(&std::free)> bytes{nullptr, &std::free};
  std::size_t capacity = 0;
};

void* allocateImage(std::size_t size, H5FD_file_image_op_t, void* file) {
  static_cast<MemoryFile*>(file)->capacity = size;
  return std::malloc(size);
}

void* growImage(void* bytes, std::size_t size, H5FD_file_image_op_t, void* file) {
  static_cast<MemoryFile*>(file)->capacity = size;
  return std::realloc(bytes, size);
}

herr_t keepImage(void* bytes, H5FD_file_image_op_t operation, void* file) {
  if (operation == H5FD_FILE_IMAGE_OP_FILE_CLOSE)
    static_cast<MemoryFile*>(file)->bytes.reset(static_cast<char*>(bytes));
  else std::free(bytes);
  return 0;
}

void* sameFile(void* file) { return file; }
herr_t leaveFile(void*) { return 0; }

/// Version 3 of the superblock (its metadata have checksums) and no time stamps in the root group. Its links stay in its
/// header, however many pieces a file has: HDF5 1.10.8 can crash on damage to the heap that it would else move them to.
H5FileHandle createFile(const std::string& name, hid_t access) {
  const H5PropertyHandle creation(H5Pcreate(H5P_FILE_CREATE));
  constexpr unsigned kMostLinks = 64;
  const bool ok = creation && H5Pset_obj_track_times(creation.id(), false) >= 0 &&
                  H5Pset_link_phase_change(creation.id(), kMostLinks, kMostLinks / 2) >= 0 &&
                  H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0 &&
                  H5Pset_file_locking(access, false, true) >= 0;
  return ok ? H5FileHandle(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.id(), access)) : H5FileHandle();
}

Result<void> fillAndClose(H5FileHandle file, const std::function<void(H5Writer&)>& fill, const std::string& where) {
  if (!file) return tl::unexpected(hdf5Error("cannot be created", where));
  H5Writer writer(file.id());
  fill(writer);
  auto outcome = writer.outcome();
  if (!file.close()) {
    if (outcome) outcome = tl::unexpected(hdf5Error("cannot be closed", where));
    leaveHdf5UntidiedAtExit();
  }
  if (!outcome) {
    Error error = outcome.error();
    error.where = where;
    return tl::unexpected(std::move(error));
  }
  return {};
}

/// The end-of-file address in a version 3 superblock (HDF5 file format specification 3.0, II.A).
std::uint64_t endOfFile(const MemoryFile& memory) {
  constexpr std::size_t kEndOfFileOffset = 28;
  std::uint64_t end = 0;
  if (memory.capacity >= kEndOfFileOffset + sizeof end)
    std::memcpy(&end, memory.bytes.get() + kEndOfFileOffset, sizeof end);
  return end;
}

Result<void> writeThroughMemory(const fs::path& target, const std::function<void(H5Writer&)>& fill,
                                H5Durability durability) {
  constexpr std::size_t kGrowth = 1u << 20;
  static std::atomic<unsigned> counter{0};
  MemoryFile memory;
  H5FD_file_image_callbacks_t callbacks{allocateImage, nullptr, growImage, keepImage, sameFile, leaveFile, &memory};
  const H5PropertyHandle access(H5Pcreate(H5P_FILE_ACCESS));
  if (!access || H5Pset_fapl_core(access.id(), kGrowth, false) < 0 ||
      H5Pset_file_image_callbacks(access.id(), &callbacks) < 0) {
    return tl::unexpected(hdf5Error("cannot be created", target.string()));
  }
  // HDF5 tells open files in memory apart by name, and looks whether a file of that name exists.
  const std::string name = fmt::format("{}.memory-{}", target.string(), ++counter);
  PTYCHO_CHECK(fillAndClose(createFile(name, access.id()), fill, target.string()));
  const std::uint64_t size = endOfFile(memory);
  if (!memory.bytes || size == 0 || size > memory.capacity) {
    return fail(ErrorCode::Failed, "the file in memory is incomplete; this HDF5 library is not usable.",
                target.string());
  }
  const std::string_view bytes(memory.bytes.get(), size);
  return durability == H5Durability::Synced ? replaceFileText(target, bytes) : replaceQuickly(target, bytes);
}

/// Asked before HDF5 writes to the disk by itself, because it does not survive a full disk well.
Result<void> checkRoom(const fs::path& target, std::uint64_t payloadBytes) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code status;
  const auto space = fs::space(folder, status);
  rlimit limit{};
  const bool limited = ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  const std::uint64_t needed = payloadBytes + payloadBytes / 64;
  if ((!status && space.available < needed) || (limited && limit.rlim_cur < needed)) {
    return fail(ErrorCode::NoSpace,
                fmt::format("no space left: up to {} are needed; free some space or choose another folder.",
                            byteText(needed)),
                target.string());
  }
  return {};
}

}  // namespace

Result<void> writeH5File(const fs::path& target, std::uint64_t payloadBytes, const std::function<void(H5Writer&)>& fill,
                         H5Durability durability, std::uint64_t memoryLimit) {
  prepareHdf5();
  if (payloadBytes <= memoryLimit) return writeThroughMemory(target, fill, durability);
  PTYCHO_CHECK(checkRoom(target, payloadBytes));
  return replaceFile(target, [&fill](const fs::path& temporary) -> Result<void> {
    const H5PropertyHandle access(H5Pcreate(H5P_FILE_ACCESS));
    if (!access) return tl::unexpected(hdf5Error("cannot be created", temporary.string()));
    return fillAndClose(createFile(temporary.string(), access.id()), fill, temporary.string());
  });
}

}  // namespace ptycho
