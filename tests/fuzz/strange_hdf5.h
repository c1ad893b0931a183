#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/choices.h"

namespace ptycho::fuzz {

/// Begins as HDF5 does, or as MATLAB 7.3 with HDF5 behind its own header.
[[nodiscard]] bool looksLikeHdf5(std::string_view bytes);

/// The library keeps the large tables of a closed file for the next one instead of asking for them anew: inputs are
/// read twice as fast.
void keepHdf5Memory();

/// A valid HDF5 file that is made strange with the library's own calls: data sets of other types, ranks, shapes and
/// layouts, absurd numbers and texts, links of every kind, attributes, things removed. What comes out is always a file
/// that the library wrote, so that the library has no reason to fail and the reader has to look at every value.
class StrangeTemplate {
 public:
  explicit StrangeTemplate(std::string bytes);
  /// The bytes of a changed copy.
  [[nodiscard]] std::string change(Choices& choices) const;

 private:
  std::string m_bytes;
  std::string m_front;  ///< what stands before HDF5
  std::vector<std::string> m_paths;  ///< of every object, the root first
};

}  // namespace ptycho::fuzz
