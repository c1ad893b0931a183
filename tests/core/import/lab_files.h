#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/measured/raw_scan.h"
#include "tests/core/store/raw_hdf5.h"

namespace ptycho::testing {

/// A folder of its own below the system's temporary folder, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

 private:
  std::filesystem::path m_path;
};

/// An empty file as MATLAB's save -v7.3 begins it: 512 bytes with its header, then HDF5. Open it to write on.
void makeMatlabFile(const std::filesystem::path& file);
/// MATLAB_class, text of a fixed length.
void matlabClass(RawFile& file, const std::string& path, const std::string& name);
void realAttribute(RawFile& file, const std::string& path, const std::string& name, double value);

/// 0, 1, 2, … as floats and doubles.
[[nodiscard]] std::vector<float> countedFloats(std::size_t count);
[[nodiscard]] std::vector<double> countedDoubles(std::size_t count, double step = 1);
/// Complex numbers (k, −k); the values are the two parts in turn.
void complexNumbers(RawFile& file, const std::string& path, const std::vector<hsize_t>& shape,
                    const char* real = "r", const char* imaginary = "i");

/// "xy (format)" of a convention of a scan; empty: it has none.
[[nodiscard]] std::string conventionText(const RawScan& scan, const std::string& key);
/// Whether a note has these words.
[[nodiscard]] bool hasNote(const RawScan& scan, const std::string& words);
/// The values of one pattern.
[[nodiscard]] std::vector<float> patternOf(const RawScan& scan, std::uint64_t index);

}  // namespace ptycho::testing
