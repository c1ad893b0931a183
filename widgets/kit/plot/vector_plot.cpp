#include "widgets/kit/plot/vector_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QEvent>
#include <QVBoxLayout>

#include "widgets/kit/plot/axis_tickers.h"
#include "widgets/kit/plot/plot_layers.h"
#include "widgets/kit/plot/vector_layer.h"
#include "widgets/kit/raster/color_map.h"

namespace ptycho {
namespace {

constexpr double kReach_px = 18;  ///< how near the cursor must be to an arrow's place

/// Viridis without its ends that vanish in a light or a dark ground.
QCPColorGradient gradientFor(const PlotTheme& theme) {
  const ColorTable& table = colorTable(ColorMap::Viridis);
  const bool dark = theme.ground.lightness() < 128;
  const double first = dark ? 0.30 : 0.0;
  const double last = dark ? 1.0 : 0.82;
  QCPColorGradient gradient;
  gradient.clearColorStops();
  constexpr int kStops = 32;
  for (int i = 0; i <= kStops; ++i) {
    const double share = static_cast<double>(i) / kStops;
    const auto place = static_cast<std::size_t>(255 * (first + share * (last - first)));
    gradient.setColorStopAt(share, QColor::fromRgb(table[place]));
  }
  return gradient;
}

}  // namespace

struct VectorPlot::Private {
  VectorPlot* owner = nullptr;
  QCustomPlot* plot = nullptr;
  QCPColorScale* scale = nullptr;
  VectorContent content;
  VectorLayer* layer = nullptr;
  int hovered = -1;
  bool followsData = true;
  QSize squaredFor;         ///< size of the axes when their ranges were made square
  bool correcting = false;  ///< the present drawing is there because that size was an old one

  void build();
  void applyTheme();
  void showEverything();
  void keepSquare();
  [[nodiscard]] int nearest(QPointF pixel) const;
  void replot() { plot->replot(QCustomPlot::rpQueuedReplot); }
};

VectorPlot::VectorPlot(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->owner = this;
  d->build();
  d->applyTheme();
}

VectorPlot::~VectorPlot() = default;

void VectorPlot::Private::build() {
  plot = new QCustomPlot(owner);
  plot->setFont(owner->font());
  plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot->setMouseTracking(true);
  plot->yAxis->setRangeReversed(true);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
    axis->setNumberFormat("gb");
    axis->setTicker(QSharedPointer<SparseTicker<EvenTicker>>::create(axis));
  }
  scale = new QCPColorScale(plot);
  scale->setBarWidth(10);
  scale->setType(QCPAxis::atRight);
  scale->setRangeDrag(false);
  scale->setRangeZoom(false);
  scale->axis()->setTicker(QSharedPointer<EvenTicker>::create());
  plot->plotLayout()->addElement(0, 1, scale);
  plot->plotLayout()->setColumnSpacing(2);
  auto* margins = new QCPMarginGroup(plot);
  plot->axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
  scale->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
  layer = new VectorLayer(plot, content);  // the plot's layer owns it
  auto* layout = new QVBoxLayout(owner);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(plot);
  QObject::connect(plot, &QCustomPlot::beforeReplot, owner, [this] { keepSquare(); });
  // Labels decide on the size only while drawing; once more is enough.
  QObject::connect(plot, &QCustomPlot::afterReplot, owner, [this] {
    correcting = !correcting && plot->axisRect()->size() != squaredFor;
    if (correcting) replot();
  });
  QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this] { followsData = false; });
  QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner, [this] {
    followsData = true;
    showEverything();
    replot();
  });
  QObject::connect(plot, &QCustomPlot::mouseMove, owner, [this](QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) followsData = false;
    const int under = nearest(event->position());
    if (under != std::exchange(hovered, under)) Q_EMIT owner->hovered(under);
  });
  QObject::connect(plot, &QCustomPlot::mousePress, owner, [this](QMouseEvent* event) {
    const int under = nearest(event->position());
    if (event->button() == Qt::LeftButton && under >= 0) Q_EMIT owner->clicked(under);
  });
}

void VectorPlot::Private::applyTheme() {
  content.theme = screenTheme(owner->palette());
  content.gradient = gradientFor(content.theme);
  scale->setGradient(content.gradient);
  plot->setBackground(content.theme.ground);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, scale->axis()}) {
    axis->setBasePen(content.theme.axis);
    axis->setTickPen(content.theme.axis);
    axis->setSubTickPen(content.theme.axis);
    axis->setTickLabelColor(content.theme.text);
    axis->setLabelColor(content.theme.text);
    axis->setTickLabelFont(plot->font());
    axis->setLabelFont(plot->font());
    axis->grid()->setPen(content.theme.grid);
    axis->grid()->setZeroLinePen(QPen(content.theme.grid));
  }
}

