#include "core/import/numbered_files.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

struct NumberedName {
  std::string before;
  std::string after;  ///< between the number and the end, the suffix too
  std::uint64_t number = 0;
};

bool isDigit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

/// The last digits before the suffix.
std::optional<NumberedName> numberedName(const fs::path& file) {
  const std::string stem = file.stem().string();
  const auto end = std::find_if(stem.rbegin(), stem.rend(), isDigit).base();
  const auto begin = std::find_if_not(std::make_reverse_iterator(end), stem.rend(), isDigit).base();
  NumberedName name{std::string(stem.begin(), begin), std::string(end, stem.end()) + file.extension().string(), 0};
  const std::string digits(begin, end);
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.number);
  if (digits.empty() || error != std::errc()) return std::nullopt;
  return name;
}

}  // namespace

Result<NumberedFiles> seriesOf(const fs::path& file) {
  const auto own = numberedName(file);
  if (!own) return NumberedFiles{{file}, 0, 0, 0};
  std::map<std::uint64_t, fs::path> found;
  std::error_code status;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, status), end; !status && at != end; at.increment(status)) {
    const auto name = numberedName(at->path());
    std::error_code kind;
    if (!name || name->before != own->before || name->after != own->after || !at->is_regular_file(kind)) continue;
    const auto [place, fresh] = found.emplace(name->number, at->path());
    if (!fresh) {
      return badInput(fmt::format("and {} have the same number; keep one of them in the folder.",
                                  printable(at->path().filename().string())), place->second.string());
    }
    if (found.size() > fileLimits().stack_length) {
      return badInput(fmt::format("has more than {} files beside it, the limit.", fileLimits().stack_length), file.string());
    }
  }
  found.emplace(own->number, file);  // the folder may not be listable
  NumberedFiles series;
  series.first = found.begin()->first;
  series.last = found.rbegin()->first;
  series.missing = series.last - series.first + 1 - found.size();
  for (auto& [number, path] : found) series.files.push_back(std::move(path));
  return series;
}

}  // namespace ptycho
