#include "tests/core/exchange/numpy_files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ptycho::testing {

namespace fs = std::filesystem;

namespace {

std::string number(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t k = 0; k < bytes; ++k) text += static_cast<char>(value >> (8 * k) & 0xff);
  return text;
}

std::uint32_t checksum(const std::string& bytes) {
  std::uint32_t value = 0xffffffffU;
  for (const char byte : bytes) {
    value ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320U : 0U);
  }
  return ~value;
}

}  // namespace

NumpyFolder::NumpyFolder() {
  std::string pattern = (fs::temp_directory_path() / "ptycho-numpy-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  m_path = pattern;
}

NumpyFolder::~NumpyFolder() {
  std::error_code status;
  fs::remove_all(m_path, status);
}

std::string npyBytes(const std::string& dictionary, const std::string& values, int major) {
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(major);
  bytes += '\0';
  return bytes + number(dictionary.size() + 1, major == 1 ? 2 : 4) + dictionary + "\n" + values;
}

std::string npyBytes(const std::string& descr, bool fortran, const std::string& shape, const std::string& values) {
  return npyBytes("{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape +
                      ", }",
                  values);
}

std::string swapped(std::string bytes, std::size_t each) {
  for (std::size_t at = 0; at + each <= bytes.size(); at += each) {
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + each));
  }
  return bytes;
}

std::string zipBytes(const std::vector<std::pair<std::string, std::string>>& members, const ZipLies& lies) {
  std::string file;
  std::string directory;
  for (const auto& [name, bytes] : members) {
    const std::uint64_t declared = lies.declared_bytes != 0 ? lies.declared_bytes : bytes.size();
    const std::string common = number(20, 2) + number(lies.encrypted ? 1 : 0, 2) + number(lies.method, 2) + number(0, 2) +
                               number(33, 2) + number(checksum(bytes), 4) + number(bytes.size(), 4) + number(declared, 4) +
                               number(name.size(), 2) + number(0, 2);
    directory += "PK\x01\x02" + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                 number(file.size(), 4) + name;
    file += "PK\x03\x04" + common + name + bytes;
  }
  const std::uint64_t start = file.size();
  file += directory;
  const std::uint64_t count = lies.members != 0 ? lies.members : members.size();
  if (lies.members64 != 0) {
    const std::uint64_t record = file.size();
    file += "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 4) + number(0, 4) +
            number(lies.members64, 8) + number(lies.members64, 8) + number(directory.size(), 8) + number(start, 8);
    file += "PK\x06\x07" + number(0, 4) + number(record, 8) + number(1, 4);
  }
  const std::uint64_t shown = lies.members64 != 0 ? 0xffff : count;
  return file + "PK\x05\x06" + number(0, 2) + number(0, 2) + number(shown, 2) + number(shown, 2) +
         number(directory.size(), 4) + number(start, 4) + number(0, 2);
}

void writeBytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string readBytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace ptycho::testing
