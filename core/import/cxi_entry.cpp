#include "core/import/cxi_entry.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/import/h5_scan_values.h"

namespace ptycho {

namespace {

bool hasAny(const H5Reader& reader, const std::string& entry, const std::vector<std::string>& below) {
  return std::ranges::any_of(below, [&](const std::string& path) { return reader.has(entry + path); });
}

/// N of the links entry_N, from 1 to 100, rising.
std::vector<int> entryNumbers(const H5Reader& reader) {
  constexpr int kMost = 100;
  constexpr std::size_t kNames = 10'000;
  constexpr std::string_view kStart = "entry_";
  std::vector<int> numbers;
  for (const std::string& name : reader.names("/", std::string(kStart), kNames)) {
    int number = 0;
    std::from_chars(name.data() + kStart.size(), name.data() + name.size(), number);
    if (number >= 1 && number <= kMost && name == fmt::format("entry_{}", number)) numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  return numbers;
}

/// A result's data_1 is a link to its object (PyNX): only what has a detector or no result is a measurement.
CxiEntry entryAt(const H5Reader& reader, const std::string& path) {
  CxiEntry entry{path, false, false};
  entry.result = hasAny(reader, path, {"/image_1/data", "/image_2/data", "/result_1/data", "/result_1/Object-layer00",
                                       "/result_2/data"});
  entry.patterns = reader.has(path + "/instrument_1/detector_1/data") ||
                   (!entry.result && reader.has(path + "/data_1/data"));
  return entry;
}

}  // namespace

std::vector<CxiEntry> cxiEntries(const H5Reader& reader) {
  std::vector<CxiEntry> entries;
  for (const int number : entryNumbers(reader)) {
    CxiEntry entry = entryAt(reader, fmt::format("/entry_{}", number));
    if (entry.patterns || entry.result) entries.push_back(std::move(entry));
  }
  std::stable_partition(entries.begin(), entries.end(), [](const CxiEntry& entry) { return entry.patterns; });
  return entries;
}

Result<std::string> usableOf(H5Reader& reader, const std::vector<std::string>& paths) {
  std::optional<Error> first;
  for (const std::string& path : paths) {
    if (!reader.has(path)) continue;
    const auto dataset = reader.dataset(path);
    if (dataset) return path;
    if (!first) first = dataset.error();
  }
  if (first) return tl::unexpected(*first);
  return std::string();
}

std::string textOf(H5Reader& reader, const std::string& path) {
  if (!reader.has(path)) return {};
  const auto dataset = reader.dataset(path);
  if (!dataset || dataset->elements() != 1) return {};
  const auto text = reader.readText(*dataset);
  return text ? printable(*text) : std::string();
}

std::string cxiWriter(H5Reader& reader, const std::string& entry) {
  for (const char* process : {"/process_1", "/data_1/process_1", "/image_1/process_1", "/image_2/process_1"}) {
    const std::string program = textOf(reader, entry + process + "/program");
    if (program.empty()) continue;
    const std::string version = textOf(reader, entry + process + "/version");
    return version.empty() ? program : program + " " + version;
  }
  const std::string name = textOf(reader, entry + "/program_name");
  if (!name.empty()) return name;
  const auto creator = reader.textAttribute("/", "creator");
  return creator && *creator ? printable(**creator) : std::string();
}

}  // namespace ptycho
