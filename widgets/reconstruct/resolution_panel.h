#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/store/result_file.h"

namespace ptycho {

class CurvePlot;

/// How far two halves of the scan agree (Fourier ring correlation with the ½-bit and the 0.5 threshold): what says how
/// good a picture is where no truth is known. Without halves it says how to get them.
class ResolutionPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ResolutionPanel(QWidget* parent = nullptr);

  /// Null: no result.
  void setResult(const std::shared_ptr<const ResultRecord>& result);
  /// The halves of another attempt, dashed beside this one's; nothing: none.
  void setOther(const std::optional<RingCorrelation>& halves, const QString& name);
  [[nodiscard]] CurvePlot& plot() { return *m_plot; }
  /// "halves agree to 57.5 nm (half a period, ½-bit)"; empty without halves.
  [[nodiscard]] static QString resolutionText(const ResultRecord& result);

 private:
  void draw();

  std::shared_ptr<const ResultRecord> m_result;
  std::optional<RingCorrelation> m_other;
  QString m_otherName;
  CurvePlot* m_plot;
};

}  // namespace ptycho