void VectorPlot::Private::showEverything() {
  QRectF all;
  for (const PlotVector& vector : content.vectors) {
    for (const QPointF& place : {vector.from, vector.from + content.magnification * vector.by}) {
      if (all.isNull()) all = QRectF(place, QSizeF(1e-9, 1e-9));
      all.setLeft(std::min(all.left(), place.x()));
      all.setRight(std::max(all.right(), place.x()));
      all.setTop(std::min(all.top(), place.y()));
      all.setBottom(std::max(all.bottom(), place.y()));
    }
  }
  const double pad = std::max(0.04 * std::max(all.width(), all.height()), 0.5);
  all.adjust(-pad, -pad, pad, pad);
  plot->xAxis->setRange(all.left(), all.right());
  plot->yAxis->setRange(all.top(), all.bottom());
}

/// Widens the range of the direction that has more room.
void VectorPlot::Private::keepSquare() {
  if (followsData) showEverything();
  const QSize size = plot->axisRect()->size();
  squaredFor = size;
  if (size.width() < 2 || size.height() < 2) return;
  const double x = plot->xAxis->range().size() / size.width();
  const double y = plot->yAxis->range().size() / size.height();
  if (x < y) plot->xAxis->setRange(plot->xAxis->range().center(), y * size.width(), Qt::AlignCenter);
  else plot->yAxis->setRange(plot->yAxis->range().center(), x * size.height(), Qt::AlignCenter);
}

int VectorPlot::Private::nearest(QPointF pixel) const {
  int best = -1;
  double distance = kReach_px;
  for (std::size_t i = 0; i < content.vectors.size(); ++i) {
    const QPointF away = owner->placeOf(static_cast<int>(i)) - pixel;
    const double length = std::hypot(away.x(), away.y());
    if (length >= distance) continue;
    distance = length;
    best = static_cast<int>(i);
  }
  return best;
}

void VectorPlot::setAxisLabels(const QString& x, const QString& y, const QString& length) {
  d->plot->xAxis->setLabel(x);
  d->plot->yAxis->setLabel(y);
  d->scale->setLabel(length);
  d->replot();
}

void VectorPlot::setVectors(std::vector<PlotVector> vectors) {
  d->content.vectors = std::move(vectors);
  d->content.largest = 0;
  for (const PlotVector& vector : d->content.vectors) d->content.largest = std::max(d->content.largest, lengthOf(vector));
  d->content.chosen = -1;
  d->hovered = -1;
  d->scale->setDataRange({0, d->content.largest > 0 ? d->content.largest : 1});
  d->followsData = true;
  d->replot();
}

void VectorPlot::setMagnification(double factor) {
  d->content.magnification = factor;
  d->replot();
}

double VectorPlot::magnification() const { return d->content.magnification; }

double VectorPlot::fittingMagnification() const {
  const auto& vectors = d->content.vectors;
  if (vectors.size() < 2 || d->content.largest <= 0) return 1;
  double left = std::numeric_limits<double>::infinity();
  double top = left;
  double right = -left;
  double bottom = -left;
  for (const PlotVector& vector : vectors) {
    left = std::min(left, vector.from.x());
    right = std::max(right, vector.from.x());
    top = std::min(top, vector.from.y());
    bottom = std::max(bottom, vector.from.y());
  }
  // On a line the distance follows from the length alone.
  const double count = static_cast<double>(vectors.size());
  const double area = (right - left) * (bottom - top);
  const double spacing = std::max(std::sqrt(area / count), std::max(right - left, bottom - top) / count);
  return std::max(1.0, roundedDown(spacing / d->content.largest));
}

void VectorPlot::setChosen(int index) {
  if (d->content.chosen == index) return;
  d->content.chosen = index;
  d->replot();
}

int VectorPlot::chosen() const { return d->content.chosen; }

QPointF VectorPlot::placeOf(int index) const {
  const QPointF from = d->content.vectors[static_cast<std::size_t>(index)].from;
  return {d->plot->xAxis->coordToPixel(from.x()), d->plot->yAxis->coordToPixel(from.y())};
}

QString VectorPlot::referenceText() const {
  const double stands = d->layer->reference();
  return stands > 0 ? plotNumber(stands) + QStringLiteral(" px") : QString();
}

QSize VectorPlot::sizeHint() const { return {420, 320}; }
QSize VectorPlot::minimumSizeHint() const { return {220, 140}; }

void VectorPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  d->plot->setFont(font());
  d->applyTheme();
  d->replot();
}

void VectorPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  d->replot();
}

}  // namespace ptycho
