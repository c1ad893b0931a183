#pragma once

#include <vector>

#include <QWidget>

#include "core/measured/prepare_scan.h"

class QGridLayout;

namespace ptycho {

/// A line of the figures of a scan.
struct FigureLine {
  QString label;
  QString value;
  QString help;
};
/// Count, stored type and shape, window, object, pixel, energy, distance: what is not known says so.
[[nodiscard]] std::vector<FigureLine> lookFigures(const ScanPreview& preview);

/// These lines as a table.
class LookFigures : public QWidget {
  Q_OBJECT

 public:
  explicit LookFigures(QWidget* parent = nullptr);
  void setFigures(const std::vector<FigureLine>& lines);
  /// The value beside a label; empty: there is no such line.
  [[nodiscard]] QString value(const QString& label) const;

 private:
  QGridLayout* m_grid;
  std::vector<FigureLine> m_lines;
};

}  // namespace ptycho
