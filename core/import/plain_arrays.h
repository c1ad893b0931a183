#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/import/dataset_choice.h"

namespace ptycho {

/// Arrays by name, in whatever container; errors name file and array.
class NamedArrays {
 public:
  NamedArrays() = default;
  NamedArrays(const NamedArrays&) = delete;
  NamedArrays& operator=(const NamedArrays&) = delete;
  virtual ~NamedArrays() = default;

  [[nodiscard]] virtual std::string file() const = 0;
  [[nodiscard]] virtual Result<std::shared_ptr<RawPatterns>> patterns(const std::string& name) = 0;
  /// @param count  patterns of the file; 0: unknown
  [[nodiscard]] virtual Result<std::vector<std::array<double, 2>>> positions(const std::string& name,
                                                                            std::uint64_t count) = 0;
  [[nodiscard]] virtual Result<std::vector<double>> numbers(const std::string& name) = 0;
  [[nodiscard]] virtual Result<Image<std::uint32_t>> mask(const std::string& name) = 0;
  [[nodiscard]] virtual Result<ComplexStack> probe(const std::string& name) = 0;
  /// What the file says of an array's unit; empty: nothing.
  [[nodiscard]] virtual Result<std::string> units(const std::string& name) = 0;
};

/// A scan from arrays that are named in the spec or, where they are not, told by shape and name: the only stack that could
/// be patterns, as many positions, a mask and a probe of the patterns' sides. Everything that was looked for is noted.
/// Errors: no or several stacks that could be patterns.
[[nodiscard]] Result<RawScan> plainScan(NamedArrays& arrays, const ImportSpec& spec,
                                        const std::vector<DatasetChoice>& choices);

}  // namespace ptycho
