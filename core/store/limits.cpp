#include "core/store/limits.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/process_memory.h"

namespace ptycho {

const FileLimits& fileLimits() {
  static const FileLimits limits;
  return limits;
}

std::string byteText(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 1023.95 && unit + 1 < std::size(kUnits)) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{:.4g} {}", value, kUnits[unit]);
}

std::uint64_t freeMemoryBytes() { return availableMemoryBytes(); }

Result<void> checkAllocation(std::uint64_t elements, std::uint64_t elementBytes, const std::string& where) {
  const std::uint64_t size = std::max<std::uint64_t>(elementBytes, 1);
  const std::uint64_t most = fileLimits().allocation_bytes;
  if (elements > most / size) {
    return badInput(fmt::format("declares {} values of {} bytes, more than the limit of {} for what is read from a "
                                "file; cut the data into smaller files.",
                                elements, elementBytes, byteText(most)),
                    where);
  }
  const std::uint64_t half = freeMemoryBytes() / 2;
  if (elements > half / size) {
    return badInput(
        fmt::format("needs {} of memory, more than half of the free memory (half is {}); close other programs or cut "
                    "the data into smaller files.",
                    byteText(elements * size), byteText(half)),
        where);
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> limitTable() {
  const FileLimits& limits = fileLimits();
  return {
      {"side of a pattern", fmt::format("{} px", limits.pattern_side)},
      {"patterns in a stack", fmt::format("{}", limits.stack_length)},
      {"side of an object", fmt::format("{} px", limits.object_side)},
      {"dimensions of a data set", fmt::format("{}", limits.dimensions)},
      {"attributes of an object", fmt::format("{}", limits.attributes_per_object)},
      {"length of a name", fmt::format("{} bytes", limits.name_bytes)},
      {"depth of groups", fmt::format("{}", limits.group_depth)},
      {"data sets listed", fmt::format("{}", limits.datasets_listed)},
      {"links followed", fmt::format("{}", limits.links_followed)},
      {"memory for what one file holds",
       fmt::format("{}, at most half of the free memory (now {})", byteText(limits.allocation_bytes),
                   byteText(freeMemoryBytes() / 2))},
      {"one chunk after decompression", byteText(limits.chunk_bytes)},
      {"declared over stored bytes",
       fmt::format("{} above {}, else {}", limits.expansion_of_large, byteText(limits.large_bytes), limits.expansion)},
      {"text of an attribute", byteText(limits.attribute_text_bytes)},
      {"tensors of a network or a checkpoint; length of a name",
       fmt::format("{}; {} bytes", limits.tensors, limits.tensor_name_bytes)},
      {"NPZ: arrays; size of one; declared over stored bytes",
       fmt::format("{}; {}; {} above {}", limits.zip_members, byteText(limits.zip_member_bytes), limits.zip_expansion,
                   byteText(limits.zip_small_bytes))},
      {"lines of a file of positions", fmt::format("{}", limits.text_lines)},
      {"a line of events.jsonl", byteText(limits.event_line_bytes)},
      {"JSON file; nesting", fmt::format("{}; {}", byteText(256ull << 20), 64)},
      {"photo: file; pixels; side", "256 MiB; 100000000; 16384 px; JPEG and PNG only"},
      {"external links, external storage, virtual data sets", "refused"},
      {"filter plug-ins", "off (gzip, shuffle, Fletcher32, szip, n-bit and scale-offset are built in)"},
  };
}

}  // namespace ptycho
