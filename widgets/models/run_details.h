#pragma once

#include <cstdint>

#include <QString>

#include "core/base/spec_json.h"
#include "core/store/run_trash.h"

namespace ptycho {

/// What is shown of one chosen run beyond its row.
struct RunDetails {
  QString folder;
  Json spec;               ///< null when it cannot be read
  QString spec_problem;
  QString log_tail;        ///< of log.txt, and of what a scheduler wrote
  std::uintmax_t bytes = 0;
  CleanUp spare;           ///< what it can do without
};

/// Reads the folder; may take long on a slow disk. Missing and damaged files leave their part empty.
[[nodiscard]] RunDetails readRunDetails(const QString& folder);

/// "132 MB"; powers of ten, as disks are sold.
[[nodiscard]] QString bytesText(std::uintmax_t bytes);

}  // namespace ptycho
