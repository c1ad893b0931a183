#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// The one table of limits on what is read from files (ARCHITECTURE.md, "Untrusted input"); printed by
/// `ptychodesk-cli info --limits`. Checked before any allocation.
struct FileLimits {
  std::uint64_t pattern_side = 8'192;
  std::uint64_t stack_length = 10'000'000;
  std::uint64_t object_side = 65'536;
  std::uint64_t dimensions = 8;
  std::uint64_t attributes_per_object = 1'024;
  std::uint64_t name_bytes = 4'096;
  std::uint64_t group_depth = 32;
  std::uint64_t links_followed = 16;
  std::uint64_t allocation_bytes = 8ull << 30;  ///< and never more than half of the free memory
  std::uint64_t chunk_bytes = 256ull << 20;
  std::uint64_t datasets_listed = 10'000;
  std::uint64_t large_bytes = 4ull << 30;          ///< declared size above which expansion_of_large holds
  std::uint64_t expansion_of_large = 1'000;        ///< declared over stored bytes
  std::uint64_t expansion = 100'000;
  std::uint64_t attribute_text_bytes = 64ull << 20;
  std::uint64_t tensors = 16'384;               ///< of a network or a training's checkpoint
  std::uint64_t tensor_name_bytes = 512;
  std::uint64_t zip_members = 1'024;            ///< arrays of an NPZ
  std::uint64_t zip_member_bytes = 4ull << 30;
  std::uint64_t zip_expansion = 1'000;          ///< of members above zip_small_bytes
  std::uint64_t zip_small_bytes = 64ull << 20;
  std::uint64_t text_lines = 10'000'000;        ///< of a file of positions
  std::uint64_t event_line_bytes = 1ull << 20;
};
[[nodiscard]] const FileLimits& fileLimits();

/// Rows of "what: limit" for `info --limits`.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> limitTable();

/// "1.5 GiB", for messages.
[[nodiscard]] std::string byteText(std::uint64_t bytes);
/// Memory that could be had now, see availableMemoryBytes().
[[nodiscard]] std::uint64_t freeMemoryBytes();

/// elements × elementBytes within allocation_bytes and half of the free memory, without overflow.
[[nodiscard]] Result<void> checkAllocation(std::uint64_t elements, std::uint64_t elementBytes,
                                           const std::string& where);

}  // namespace ptycho
