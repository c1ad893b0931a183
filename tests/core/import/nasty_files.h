#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace ptycho::testing {

/// A file that an importer must survive: it is refused, and the sentence has these words.
struct NastyFile {
  std::string name;
  std::function<void(const std::filesystem::path&)> write;
  std::string words;
};

/// Truncated, empty, mistaken, shape and zip bombs, storage elsewhere, links of every kind, ranks, types, filters,
/// dangling references, numbers that cannot be; all in the layout of CXI, made when asked for.
[[nodiscard]] std::vector<NastyFile> nastyFiles();

/// A good CXI scan of 16 patterns of 32 × 32 px, some 80 kB.
void writeGoodScan(const std::filesystem::path& file);
/// The same numbers in other types: big-endian floats, integers and doubles.
void writeBigEndianScan(const std::filesystem::path& file);

}  // namespace ptycho::testing
