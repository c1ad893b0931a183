#include <algorithm>

#include "core/store/run_folder.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// Verb and name from "<date>_<verb>_<name>", for a folder whose spec.json cannot be read.
void nameFromFolder(RunEntry& entry) {
  const std::string folder = entry.folder.filename().string();
  const auto first = folder.find('_');
  const auto second = first == std::string::npos ? first : folder.find('_', first + 1);
  if (first != std::string::npos)
    entry.verb = folder.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  entry.name = second == std::string::npos ? folder : folder.substr(second + 1);
}

RunEntry readEntry(const fs::path& folder, std::int64_t changed_ns) {
  RunEntry entry;
  entry.folder = folder;
  entry.modified_s = changed_ns / 1'000'000'000;
  if (const auto spec = readRunSpec(folder)) {
    entry.verb = stringAt(*spec, "verb");
    entry.name = stringAt(*spec, "name");
  } else {
    entry.problem = spec.error().message;
    nameFromFolder(entry);
  }
  if (auto status = readRunStatus(folder)) entry.status = std::move(*status);
  else if (entry.problem.empty()) entry.problem = status.error().message;
  return entry;
}

}  // namespace

RunCatalogue::RunCatalogue(fs::path root) : m_root(std::move(root)) {}

std::vector<RunEntry> RunCatalogue::list() {
  std::map<std::string, Row> rows;
  std::error_code status;
  for (fs::directory_iterator item(m_root, status), end; !status && item != end; item.increment(status)) {
    const fs::path& folder = item->path();
    std::string name = folder.filename().string();
    if (name.front() == '.') continue;
    Row row{fileStamp(folder / run_file::kSpec), fileStamp(folder / run_file::kStatus), {}};
    if (!row.spec.isThere() && !row.status.isThere()) continue;
    const auto known = m_rows.find(name);
    if (known != m_rows.end() && known->second.spec == row.spec && known->second.status == row.status) {
      row.entry = std::move(known->second.entry);
    } else {
      row.entry = readEntry(folder, std::max(row.spec.modified_ns, row.status.modified_ns));
    }
    rows.insert_or_assign(std::move(name), std::move(row));
  }
  m_rows = std::move(rows);
  std::vector<const Row*> order;
  for (const auto& [name, row] : m_rows) order.push_back(&row);
  // spec.json is written once: its time is that of the run's creation, and rows keep their place while runs go on.
  std::ranges::sort(order, [](const Row* a, const Row* b) {
    if (a->spec.modified_ns != b->spec.modified_ns) return a->spec.modified_ns > b->spec.modified_ns;
    return a->entry.folder > b->entry.folder;
  });
  std::vector<RunEntry> entries;
  entries.reserve(order.size());
  for (const Row* row : order) entries.push_back(row->entry);
  return entries;
}

std::vector<RunEntry> listRuns(const fs::path& root) { return RunCatalogue(root).list(); }

}  // namespace ptycho
