#pragma once

#include <vector>

#include <QColor>
#include <QRectF>
#include <QWidget>

namespace ptycho {

struct LegendEntry {
  QString id;
  QString name;
  QColor colour;
  bool dashed = false;
  bool shown = true;
};

/// Names of curves with their colours, wrapped to the width; a click asks for hiding or showing one.
class CurveLegend : public QWidget {
  Q_OBJECT

 public:
  explicit CurveLegend(QWidget* parent = nullptr);

  void setEntries(std::vector<LegendEntry> entries);
  [[nodiscard]] const std::vector<LegendEntry>& entries() const { return m_entries; }
  /// Where an entry is drawn, in widget coordinates.
  [[nodiscard]] QRectF entryRect(std::size_t index) const;

  /// The same drawing on any device, for exported figures. @return height used
  static double paintEntries(QPainter& painter, const QRectF& area, const std::vector<LegendEntry>& entries,
                             const QColor& text, const QColor& faint);

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void toggled(const QString& id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  std::vector<LegendEntry> m_entries;
};

}  // namespace ptycho
