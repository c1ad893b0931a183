#include "tests/fuzz/input_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace ptycho::fuzz {

namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "ptycho-fuzz-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) std::abort();
    path = pattern;
    owner = ::getpid();
  }
  ~Folder() {
    std::error_code status;
    if (::getpid() == owner) fs::remove_all(path, status);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path path;
  pid_t owner = 0;
};

}  // namespace

const fs::path& inputFolder() {
  static const Folder folder;
  return folder.path;
}

fs::path inputFile(const std::string& name, std::string_view bytes) {
  const fs::path path = inputFolder() / name;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) std::abort();
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written <= 0) std::abort();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  ::close(descriptor);
  return path;
}

std::string bytesOfFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void require(bool holds, std::string_view sentence, std::string_view detail) {
  if (holds) return;
  std::fprintf(stderr, "FINDING: %.*s: %.*s\n", static_cast<int>(sentence.size()), sentence.data(),
               static_cast<int>(std::min<std::size_t>(detail.size(), 2000)), detail.data());
  std::abort();
}

void requirePrintable(std::string_view text, std::string_view what) {
  const bool clean = std::ranges::none_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
  require(clean, "control characters in", what);
  require(text.size() < 65'536, "a book instead of a sentence in", what);
}

}  // namespace ptycho::fuzz
