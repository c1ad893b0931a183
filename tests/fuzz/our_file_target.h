#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/strange_hdf5.h"

namespace ptycho::fuzz {

/// Inputs as ScanTarget has them, for HDF5 files of our own.
class OurFileTarget {
 public:
  explicit OurFileTarget(const std::string& name);
  [[nodiscard]] std::filesystem::path fileFor(const std::uint8_t* data, std::size_t size);

 private:
  std::vector<StrangeTemplate> m_templates;
};

/// True when there is a value; an error is a printable sentence.
template <class T>
bool refusedWell(const Result<T>& result) {
  if (result) return true;
  require(result.error().message.size() > 3, "an error without a sentence");
  requirePrintable(result.error().text(), "an error");
  return false;
}

}  // namespace ptycho::fuzz
