#include "core/store/run_control.h"

#include <array>
#include <atomic>
#include <chrono>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "core/store/clock_text.h"
#include "core/store/quick_replace.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<std::string_view, RunRequestKind>, 3> kRequests{
    {{"pause", RunRequestKind::Pause}, {"resume", RunRequestKind::Resume}, {"stop", RunRequestKind::Stop}}};

std::optional<RunRequestKind> requestOf(std::string_view word) {
  for (const auto& [name, kind] : kRequests) {
    if (name == word) return kind;
  }
  return std::nullopt;
}

std::string newRequestId() {
  static std::atomic<unsigned> counter{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{:x}-{:x}-{:x}", std::chrono::duration_cast<std::chrono::microseconds>(now).count(), ::getpid(),
                     ++counter);
}

}  // namespace

Result<std::string> requestRun(const fs::path& folder, const std::string& request) {
  if (!requestOf(request)) return badInput(fmt::format("\"{}\" is no request; use pause, resume or stop.", request));
  std::error_code status;
  if (!fs::exists(folder / run_file::kStatus, status)) {
    return fail(ErrorCode::NotFound, "is no folder of a run (it has no status.json); check its name.", folder.string());
  }
  const std::string id = newRequestId();
  const Json json{{"schema", schema::kNewest}, {"id", id}, {"request", request}, {"asked_at", clockText()}};
  PTYCHO_CHECK(replaceQuickly(folder / run_file::kControl, jsonText(json) + "\n"));
  return id;
}

ControlWatch::ControlWatch(fs::path folder, std::string accepted)
    : m_file(std::move(folder) / run_file::kControl), m_accepted(std::move(accepted)) {}

std::optional<RunRequest> ControlWatch::next() {
  struct stat status {};
  if (::stat(m_file.c_str(), &status) != 0) return std::nullopt;
  const auto inode = static_cast<std::int64_t>(status.st_ino);
  const auto size = static_cast<std::int64_t>(status.st_size);
  const auto modified = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (inode == m_inode && size == m_size && modified == m_modified_ns) return std::nullopt;
  m_inode = inode;
  m_size = size;
  m_modified_ns = modified;
  const auto json = readJsonFile(m_file);
  if (!json || !json->is_object()) return std::nullopt;
  const auto id = json->find("id");
  const auto word = json->find("request");
  if (id == json->end() || word == json->end() || !id->is_string() || !word->is_string()) return std::nullopt;
  const auto kind = requestOf(word->get<std::string>());
  if (!kind || id->get<std::string>() == m_accepted) return std::nullopt;
  m_accepted = id->get<std::string>();
  return RunRequest{m_accepted, *kind};
}

}  // namespace ptycho
