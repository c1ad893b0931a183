#pragma once

#include <map>
#include <string>

#include "core/simulate/simulate.h"

namespace ptycho {

/// Loads what a design takes from files and remembers it until the file changes, so that dragging a spin box
/// decodes no photo and reads no HDF5 again. Used by one thread at a time.
class DesignSources {
 public:
  /// The object, rows × cols: the same values as the simulation makes. Errors name the section.
  [[nodiscard]] Result<SampleObject> object(const ObjectSpec& spec, int rows, int cols);
  [[nodiscard]] Result<ComplexStack> probe(const ProbeSpec& spec, const Geometry& geometry);
  [[nodiscard]] Result<Scan> scan(const ScanSpec& spec, int window_px);

 private:
  [[nodiscard]] Result<RealImage> luma(const std::filesystem::path& file);

  template <class T>
  struct Remembered {
    std::string name;  ///< address or path, with the file's time and size
    T value;
  };
  std::map<std::string, Remembered<RealImage>> m_lumas;  ///< by path; the two of a pair
  Remembered<ComplexImage> m_object;
  Remembered<ComplexStack> m_probe;
  Remembered<std::vector<Position>> m_positions;
  std::string m_leavesName;
  SampleObject m_leaves;
};

}  // namespace ptycho
