#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/measured/import_spec.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/strange_hdf5.h"
#include "tests/fuzz/whole_import.h"

namespace ptycho::fuzz {

/// A fuzz target of one reader. An input that begins like a file of the format is that file; any other one is a row of
/// decisions that change one of the target's seeds with the calls of its library (HDF5) or build one (NPZ), so that
/// the damage gets past the format's own checks and reaches the reader. An input of several parts (input_parts.h) is
/// several files that lie side by side; the first of them is opened.
class ScanTarget {
 public:
  using PartName = std::function<std::string(std::uint8_t)>;  ///< the file's name of a part
  ScanTarget(const std::string& name, FormatChoice format, const std::string& fileName = "input.h5");
  ScanTarget(const std::string& name, FormatChoice format, PartName names);
  /// Always 0, as libFuzzer wants it.
  int run(const std::uint8_t* data, std::size_t size);

 private:
  [[nodiscard]] std::filesystem::path write(std::uint8_t name, std::string_view bytes, ImportSpec& spec);
  void removeOthers(const std::vector<std::filesystem::path>& files);

  FormatChoice m_format;
  PartName m_names;
  bool m_numpy = false;
  std::vector<StrangeTemplate> m_templates;
  std::vector<std::filesystem::path> m_files;  ///< of the input before
};

/// Sets some fields of the specification to values that a user could give.
void changeSpec(ImportSpec& spec, Choices& choices);

}  // namespace ptycho::fuzz
