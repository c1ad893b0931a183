#include "widgets/kit/image/image_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QShortcut>
#include <QVBoxLayout>

#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/image/image_canvas.h"
#include "widgets/kit/image/image_tool_row.h"
#include "widgets/kit/image/read_out.h"
#include "widgets/kit/image/region_text.h"

namespace ptycho {

namespace {

/// What a read-out takes, in average characters, of complex and diffraction pictures and of plain ones.
constexpr int kManyCharacters = 80;
constexpr int kFewCharacters = 58;
/// And the statistics of a region.
constexpr int kRegionCharacters = 110;

}  // namespace

struct ImageView::Private {
  explicit Private(ImageView* view)
      : q(view), canvas(new ImageCanvas(view)), tools(new ImageToolRow(view)), line(new ElidedLine(view)),
        regionLine(new ElidedLine(view)) {}

  [[nodiscard]] const ShownPicture& picture() const { return canvas->scene().picture; }
  /// Changes the picture or its style, then brings tools, read-out and listeners up to date.
  template <class Change>
  void change(Change change);
  void setCursor(std::optional<QPoint> pixel);
  void showReadOut();
  void showRegion();
  void connectTools();
  void connectCanvas();

  ImageView* q;
  ImageCanvas* canvas;  ///< first: Tab goes to the view's proxy of the focus and on to what comes after it
  ImageToolRow* tools;
  ElidedLine* line;
  ElidedLine* regionLine;
  std::optional<QPoint> cursor;
};

template <class Change>
void ImageView::Private::change(Change change) {
  const auto before = q->shownLimits();
  canvas->changePicture(change);
  tools->showPicture(picture());
  if (cursor && !picture().contains(*cursor)) cursor.reset();
  showReadOut();
  showRegion();
  const auto [low, high] = q->shownLimits();
  if (!picture().empty() && std::pair(low, high) != before) Q_EMIT q->limitsChanged(low, high);
}

void ImageView::Private::setCursor(std::optional<QPoint> pixel) {
  if (pixel == cursor) return;
  cursor = pixel;
  showReadOut();
  Q_EMIT q->cursorPixelChanged(pixel);
}

/// The number of lines follows from the kind of picture and the width alone: a moving cursor changes no layout.
void ImageView::Private::showReadOut() {
  const bool talkative = picture().isComplex() || picture().meaning().frequency_centred;
  const int wide = q->fontMetrics().averageCharWidth() * (talkative ? kManyCharacters : kFewCharacters);
  line->setLines(!picture().empty() && q->width() < wide ? 2 : 1);
  line->setText(cursor ? readOutText(picture(), *cursor) : pictureSummary(picture()));
}

/// The line is there as soon as a shape is chosen: a drag changes no layout.
void ImageView::Private::showRegion() {
  const bool wanted = canvas->regionShape() != RegionShape::None && !picture().empty();
  regionLine->setVisible(wanted);
  if (!wanted) return regionLine->setText({});
  regionLine->setLines(q->width() < q->fontMetrics().averageCharWidth() * kRegionCharacters ? 2 : 1);
  const Region& region = canvas->scene().region;
  regionLine->setText(region.shape == RegionShape::None
                          ? tr("Region: drag on the picture (%1)").arg(regionShapeName(canvas->regionShape()))
                          : regionText(picture(), region));
}

void ImageView::Private::connectTools() {
  connect(tools, &ImageToolRow::mapChosen, q, &ImageView::setColorMap);
  connect(tools, &ImageToolRow::normChosen, q, &ImageView::setNorm);
  connect(tools, &ImageToolRow::limitsChosen, q, &ImageView::setLimits);
  connect(tools, &ImageToolRow::automaticRequested, q,
          [this] { change([](ShownPicture& picture) { picture.setAutomaticLimits(); }); });
  connect(tools, &ImageToolRow::resetRequested, q,
          [this] { change([](ShownPicture& picture) { picture.reset(); }); });
  connect(tools, &ImageToolRow::regionShapeChosen, canvas, &ImageCanvas::setRegionShape);
  connect(tools, &ImageToolRow::lockToggled, q, &ImageView::setLimitsLocked);
  connect(tools, &ImageToolRow::fitRequested, canvas, &ImageCanvas::fit);
  connect(tools, &ImageToolRow::oneToOneRequested, canvas, [this] { canvas->setMagnification(1); });
  connect(tools, &ImageToolRow::profileToggled, canvas, &ImageCanvas::setProfileMode);
}

void ImageView::Private::connectCanvas() {
  connect(canvas, &ImageCanvas::profileModeChanged, tools, &ImageToolRow::setProfileMode);
  connect(canvas, &ImageCanvas::regionShapeChanged, tools, &ImageToolRow::setRegionShape);
  connect(canvas, &ImageCanvas::regionShapeChanged, q, [this] { showRegion(); });
  connect(canvas, &ImageCanvas::regionChanged, q, [this] {
    showRegion();
    Q_EMIT q->regionChanged(canvas->scene().region);
  });
  connect(canvas, &ImageCanvas::placeChanged, q, [this] { Q_EMIT q->visibleRectChanged(q->visibleRect()); });
  connect(canvas, &ImageCanvas::clicked, q, &ImageView::pixelClicked);
  connect(canvas, &ImageCanvas::profileDrawn, q, &ImageView::profileRequested);
  connect(canvas, &ImageCanvas::cursorMoved, q, [this](std::optional<QPoint> pixel) {
    canvas->setCross(std::nullopt);  // the mouse itself shows where it is
    setCursor(pixel);
  });
}

ImageView::ImageView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(this)) {
  d->line->setObjectName(QStringLiteral("imageReadOut"));
  d->line->setAccessibleName(tr("Read-out"));
  d->regionLine->setObjectName(QStringLiteral("imageRegionLine"));
  d->regionLine->setAccessibleName(tr("Statistics of the region"));
  d->regionLine->hide();
  d->canvas->setEmptyText(tr("No picture"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(d->tools);
  column->addWidget(d->canvas, 1);
  column->addWidget(d->line);
  column->addWidget(d->regionLine);
  setFocusProxy(d->canvas);
  d->tools->showPicture(d->picture());
  d->connectTools();
  d->connectCanvas();
  auto* copy = new QShortcut(QKeySequence::Copy, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  connect(copy, &QShortcut::activated, this, [this] { QGuiApplication::clipboard()->setImage(renderedPicture()); });
}

ImageView::~ImageView() = default;

void ImageView::setPicture(const RealImage& picture, const PictureMeaning& meaning) {
  d->change([&](ShownPicture& shown) { shown.setReal(picture, meaning); });
}

void ImageView::setComplexPicture(const ComplexImage& picture, const PictureMeaning& meaning) {
  d->change([&](ShownPicture& shown) { shown.setComplex(picture, meaning); });
}

void ImageView::setMask(const MaskImage& mask) {
  d->change([&](ShownPicture& shown) { shown.setMask(mask); });
}

void ImageView::clear() {
  d->change([](ShownPicture& shown) { shown.clear(); });
}

void ImageView::setEmptyText(const QString& text) { d->canvas->setEmptyText(text); }

void ImageView::setOverlays(std::vector<PictureOverlay> overlays) { d->canvas->setOverlays(std::move(overlays)); }

void ImageView::setColorMap(ColorMap map) {
  d->change([&](ShownPicture& shown) { shown.setColorMap(map); });
}

void ImageView::setNorm(Norm norm) {
  d->change([&](ShownPicture& shown) { shown.setNorm(norm); });
}

void ImageView::setLimits(const DisplayLimits& limits) {
  d->change([&](ShownPicture& shown) { shown.setLimits(limits); });
}

void ImageView::setLimitsLocked(bool locked) {
  d->change([&](ShownPicture& shown) { shown.setLocked(locked); });
}

std::pair<double, double> ImageView::shownLimits() const {
  return {d->picture().scale().low(), d->picture().scale().high()};
}

const ShownPicture& ImageView::shownPicture() const { return d->picture(); }

ColorMap ImageView::colorMap() const { return d->picture().colors().map(); }

Norm ImageView::norm() const { return d->picture().scale().norm(); }

QRectF ImageView::visibleRect() const { return d->canvas->scene().view.visibleRect(); }

void ImageView::setVisibleRect(const QRectF& rect) { d->canvas->setVisibleRect(rect); }

ViewPlace ImageView::viewPlace() const { return d->canvas->scene().view.place(); }

void ImageView::setViewPlace(const ViewPlace& place) { d->canvas->setPlace(place); }

void ImageView::fitToWindow() { d->canvas->fit(); }

void ImageView::setCursorPixel(std::optional<QPoint> pixel) {
  d->canvas->setCross(pixel);
  d->setCursor(pixel);
}

QString ImageView::readOut(QPoint pixel) const { return readOutText(d->picture(), pixel); }

void ImageView::setRegion(const Region& region) { d->canvas->setRegion(region); }

const Region& ImageView::region() const { return d->canvas->scene().region; }

QImage ImageView::renderedPicture() const { return d->canvas->rendered(); }

void ImageView::setToolRowVisible(bool visible) { d->tools->setVisible(visible); }

void ImageView::resizeEvent(QResizeEvent*) {
  d->showReadOut();
  d->showRegion();
}

QSize ImageView::sizeHint() const { return {420, 420}; }

QSize ImageView::minimumSizeHint() const {
  const QSize tools = d->tools->isHidden() ? QSize(120, 0) : d->tools->minimumSizeHint();
  return {tools.width(), tools.height() + 120 + d->line->minimumSizeHint().height()};
}

}  // namespace ptycho
