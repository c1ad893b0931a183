#include <algorithm>
#include <sys/stat.h>

#include "core/store/run_folder.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

std::int64_t modified_ns(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return 0;
  return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

std::string textOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Verb and name from "<date>_<verb>_<name>", for a folder whose spec.json cannot be read.
void nameFromFolder(RunEntry& entry) {
  const std::string folder = entry.folder.filename().string();
  const auto first = folder.find('_');
  const auto second = first == std::string::npos ? first : folder.find('_', first + 1);
  if (first != std::string::npos) entry.verb = folder.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  entry.name = second == std::string::npos ? folder : folder.substr(second + 1);
}

RunEntry readEntry(const fs::path& folder, std::int64_t changed_ns) {
  RunEntry entry;
  entry.folder = folder;
  entry.modified_s = changed_ns / 1'000'000'000;
  if (const auto spec = readRunSpec(folder)) {
    entry.verb = textOf(*spec, "verb");
    entry.name = textOf(*spec, "name");
  } else {
    entry.problem = spec.error().message;
    nameFromFolder(entry);
  }
  if (auto status = readRunStatus(folder)) entry.status = std::move(*status);
  else if (entry.problem.empty()) entry.problem = status.error().message;
  return entry;
}

}  // namespace

std::vector<RunEntry> listRuns(const fs::path& root) {
  struct Found {
    RunEntry entry;
    std::int64_t created_ns;
  };
  std::vector<Found> found;
  std::error_code status;
  for (fs::directory_iterator item(root, status), end; !status && item != end; item.increment(status)) {
    const fs::path& folder = item->path();
    if (folder.filename().native().front() == '.') continue;
    // spec.json is written once: its time is that of the run's creation, and rows keep their place.
    const std::int64_t created = modified_ns(folder / run_file::kSpec);
    const std::int64_t changed = modified_ns(folder / run_file::kStatus);
    if (created == 0 && changed == 0) continue;
    found.push_back({readEntry(folder, std::max(created, changed)), created != 0 ? created : changed});
  }
  std::ranges::sort(found, [](const Found& a, const Found& b) {
    return a.created_ns != b.created_ns ? a.created_ns > b.created_ns : a.entry.folder > b.entry.folder;
  });
  std::vector<RunEntry> entries;
  entries.reserve(found.size());
  for (Found& one : found) entries.push_back(std::move(one.entry));
  return entries;
}

}  // namespace ptycho
