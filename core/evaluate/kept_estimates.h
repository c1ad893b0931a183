#pragma once

#include <vector>

#include "core/evaluate/evaluation.h"
#include "core/evaluate/evaluation_spec.h"

namespace ptycho {

/// The records whose estimates are to be kept, in the order of `records`: all, or of each method keep_count with the
/// highest (worst) or lowest (best) amplitude + phase NRMSE, or by the seed and the image's number (random: the same
/// images for each method). An error that is not finite is the highest. Of equal ones the first image is kept; records
/// without an estimate never. Depends on nothing but the records, not on the order in which they came.
[[nodiscard]] std::vector<std::size_t> recordsToKeep(const EvaluationSpec& spec,
                                                     const std::vector<EvaluationRecord>& records);

/// Estimates at hand while the records come in: those that recordsToKeep() does not ask for are dropped.
class KeptEstimates {
 public:
  KeptEstimates(const EvaluationSpec& spec, std::vector<KeptEstimate> kept) : m_spec(spec), m_kept(std::move(kept)) {}

  /// @param records  with the one that the estimate belongs to
  void add(KeptEstimate estimate, const std::vector<EvaluationRecord>& records);
  [[nodiscard]] bool has(const EvaluationRecord& record) const;
  /// By image, then method; only what the records ask for.
  [[nodiscard]] std::vector<KeptEstimate> take(const std::vector<EvaluationRecord>& records);

 private:
  void drop(const std::vector<EvaluationRecord>& records);

  EvaluationSpec m_spec;
  std::vector<KeptEstimate> m_kept;
};

}  // namespace ptycho
