#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class KeepEstimates { None, All, Worst, Best, Random };

/// Which images are evaluated and which estimates are kept. Where the images come from is the section `object` of the
/// simulation beside it (a folder of photos or dead leaves); its index is not used.
struct EvaluationSpec {
  std::int64_t first = 0;   ///< image of the folder by order of names, or dead-leaves picture
  int count = 20;           ///< images; 0: all of a folder from `first` on
  KeepEstimates keep = KeepEstimates::None;
  int keep_count = 8;       ///< of each method, for worst, best and random; by amplitude + phase NRMSE
  std::uint64_t seed = 1;   ///< of `random`
  std::string images;       ///< these alone: "3, 7, 12-15"; empty: `count` images from `first` on

  static const FieldList<EvaluationSpec>& fields();
  bool operator==(const EvaluationSpec&) const = default;
};

/// "3, 7, 12-15" as numbers, sorted and each once. Errors: what is no number or range, numbers below 0 or above 1e9,
/// more than a million of them, none.
[[nodiscard]] Result<std::vector<std::int64_t>> imageNumbers(std::string_view text);
/// The shortest text that imageNumbers() reads as these.
[[nodiscard]] std::string imageNumbersText(std::vector<std::int64_t> images);

/// "none", "all", "worst:8", "best:8", "random:8" (without a number keep_count stays) into keep and keep_count.
[[nodiscard]] Result<void> setKept(EvaluationSpec& spec, std::string_view text);

}  // namespace ptycho
