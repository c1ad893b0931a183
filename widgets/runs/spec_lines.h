#pragma once

#include <limits>
#include <vector>

#include <QString>

#include "core/base/spec_json.h"

namespace ptycho {

/// One value of a run's spec.json as a person reads it.
struct SpecLine {
  QString path;     ///< "training/network/base_channels": the same thing in two runs
  QString section;  ///< "Network"; empty: of the whole run
  QString label;    ///< "Base channels", or the key where no field is known
  QString value;    ///< with its unit
  double number = std::numeric_limits<double>::quiet_NaN();  ///< where it is one
};

/// All values in the order in which people think of them: the run's own, then section by section. The command, the
/// program and schema numbers are left out.
[[nodiscard]] std::vector<SpecLine> specLines(const Json& spec);

/// A specification of the same shape as spec.json of a training made from a preset; null for an unknown name.
[[nodiscard]] Json trainingPresetSpec(const QString& preset);

/// The recorded command line for a shell.
[[nodiscard]] QString commandOfSpec(const Json& spec);

}  // namespace ptycho
