#pragma once

#include <QImage>
#include <QWidget>

namespace ptycho {

/// A page of paper, as large as there is room, or a sentence instead.
class FigurePreview : public QWidget {
  Q_OBJECT

 public:
  explicit FigurePreview(QWidget* parent = nullptr);
  void setFigure(const QImage& figure);
  void setMessage(const QString& message);
  [[nodiscard]] const QImage& figure() const { return m_figure; }
  [[nodiscard]] QString message() const { return m_message; }
  [[nodiscard]] QSize sizeHint() const override { return {700, 560}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage m_figure;
  QString m_message;
};

}  // namespace ptycho
