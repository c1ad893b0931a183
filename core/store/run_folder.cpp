#include "core/store/run_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/clock_text.h"
#include "core/store/run_queue.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestName = 80;
constexpr int kMostCollisions = 10'000;

/// Letters, digits, '-', '_' and '.' stay; every run of anything else becomes one '-'. No dot or '-' at the ends,
/// so that the name neither hides a folder nor looks like an option.
std::string reducedName(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (plain) name += c;
    else if (!name.empty() && name.back() != '-') name += '-';
  }
  while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.pop_back();
  name.erase(0, std::min(name.find_first_not_of("-."), name.size()));
  return name;
}

Result<void> writeFirstFiles(const fs::path& folder, const std::string& verb, const std::string& name,
                             const Json& spec) {
  Json complete = spec;
  if (!complete.contains("schema")) complete["schema"] = schema::kNewest;
  complete["verb"] = verb;
  if (!complete.contains("name")) complete["name"] = name;
  PTYCHO_CHECK(replaceFileText(folder / run_file::kSpec, jsonText(complete, 2) + "\n"));
  RunStatus status;
  status.updated_at = clockText();
  return replaceFileText(folder / run_file::kStatus, jsonText(runStatusToJson(status), 1) + "\n");
}

/// log.txt is made first and exclusively: of two processes that were given the same empty folder one is refused.
/// Nothing of ours is left behind on an error, and nothing of anybody else's is touched.
Result<void> fillFolder(const fs::path& folder, bool fresh, const std::string& verb, const std::string& name,
                        const Json& spec) {
  const fs::path log = folder / run_file::kLog;
  const int descriptor = ::open(log.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    const int number = errno;
    if (fresh) ::rmdir(folder.c_str());
    if (number == EEXIST) return badInput("holds another run; choose a new folder.", folder.string());
    return tl::unexpected(errnoError(number, "cannot write", log));
  }
  ::close(descriptor);
  auto written = writeFirstFiles(folder, verb, name, spec);
  if (!written) {
    for (const char* file : {run_file::kStatus, run_file::kSpec, run_file::kLog}) ::unlink((folder / file).c_str());
    if (fresh) ::rmdir(folder.c_str());
  }
  return written;
}

/// What was asked becomes what is done: the worker's own specification in the place of the one that waited.
Result<void> takeQueuedRun(const fs::path& folder, const std::string& verb, const Json& spec) {
  PTYCHO_TRY(const Json waiting, readRunSpec(folder));
  const auto asked = waiting.find("verb");
  if (asked == waiting.end() || *asked != verb) {
    return badInput(fmt::format("waits for another verb than {}.", verb), folder.string());
  }
  PTYCHO_CHECK(claimQueuedRun(folder));
  Json complete = spec;
  for (const char* kept : {"name", "parent"}) {
    if (waiting.contains(kept) && !complete.contains(kept)) complete[kept] = waiting[kept];
  }
  return writeFirstFiles(folder, verb, folder.filename().string(), complete);
}

Result<void> makeFolders(const fs::path& folder) {
  std::error_code status;
  fs::create_directories(folder, status);
  if (status && !fs::is_directory(folder)) {
    return tl::unexpected(errnoError(status.value(), "cannot make the folder", folder));
  }
  return {};
}

}  // namespace

fs::path defaultRunsRoot() {
  if (const char* root = std::getenv("PTYCHODESK_RUNS"); root && *root) return root;
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : ".") / "ptychodesk-runs";
}

std::string runFolderName(const std::string& verb, const std::string& name) {
  std::string folder = fmt::format("{}_{}", folderTimeText(), reducedName(verb));
  if (const std::string reduced = reducedName(name); !reduced.empty()) folder += "_" + reduced;
  if (folder.size() > kLongestName) folder.resize(kLongestName);
  while (folder.back() == '-' || folder.back() == '.') folder.pop_back();
  return folder;
}

Result<fs::path> createRunFolder(const fs::path& root, const std::string& verb, const std::string& name,
                                 const Json& spec) {
  if (!spec.is_object()) return badInput("the specification of a run must be a JSON object.", "spec");
  PTYCHO_CHECK(makeFolders(root));
  const std::string first = runFolderName(verb, name);
  for (int attempt = 1; attempt <= kMostCollisions; ++attempt) {
    const fs::path folder = root / (attempt == 1 ? first : fmt::format("{}-{}", first, attempt));
    if (::mkdir(folder.c_str(), 0777) == 0) {
      PTYCHO_CHECK(fillFolder(folder, true, verb, name, spec));
      return folder;
    }
    if (errno != EEXIST) return tl::unexpected(errnoError(errno, "cannot make the folder of a run", folder));
  }
  return fail(ErrorCode::Io, fmt::format("holds {} runs of this second; try again.", kMostCollisions),
              (root / first).string());
}

Result<void> createRunFolderAt(const fs::path& folder, const std::string& verb, const Json& spec) {
  if (!spec.is_object()) return badInput("the specification of a run must be a JSON object.", "spec");
  const fs::path plain = folder.has_filename() ? folder : folder.parent_path();
  if (plain.has_parent_path()) PTYCHO_CHECK(makeFolders(plain.parent_path()));
  const std::string name = plain.filename().string();
  if (::mkdir(plain.c_str(), 0777) == 0) return fillFolder(plain, true, verb, name, spec);
  if (errno != EEXIST) return tl::unexpected(errnoError(errno, "cannot make the folder of a run", plain));
  std::error_code status;
  if (!fs::is_directory(plain, status)) return badInput("is no folder; choose another name.", plain.string());
  if (isQueuedRun(plain)) return takeQueuedRun(plain, verb, spec);
  if (!fs::is_empty(plain, status) || status) {
    return badInput("is not empty; a run needs a new or an empty folder.", plain.string());
  }
  return fillFolder(plain, false, verb, name, spec);
}

Result<Json> readRunSpec(const fs::path& folder) {
  const fs::path file = folder / run_file::kSpec;
  PTYCHO_TRY(Json spec, readJsonFile(file));
  if (!spec.is_object()) return badInput("must be a JSON object.", file.string());
  const auto version = spec.find("schema");
  if (version == spec.end() || !version->is_number_integer()) {
    return badInput("has no schema number; it is no specification of a run.", file.string());
  }
  if (*version > schema::kNewest) {
    return fail(
        ErrorCode::Unsupported,
        fmt::format("was made by a newer version of this program (schema {}, known up to {}); update the program.",
                    version->dump(), schema::kNewest),
        file.string());
  }
  return spec;
}

Result<RunStatus> readRunStatus(const fs::path& folder) {
  const fs::path file = folder / run_file::kStatus;
  PTYCHO_TRY(const Json json, readJsonFile(file));
  auto status = runStatusFromJson(json);
  if (!status) return passOn(std::move(status).error(), file.string());
  return status;
}

}  // namespace ptycho
