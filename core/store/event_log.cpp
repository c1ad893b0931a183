#include "core/store/event_log.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/base/spec_json.h"
#include "core/store/run_folder.h"

namespace ptycho {

std::string eventLine(const Event& event) {
  std::string line = "{";
  for (const auto& [key, value] : event) {
    if (line.size() > 1) line += ',';
    line += jsonText(Json(key)) + ':' + jsonText(fieldValueToJson(value));
  }
  return line + "}\n";
}

EventLog::EventLog(const std::filesystem::path& folder) : m_file(folder / run_file::kEvents) {}

EventLog::~EventLog() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<void> EventLog::open() {
  if (m_descriptor >= 0) return {};
  m_descriptor = ::open(m_file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (m_descriptor < 0) return tl::unexpected(errnoError(errno, "cannot append", m_file));
  // A worker that was killed in the middle of a line left one without an end; ours must not be joined to it.
  struct stat status {};
  char last = '\n';
  if (::fstat(m_descriptor, &status) == 0 && status.st_size > 0 &&
      ::pread(m_descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n' && ::write(m_descriptor, "\n", 1) != 1) {
    const int number = errno;
    ::close(m_descriptor);
    m_descriptor = -1;
    return tl::unexpected(errnoError(number, "cannot append", m_file));
  }
  return {};
}

Result<void> EventLog::append(const Event& event) {
  PTYCHO_CHECK(open());
  const std::string line = eventLine(event);
  struct stat before {};
  const bool known = ::fstat(m_descriptor, &before) == 0;
  ssize_t count = 0;
  do {
    count = ::write(m_descriptor, line.data(), line.size());
  } while (count < 0 && errno == EINTR);
  if (count == static_cast<ssize_t>(line.size())) return {};
  // A short write means that the next byte would not have fitted.
  const int number = count < 0 ? errno : ENOSPC;
  if (count > 0 && known && ::ftruncate(m_descriptor, before.st_size) != 0) {
    logWarning(m_file.string() + ": a cut line could not be taken back.");
  }
  return tl::unexpected(errnoError(number, "cannot append", m_file));
}

}  // namespace ptycho
