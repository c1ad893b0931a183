#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/limits.h"
#include "core/store/run_folder.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostBytes = 256ull << 20;  // of one call; the next one goes on from there

std::string readRange(int descriptor, std::uint64_t offset, std::uint64_t length) {
  std::string bytes(length, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

/// One whole line; blank ones are nothing.
void takeLine(std::string_view line, EventBatch& batch) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  if (line.size() > fileLimits().event_line_bytes) {
    ++batch.damaged_lines;
    return;
  }
  auto json = parseJson(line, {});
  if (json && json->is_object()) batch.events.push_back(std::move(*json));
  else ++batch.damaged_lines;
}

}  // namespace

EventBatch readEvents(const fs::path& folder, std::uint64_t offset) {
  EventBatch batch;
  batch.next_offset = offset;
  const int descriptor = ::open((folder / run_file::kEvents).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    // No file yet, or no longer: a file that comes later is read from its start.
    batch.restarted = errno == ENOENT && offset > 0;
    if (batch.restarted) batch.next_offset = 0;
    return batch;
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return batch;
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size < offset) {
    batch.restarted = true;
    batch.next_offset = 0;
  }
  const std::string bytes = readRange(descriptor, batch.next_offset, std::min(size - batch.next_offset, kMostBytes));
  ::close(descriptor);
  std::size_t start = 0;
  for (std::size_t end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', start)) {
    takeLine(std::string_view(bytes).substr(start, end - start), batch);
    start = end + 1;
  }
  // What is left has no end yet: the next call reads it again. A "line" past the limit will never be one.
  if (bytes.size() - start > fileLimits().event_line_bytes) {
    ++batch.damaged_lines;
    start = bytes.size();
  }
  batch.next_offset += start;
  return batch;
}

}  // namespace ptycho
