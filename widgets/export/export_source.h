#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "core/store/evaluation_file.h"

namespace ptycho {

/// Something that figures and tables can be made from.
struct ExportSource {
  QString file;   ///< result, evaluation, or the folder of a training
  QString title;  ///< of the run, or the file's name
  bool has_truth = false;
  bool training = false;  ///< has curves and no pictures
  std::shared_ptr<const EvaluationTable> evaluation;  ///< null for a reconstruction

  /// One kept estimate, as lists name it.
  struct Estimate {
    std::int64_t image = 0;
    std::string method;
    QString label;      ///< "lake.jpg, network: A 0.071, φ 0.188"
    double error = 0;   ///< A + φ NRMSE, for the order
  };
  /// The worst first; those without an error before all others.
  [[nodiscard]] std::vector<Estimate> estimates() const;
};

/// Reads as much of a file (or of a run folder's result) as lists need; the pictures stay where they are.
[[nodiscard]] Result<ExportSource> readExportSource(const QString& path, const QString& title);

}  // namespace ptycho
