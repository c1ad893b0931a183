#pragma once

#include <optional>

#include <QString>
#include <QStringList>

#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/models/shell_line.h"

namespace ptycho {

/// All that a reconstruction run is asked for.
struct ReconstructionRequest {
  QString acquisition;  ///< file
  ReconstructionSpec spec;
  QString start_file;  ///< "result.h5" or "file.h5:/object", for StartKind::Given
  QString support_file;  ///< image that is not zero inside the support; empty: none
  int threads = 0;     ///< 0: the program decides
  double memory_gb = 0;  ///< for the patterns; 0: the program decides
  double checkpoint_every_s = kCheckpointEvery_s;  ///< 0: only when stopped

  /// A stage keeps to the support.
  [[nodiscard]] bool wantsSupport() const;
  static constexpr double kCheckpointEvery_s = 60;  ///< what the program does unasked
};

/// Arguments of `ptychodesk-cli` for this request; what equals the default is left out, so that the line stays
/// readable. Running the line in a shell gives the same run as the window.
/// @param runFolder  empty: left out (the program then makes one)
[[nodiscard]] QStringList reconstructArguments(const ReconstructionRequest& request, const QString& runFolder);

/// `ptychodesk-cli reconstruct --resume <folder>`: everything else is in the run's folder.
[[nodiscard]] QStringList resumeArguments(const QString& runFolder);

/// `ptychodesk-cli simulate --spec <file> -o <file>`.
[[nodiscard]] QStringList simulateArguments(const QString& specFile, const QString& output);

}  // namespace ptycho
