#pragma once

#include <vector>

#include <QString>

#include "core/simulate/simulate.h"
#include "widgets/kit/form/edit_history.h"

namespace ptycho {

/// A section of the simulation's spec as the forms show it.
struct DesignSection {
  QString name;   ///< "scan", as in the JSON
  QString title;  ///< "Scan"
  std::vector<FieldInfo> fields;
};
[[nodiscard]] std::vector<DesignSection> designSections();

/// One field by section and key. A field that does not exist is a broken precondition (exception).
[[nodiscard]] FieldValue designField(const SimulationSpec& spec, const QString& section, const QString& key);
/// Checks range and choice; keeps the detector's side equal to the window. Errors name section and field.
[[nodiscard]] Result<void> setDesignField(SimulationSpec& spec, const QString& section, const QString& key,
                                          const FieldValue& value);

/// What differs, as changes with keys "scan.step_px".
[[nodiscard]] std::vector<FieldChange> designChanges(const SimulationSpec& before, const SimulationSpec& after);

/// False for fields that mean nothing with the present choices (the zone plate's size of a Gaussian probe).
[[nodiscard]] bool designFieldMatters(const SimulationSpec& spec, const QString& section, const QString& key);

}  // namespace ptycho
