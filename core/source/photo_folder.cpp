#include <algorithm>
#include <array>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "core/base/file_list.h"
#include "core/source/photo.h"

namespace ptycho {

namespace fs = std::filesystem;

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

Result<std::vector<fs::path>> listPhotos(const fs::path& folder) {
  std::error_code status;
  const fs::file_status kind = fs::status(folder, status);
  if (kind.type() == fs::file_type::not_found) {
    return fail(ErrorCode::NotFound, "the folder of photos does not exist; check the path.", folder.string());
  }
  if (fs::is_regular_file(kind) && isFileList(folder)) return listedFiles(folder, isPhotoName, "JPEG or PNG photo");
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
