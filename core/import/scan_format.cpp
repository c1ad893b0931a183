#include "core/import/scan_format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include <fmt/format.h>

#include "core/exchange/npz_file.h"
#include "core/import/formats.h"
#include "core/store/h5_reader.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kHdf5Signature("\x89HDF\r\n\x1a\n", 8);

/// HDF5 may begin behind a block of 512, 1024, 2048 … bytes that belongs to someone else (MATLAB: 512).
bool hasHdf5Signature(std::ifstream& in) {
  std::array<char, 8> bytes{};
  for (const std::streamoff offset : {0, 512, 1024, 2048, 4096}) {
    in.clear();
    in.seekg(offset);
    if (!in.read(bytes.data(), bytes.size())) return false;
    if (std::string_view(bytes.data(), bytes.size()) == kHdf5Signature) return true;
  }
  return false;
}

bool isText(std::string_view bytes) {
  return !bytes.empty() && bytes.find('\0') == std::string_view::npos &&
         std::ranges::none_of(bytes, [](unsigned char byte) { return byte < 0x20 && std::isspace(byte) == 0; });
}

Container containerOf(std::ifstream& in) {
  if (hasHdf5Signature(in)) return Container::Hdf5;
  std::array<char, 4096> buffer{};
  in.clear();
  in.seekg(0);
  in.read(buffer.data(), buffer.size());
  const std::string_view head(buffer.data(), static_cast<std::size_t>(in.gcount()));
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Container::Zip;
  if (head.starts_with("\x93NUMPY")) return Container::Npy;
  if (head.starts_with(std::string_view("II*\0", 4)) || head.starts_with(std::string_view("MM\0*", 4)) ||
      head.starts_with(std::string_view("II+\0", 4)) || head.starts_with(std::string_view("MM\0+", 4))) {
    return Container::Tiff;
  }
  return isText(head) ? Container::Text : Container::Other;
}

}  // namespace

Result<ScanFile> ScanFile::open(const fs::path& path) {
  std::error_code status;
  if (!fs::exists(path, status)) return fail(ErrorCode::NotFound, "is not there.", path.string());
  if (!fs::is_regular_file(path, status)) return badInput("is no file; give the file itself.", path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::Io, "cannot be read; look at its permissions.", path.string());
  if (fs::file_size(path, status) == 0) return badInput("is empty.", path.string());
  ScanFile file{path, containerOf(in), nullptr, nullptr};
  if (file.container == Container::Hdf5) {
    PTYCHO_TRY(H5Reader reader, H5Reader::open(path));
    file.hdf5 = std::make_shared<H5Reader>(std::move(reader));
  }
  if (file.container == Container::Zip || file.container == Container::Npy) {
    PTYCHO_TRY(NumpyFile numpy, NumpyFile::open(path));
    file.numpy = std::make_shared<NumpyFile>(std::move(numpy));
  }
  return file;
}

}  // namespace ptycho
