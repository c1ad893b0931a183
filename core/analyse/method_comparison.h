#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/analyse/failure_causes.h"

namespace ptycho {

/// One image as two methods did on it.
struct ComparedImage {
  std::size_t a = 0;  ///< index into the records of the first evaluation
  std::size_t b = 0;  ///< … of the second
  double change = 0;  ///< error(b) − error(a)
};

/// Two methods, of one evaluation or of two, image by image. Images are the same when their names and features are:
/// the features are taken from the truth, so that another picture of the same name is another image.
struct MethodComparison {
  std::vector<ComparedImage> images;  ///< finite errors in both, by change: the most improved first
  std::vector<std::size_t> only_a;    ///< records without a partner
  std::vector<std::size_t> only_b;
  std::size_t not_finite = 0;         ///< partners without an error on one side
  std::size_t improved = 0;           ///< change < −threshold
  std::size_t regressed = 0;          ///< change > threshold
  double median_change = 0;  ///< NaN without images
  double low = 0;   ///< 95 % interval of the median by order statistics of the sign test, NaN for fewer than six images
  double high = 0;
};
/// @param threshold  changes up to it count as none
[[nodiscard]] MethodComparison compareMethods(const Evaluation& a, int method_a, const Evaluation& b, int method_b,
                                              ErrorKind kind, double threshold);

}  // namespace ptycho
