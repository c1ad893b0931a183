#include "core/store/run_notes.h"

#include <set>

#include "core/base/atomic_file.h"
#include "core/base/spec_json.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

std::vector<std::string> tagsFromText(std::string_view text) {
  constexpr const char* kBlank = " \t\r\n";
  std::set<std::string> tags;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view tag = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const std::size_t first = tag.find_first_not_of(kBlank);
    if (first == std::string_view::npos) continue;
    tags.emplace(tag.substr(first, tag.find_last_not_of(kBlank) - first + 1));
  }
  return {tags.begin(), tags.end()};
}

Result<RunNotes> readRunNotes(const fs::path& folder) {
  const fs::path file = folder / run_file::kNotes;
  std::error_code status;
  if (!fs::exists(file, status)) return RunNotes{};
  PTYCHO_TRY(const Json json, readJsonFile(file));
  if (!json.is_object()) return badInput("must be a JSON object.", file.string());
  if (auto known = checkSchemaNumber(json.value("schema", Json(1)), schema::kNewest); !known) {
    return passOn(known.error(), file.string());
  }
  RunNotes notes;
  notes.title = stringAt(json, "title");
  notes.note = stringAt(json, "note");
  for (const Json& tag : json.value("tags", Json::array())) {
    if (tag.is_string()) notes.tags.push_back(tag.get<std::string>());
  }
  return notes;
}

Result<void> writeRunNotes(const fs::path& folder, const RunNotes& notes) {
  std::error_code status;
  if (!fs::exists(folder / run_file::kSpec, status) && !fs::exists(folder / run_file::kStatus, status)) {
    return fail(ErrorCode::NotFound, "is no folder of a run any more; look whether it was moved.", folder.string());
  }
  PTYCHO_TRY(const RunNotes before, readRunNotes(folder));
  if (before == notes) return {};
  const fs::path file = folder / run_file::kNotes;
  if (notes.empty()) {
    fs::remove(file, status);
    if (status) return tl::unexpected(errnoError(status.value(), "cannot remove", file));
    return {};
  }
  const Json json{{"schema", schema::kNewest}, {"title", notes.title}, {"tags", notes.tags}, {"note", notes.note}};
  return replaceFileText(file, jsonText(json, 2) + "\n");
}

}  // namespace ptycho
