#include "widgets/kit/plot/curve_plot_private.h"

namespace ptycho {

void CurvePlot::Private::applyTheme(const PlotTheme& theme) {
  content.theme = theme;
  plot->setBackground(theme.ground);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
    axis->setBasePen(theme.axis);
    axis->setTickPen(theme.axis);
    axis->setSubTickPen(theme.axis);
    axis->setTickLabelColor(theme.text);
    axis->setLabelColor(theme.text);
    axis->setTickLabelFont(plot->font());
    axis->setLabelFont(plot->font());
    axis->setTickLength(0, 4);
    axis->setSubTickLength(0, 2);
    axis->setLabelPadding(3);
    axis->grid()->setPen(theme.grid);
    axis->grid()->setZeroLinePen(QPen(theme.grid));
  }
  constexpr int kFaint = 80;
  constexpr double kFaded = 0.2;
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    QColor colour = curve.colour.isValid() ? curve.colour : theme.curve(colourOfId.at(curve.id));
    const bool faded = !highlighted.isEmpty() && groupOf(curve) != highlighted;
    if (faded) colour = blend(theme.ground, colour, kFaded);
    content.graphs[k]->setPen(QPen(colour, curve.thick ? 2.2 : 1.6, curve.dashed ? Qt::DashLine : Qt::SolidLine));
    QColor pale = colour;
    pale.setAlpha(kFaint);
    content.faintGraphs[k]->setPen(QPen(pale, 1));
    // What is pointed at lies on top of the others.
    if (!highlighted.isEmpty() && !faded) content.graphs[k]->setLayer("main");
  }
}

void CurvePlot::Private::paint(QCPPainter& painter, QSize size) {
  constexpr int kPaperColumns = 2000;
  applyTheme(paperTheme());
  cursor->hide();
  fillGraphs(kPaperColumns);
  painter.save();
  double top = 6;
  if (!title->text().isEmpty()) {
    painter.setFont(title->font());
    painter.setPen(content.theme.text);
    painter.drawText(QRectF(10, top, size.width() - 20, 20), Qt::AlignLeft | Qt::AlignVCenter, title->text());
    top += 22;
  }
  painter.setFont(plot->font());
  if (content.curves.size() > 1 && legendWanted) {
    std::vector<LegendEntry> shown;
    for (auto& entry : legendEntries()) {
      if (entry.shown) shown.push_back(entry);
    }
    top += CurveLegend::paintEntries(painter, QRectF(10, top, size.width() - 20, 0), shown, content.theme.text,
                                     content.theme.faint) +
           4;
  }
  painter.translate(0, top);
  plot->toPainter(&painter, size.width(), size.height() - static_cast<int>(top));
  painter.restore();
  applyTheme(screenTheme(owner->palette()));
  replot();
}

namespace {
constexpr QSize kPaper(720, 440);
}  // namespace

QSize CurvePlot::paperSize() const { return kPaper; }

void CurvePlot::print(QPaintDevice& device, bool vector) { printTogether({this}, device, vector); }

void CurvePlot::printTogether(const std::vector<CurvePlot*>& plots, QPaintDevice& device, bool vector) {
  QCPPainter painter(&device);
  if (vector) painter.setMode(QCPPainter::pmVectorized);
  painter.fillRect(QRect(0, 0, kPaper.width(), kPaper.height() * static_cast<int>(plots.size())), Qt::white);
  for (CurvePlot* plot : plots) {
    plot->d->paint(painter, kPaper);
    painter.translate(0, kPaper.height());
  }
}

bool CurvePlot::exportTogether(const std::vector<CurvePlot*>& plots, const QString& file) {
  const QSize size(kPaper.width(), kPaper.height() * static_cast<int>(plots.size()));
  return writePlot(file, size,
                   [&plots](QPaintDevice& device, bool vector) { printTogether(plots, device, vector); });
}

}  // namespace ptycho
