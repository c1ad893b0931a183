#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "core/source/photo.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

bool isPhotoName(const fs::path& file) {
  // Hidden files are other programs' notes: macOS leaves "._photo.jpg" beside each photo it copies.
  if (file.filename().native().starts_with('.')) return false;
  std::string extension = file.extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  constexpr std::array<std::string_view, 3> kExtensions{".jpg", ".jpeg", ".png"};
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

constexpr std::uintmax_t kListBytes = 64u << 20;

bool isList(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".txt" || extension == ".TXT";
}

/// A photo a line, relative to the list's folder; empty lines and those that begin with # say nothing.
Result<std::vector<fs::path>> listedPhotos(const fs::path& list) {
  std::error_code status;
  if (fs::file_size(list, status) > kListBytes || status) {
    return badInput("is too large for a list of photos, or cannot be read.", list.string());
  }
  std::ifstream stream(list);
  std::vector<fs::path> photos;
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const fs::path photo = list.parent_path() / line;  // a whole path stays what it is
    if (!isPhotoName(photo) || !fs::is_regular_file(photo, status)) {
      return badInput(fmt::format("line {} names \"{}\", which is no JPEG or PNG photo that is there; correct the list.",
                                  number, line.substr(0, 200)), list.string());
    }
    photos.push_back(photo);
  }
  if (stream.bad()) return fail(ErrorCode::Io, "cannot be read; check its permissions.", list.string());
  if (photos.empty()) return fail(ErrorCode::NotFound, "lists no photo; write one a line.", list.string());
  return photos;
}

}  // namespace

Result<std::vector<fs::path>> listPhotos(const fs::path& folder) {
  std::error_code status;
  const fs::file_status kind = fs::status(folder, status);
  if (kind.type() == fs::file_type::not_found) {
    return fail(ErrorCode::NotFound, "the folder of photos does not exist; check the path.", folder.string());
  }
  if (fs::is_regular_file(kind) && isList(folder)) return listedPhotos(folder);
  if (!fs::is_directory(kind)) {
    return badInput("is not a folder; name a folder of photos or a list of them (.txt), or choose the source \"photo\".", folder.string());
  }
  std::vector<fs::path> photos;
  for (fs::directory_iterator entry(folder, status), end; !status && entry != end; entry.increment(status)) {
    std::error_code ignored;  // a broken link is no photo
    if (isPhotoName(entry->path()) && entry->is_regular_file(ignored)) photos.push_back(entry->path());
  }
  if (status) {
    return fail(ErrorCode::Io, fmt::format("the folder cannot be listed: {}; check its permissions.", status.message()),
                folder.string());
  }
  if (photos.empty()) {
    return fail(ErrorCode::NotFound, "holds no JPEG or PNG photo; put some there or choose another folder.",
                folder.string());
  }
  // Bytewise, so that index 7 is the same photo under every locale.
  std::sort(photos.begin(), photos.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename().native() < b.filename().native(); });
  return photos;
}

}  // namespace ptycho
