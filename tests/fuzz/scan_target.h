#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/measured/import_spec.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/strange_hdf5.h"

namespace ptycho::fuzz {

/// The whole path of a foreign file: open, plan, preview, prepare. Whatever comes out of it must hold together: errors
/// are sentences, what was prepared is an acquisition that our own files may hold. Patterns beyond a bound are not read.
void importWhole(const std::filesystem::path& file, const ImportSpec& spec);

/// A fuzz target of one reader. An input that begins like a file of the format is that file; any other one is a row of
/// decisions that change one of the target's seeds with the calls of its library, so that the damage gets past the
/// format's own checks and reaches the reader.
class ScanTarget {
 public:
  ScanTarget(const std::string& name, FormatChoice format, std::string fileName = "input.h5");
  /// Always 0, as libFuzzer wants it.
  int run(const std::uint8_t* data, std::size_t size);

 private:
  FormatChoice m_format;
  std::string m_fileName;
  std::vector<StrangeTemplate> m_templates;
};

/// Sets some fields of the specification to values that a user could give.
void changeSpec(ImportSpec& spec, Choices& choices);

}  // namespace ptycho::fuzz
