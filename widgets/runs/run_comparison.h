#pragma once

#include <vector>

#include <QWidget>

#include "core/base/spec_json.h"
#include "widgets/models/run_digest.h"

class QCheckBox;
class QLabel;
class QTableWidget;

namespace ptycho {

class ParallelPlot;

/// One run of a comparison.
struct ComparedRun {
  QString folder;
  QString title;
  QColor colour;   ///< invalid: not ticked
  Json spec;
  RunDigest digest;
  QString state;
};

/// Two to ten runs side by side: how well they did, then their specifications, a row a field, copied as a table; below
/// it what differs as parallel coordinates.
class RunComparison : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kMostRuns = 10;

  explicit RunComparison(QWidget* parent = nullptr);

  /// Fewer than two show what to do.
  void setRuns(const std::vector<ComparedRun>& runs);
  /// Tab-separated, with a header line: what is shown, or the selected cells.
  [[nodiscard]] QString copyText() const;
  [[nodiscard]] QTableWidget* table() const { return m_table; }

 private:
  void fill();

  QCheckBox* m_differencesOnly;
  QLabel* m_note;
  QTableWidget* m_table;
  ParallelPlot* m_parallel;
  std::vector<ComparedRun> m_runs;
};

}  // namespace ptycho
