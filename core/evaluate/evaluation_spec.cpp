#include "core/evaluate/evaluation_spec.h"

namespace ptycho {

const FieldList<EvaluationSpec>& EvaluationSpec::fields() {
  using S = EvaluationSpec;
  static const FieldList<S> list{
      field("first", "First image", "", 0, 1e9, "First image of the folder by order of names, or generated picture",
            &S::first),
      field("count", "Images", "", 0, 1e7, "Number of images; 0: all of the folder", &S::count),
      choiceField("keep", "Keep estimates", {"none", "all", "worst", "best", "random"},
                  "Which estimates are kept beside the table, judged by amplitude + phase NRMSE", &S::keep),
      field("keep_count", "Kept estimates", "", 1, 1e7, "Of each method, for worst, best and random", &S::keep_count),
      field("seed", "Seed", "", 0, 9007199254740992.0, "Of the random choice of estimates", &S::seed)};
  return list;
}

Result<void> setKept(EvaluationSpec& spec, std::string_view text) {
  const std::size_t colon = text.find(':');
  PTYCHO_CHECK(assignFieldText(spec, "keep", text.substr(0, colon)));
  if (colon == std::string_view::npos) return {};
  if (spec.keep == KeepEstimates::None || spec.keep == KeepEstimates::All) {
    return badInput("takes no number; numbers belong to worst, best and random, as in worst:8.",
                    "keep \"" + std::string(text) + "\"");
  }
  return assignFieldText(spec, "keep_count", text.substr(colon + 1));
}

}  // namespace ptycho
