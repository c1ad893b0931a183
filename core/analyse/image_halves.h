#pragma once

#include <cstddef>
#include <vector>

#include "core/analyse/failure_causes.h"

namespace ptycho {

/// Half of the images are kept back, by a bit of a hash of their names, to confirm what was found in the others: the
/// same images for every method and evaluation. A record without a name goes by its image's number.
[[nodiscard]] bool isHeldBack(const EvaluationRecord& record);

/// The records of one method that have a finite error, and these errors.
struct MethodErrors {
  std::vector<std::size_t> records;  ///< indices into Evaluation::records
  std::vector<double> errors;
  std::vector<bool> held_back;
  std::size_t not_finite = 0;        ///< records of the method without an error

  MethodErrors(const Evaluation& evaluation, int method, ErrorKind kind);
  [[nodiscard]] std::vector<double> valuesOf(const Evaluation& evaluation, const EvaluationColumn& column) const;
};

/// featureColumns() and the shares of the error.
[[nodiscard]] std::vector<const EvaluationColumn*> causeColumns();

}  // namespace ptycho
