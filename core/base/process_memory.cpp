#include "core/base/process_memory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <sys/resource.h>

namespace ptycho {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

/// The number behind a word of a file of lines "word number …".
std::optional<std::uint64_t> numberBehind(const fs::path& file, const std::string& word) {
  std::ifstream in(file);
  for (std::string key; in >> key;) {
    std::uint64_t value = 0;
    if (key == word && in >> value) return value;
    in.clear();
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

/// A file of one number; nothing for "max" or when it is not there.
std::optional<std::uint64_t> numberIn(const fs::path& file) {
  std::ifstream in(file);
  std::uint64_t value = 0;
  if (in >> value) return value;
  return std::nullopt;
}

struct GroupFiles {
  const char* limit;
  const char* usage;
  const char* droppable;  ///< in memory.stat
};

std::uint64_t leftOf(const fs::path& folder, const GroupFiles& files) {
  const auto limit = numberIn(folder / files.limit);
  const auto usage = numberIn(folder / files.usage);
  if (!limit || !usage) return kUnlimited;
  const std::uint64_t droppable = numberBehind(folder / "memory.stat", files.droppable).value_or(0);
  const std::uint64_t held = *usage - std::min(*usage, droppable);
  return *limit - std::min(*limit, held);
}

/// The least that this process's group and those above it have left.
std::uint64_t leftOfGroups(fs::path root, std::string group, const GroupFiles& files) {
  std::uint64_t left = leftOf(root, files);
  for (fs::path path = fs::path(group).relative_path(); !path.empty(); path = path.parent_path()) {
    left = std::min(left, leftOf(root / path, files));
  }
  return left;
}

std::uint64_t groupMemoryBytes() {
  std::uint64_t left = kUnlimited;
  std::ifstream in("/proc/self/cgroup");  // lines "number:controllers:path"
  for (std::string line; std::getline(in, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    if (controllers.empty()) {
      left = std::min(left, leftOfGroups("/sys/fs/cgroup", group, {"memory.max", "memory.current", "inactive_file"}));
    } else if (("," + controllers + ",").find(",memory,") != std::string::npos) {
      left = std::min(left, leftOfGroups("/sys/fs/cgroup/memory", group,
                                         {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"}));
    }
  }
  return left;
}

}  // namespace

std::uint64_t peakMemoryBytes() { return 1024 * numberBehind("/proc/self/status", "VmHWM:").value_or(0); }

std::uint64_t availableMemoryBytes() {
  std::uint64_t available = groupMemoryBytes();
  if (const auto kilobytes = numberBehind("/proc/meminfo", "MemAvailable:")) {
    available = std::min(available, *kilobytes * 1024);
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    available = std::min<std::uint64_t>(available, limit.rlim_cur);
  }
  return available;
}

}  // namespace ptycho
