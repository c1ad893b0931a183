#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/run_context.h"
#include "core/base/spec_json.h"
#include "core/evaluate/evaluation.h"

namespace ptycho {

/// Which end of a column's values is the bad one.
enum class WorstEnd { Highest, Lowest, Neither };

/// A number of EvaluationRecord: files, tables, events and summaries all come from this list.
struct EvaluationColumn {
  std::string key;    ///< "amplitude_nrmse"
  std::string label;  ///< "Amplitude NRMSE"
  std::string unit;   ///< "dB", "s"; empty when it has none
  WorstEnd worst;
  double (*get)(const EvaluationRecord&);
  void (*set)(EvaluationRecord&, double);  ///< a whole number is left alone by what does not fit
  bool added_later = false;  ///< files and events of older versions have none: it is read as NaN from them
};

/// First the metrics, then timings and baselines, then the features of the image.
[[nodiscard]] const std::vector<EvaluationColumn>& evaluationColumns();
/// A key that is not there throws std::invalid_argument.
[[nodiscard]] const EvaluationColumn& evaluationColumn(std::string_view key);
/// The columns that describe the image and not what a method made of it.
[[nodiscard]] std::vector<const EvaluationColumn*> featureColumns();

/// {"image": 3, "name": "a.jpg", "method": "network", "amplitude_nrmse": …, "problem": …} for events.jsonl.
[[nodiscard]] Event evaluationEvent(const EvaluationRecord& record, const std::vector<std::string>& methods);
/// A record from an event, numbers bit for bit; nothing when the event is of another kind or method.
[[nodiscard]] std::optional<EvaluationRecord> evaluationRecordOf(const Json& event,
                                                                 const std::vector<std::string>& methods);

/// The table as comma-separated values (RFC 4180), a line an image and method, under a line of keys: image, name,
/// method, the columns, problem. Numbers read back to the same bits; NaN is "nan".
[[nodiscard]] std::string evaluationCsv(const Evaluation& evaluation);

}  // namespace ptycho
