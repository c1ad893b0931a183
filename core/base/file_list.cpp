#include "core/base/file_list.h"

#include <fstream>
#include <string>

#include <fmt/format.h>

namespace ptycho {

namespace fs = std::filesystem;

namespace {
constexpr std::uintmax_t kListBytes = 64u << 20;
}  // namespace

bool isFileList(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".txt" || extension == ".TXT";
}

Result<std::vector<fs::path>> listedFiles(const fs::path& list, const std::function<bool(const fs::path&)>& fits,
                                          std::string_view what) {
  std::error_code status;
  if (fs::file_size(list, status) > kListBytes || status) {
    return badInput("is too large for a list of files, or cannot be read.", list.string());
  }
  std::ifstream stream(list);
  std::vector<fs::path> files;
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const fs::path file = list.parent_path() / line;  // a whole path stays what it is
    if (!fs::is_regular_file(file, status) || !fits(file)) {
      return badInput(fmt::format("line {} names \"{}\", which is no {} that is there; correct the list.", number,
                                  line.substr(0, 200), what), list.string());
    }
    files.push_back(file);
  }
  if (stream.bad()) return fail(ErrorCode::Io, "cannot be read; check its permissions.", list.string());
  if (files.empty()) {
    return fail(ErrorCode::NotFound, fmt::format("lists no {}; write one a line.", what), list.string());
  }
  return files;
}

}  // namespace ptycho
