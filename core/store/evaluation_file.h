#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluate/evaluation.h"

namespace ptycho {

/// An evaluation with what was asked for.
struct StoredEvaluation {
  Evaluation evaluation;
  std::string name;
  std::string spec_json;  ///< specifications of evaluation, simulation and methods
};

/// Our HDF5, schema 1, ptychodesk_kind = "evaluation". With n records, m methods and k kept estimates:
///   /methods            text [m]
///   /records            group with a column of n values for each of evaluationColumns() (float64), and
///                       image, method (float64, whole numbers), name, problem (text). Columns that older files do not
///                       have (EvaluationColumn::added_later) are read as NaN.
///   /kept               group (only with kept estimates): image, method float64 [k], object, truth complex64 [k, S, S]
/// Root attributes beside the usual ones: images, completion, seconds. Atomic as writeAcquisition; the same evaluation
/// gives the same bytes.
[[nodiscard]] Result<void> writeEvaluation(const std::filesystem::path& file, const StoredEvaluation& stored);
/// Errors name the file, the data set and what is wrong: columns of another length, methods that are not there, kept
/// estimates of another size than their truth or without a record.
[[nodiscard]] Result<StoredEvaluation> readEvaluation(const std::filesystem::path& file);

/// Which estimate a kept one is; its place in the list is its index for readKeptEstimate().
struct KeptName {
  std::int64_t image = 0;
  int method = 0;
};
struct EvaluationTable {
  StoredEvaluation stored;      ///< Evaluation::kept is empty
  std::vector<KeptName> kept;
};
/// The table without the pictures, checked like the whole: thousands of images in a fraction of a second.
[[nodiscard]] Result<EvaluationTable> readEvaluationTable(const std::filesystem::path& file);
/// One estimate with its truth. Errors as readEvaluation; an index that is not there is one too.
[[nodiscard]] Result<KeptEstimate> readKeptEstimate(const std::filesystem::path& file, std::size_t index);

}  // namespace ptycho
