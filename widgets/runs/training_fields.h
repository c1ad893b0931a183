#pragma once

#include <functional>
#include <vector>

#include <QString>

#include "core/learn/training_spec.h"

namespace ptycho {

/// One field of a training as forms, comparisons and command lines see it: all sections in one list.
struct TrainingField {
  QString key;      ///< "network.base_channels"
  FieldInfo info;   ///< with that key, and the section's heading as group
  QString option;   ///< "--base-channels"; empty: only a specification can say it
  std::function<FieldValue(const TrainingSpec&)> get;
  std::function<void(TrainingSpec&, const FieldValue&)> set;  ///< keeps to the field's range
};

[[nodiscard]] const std::vector<TrainingField>& trainingFields();
/// Null for an unknown key.
[[nodiscard]] const TrainingField* trainingField(const QString& key);

/// Where two trainings differ.
struct FieldDifference {
  QString key;
  QString label;   ///< "Base channels"
  QString value;   ///< as people read it, with its unit
  QString before;
};
[[nodiscard]] std::vector<FieldDifference> differences(const TrainingSpec& spec, const TrainingSpec& base);
/// The preset with the fewest differences.
[[nodiscard]] QString nearestPreset(const TrainingSpec& spec);

/// What checkTrainingSpec() refuses; an empty message: nothing.
struct FieldProblem {
  QString key;  ///< of trainingFields() where it is about one field
  QString message;
};
[[nodiscard]] FieldProblem firstProblem(const TrainingSpec& spec);

}  // namespace ptycho
