#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include <QAbstractButton>
#include <QMenu>
#include <QToolButton>

#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/image/histogram_strip.h"
#include "widgets/kit/image/image_canvas.h"
#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/region_text.h"

using namespace ptycho;

namespace {

RealImage ramp(std::size_t rows = 80, std::size_t cols = 100) {
  RealImage picture(rows, cols);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = float(i % 251);
  return picture;
}

/// The pixels [row, row + rows) × [col, col + cols).
Region pixels(int row, int col, int rows, int cols, RegionShape shape = RegionShape::Rectangle) {
  return {shape, QRectF(col - 0.5, row - 0.5, cols, rows)};
}

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }

struct Shown {
  explicit Shown(const PictureMeaning& meaning = {}) {
    view.resize(640, 560);
    view.setPicture(ramp(), meaning);
    view.show();
    (void)QTest::qWaitForWindowExposed(&view);
    canvas = view.findChild<ImageCanvas*>();
    line = view.findChild<ElidedLine*>(QStringLiteral("imageRegionLine"));
    button = view.findChild<QToolButton*>(QStringLiteral("imageRegion"));
    strip = view.findChild<HistogramStrip*>(QStringLiteral("imageHistogram"));
    canvas->setFocus();
  }
  void press(Qt::Key key) const {
    QTest::keyClick(canvas, key);
    QCoreApplication::processEvents();  // the line below the picture takes its room
  }
  void drag(const QPointF& from, const QPointF& to) const {
    const ViewTransform& transform = canvas->scene().view;
    const QPointF a = transform.toWidget(from), b = transform.toWidget(to);
    QTest::mousePress(canvas, Qt::LeftButton, {}, a.toPoint());
    for (int k = 1; k <= 10; ++k) QTest::mouseMove(canvas, (a + (b - a) * k / 10).toPoint());
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, b.toPoint());
  }
  ImageView view;
  ImageCanvas* canvas;
  ElidedLine* line;
  QToolButton* button;
  HistogramStrip* strip;
};

}  // namespace

/// Regions of interest: the mouse, the line below the picture; and the keys of the histogram.
class ImageRegionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keyAndButtonGoRoundTheShapes();
  void dragMakesMovesAndResizes();
  void escapeRemovesIt();
  void lineFollowsThePicture();
  void lineSaysWhatWasLeftOut();
  void phaseHasCircularNumbers();
  void anotherShapeOfPictureForgetsTheRegion();
  void withoutAShapeADragStillPans();
  void regionIsDrawn();
  void enterLocksAndReleases();
  void backspaceReturnsToTheFirstState();
};

void ImageRegionTest::keyAndButtonGoRoundTheShapes() {
  const Shown s;
  QVERIFY(s.line->isHidden() && !s.button->isChecked());
  for (const RegionShape shape : {RegionShape::Rectangle, RegionShape::Ellipse, RegionShape::Annulus}) {
    s.press(Qt::Key_R);
    QCOMPARE(s.canvas->regionShape(), shape);
    QVERIFY(s.button->isChecked() && s.line->isVisible());
  }
  s.button->click();
  QCOMPARE(s.canvas->regionShape(), RegionShape::None);
  QVERIFY(!s.button->isChecked() && s.line->isHidden());
  s.button->menu()->actions().at(1)->trigger();
  QCOMPARE(s.canvas->regionShape(), RegionShape::Ellipse);
  s.press(Qt::Key_L);  // a line profile and a region do not take the same drag
  s.press(Qt::Key_R);
  QVERIFY(!s.canvas->profileMode());
}

void ImageRegionTest::dragMakesMovesAndResizes() {
  const Shown s;
  s.press(Qt::Key_R);
  const ViewPlace place = s.view.viewPlace();
  QSignalSpy changed(&s.view, &ImageView::regionChanged);
  s.drag({20, 10}, {49, 39});
  QCOMPARE(s.view.region(), pixels(10, 20, 30, 30));
  QVERIFY(changed.count() > 1);  // live
  s.drag({35, 25}, {45, 20});
  QCOMPARE(s.view.region(), pixels(5, 30, 30, 30));
  s.drag({59.5, 34.5}, {79, 69});
  QCOMPARE(s.view.region(), pixels(5, 30, 65, 50));
  s.drag({50, 40}, {-300, 40});  // stops at the edge
  QCOMPARE(s.view.region(), pixels(5, 0, 65, 50));
  s.press(Qt::Key_R);
  s.press(Qt::Key_R);
  QCOMPARE(s.view.region(), pixels(5, 0, 65, 50, RegionShape::Annulus));
  s.drag({24.5 + 12.5, 37}, {24.5 + 20, 37});
  QVERIFY(near(s.view.region().inner, 0.8, 0.02));
  s.drag({70, 10}, {89, 29});  // beside it: a new one
  QCOMPARE(s.view.region().bounds, pixels(10, 70, 20, 20).bounds);
  QCOMPARE(s.view.viewPlace(), place);
}

void ImageRegionTest::escapeRemovesIt() {
  Shown s;
  s.view.setRegion(pixels(10, 20, 30, 30));
  QVERIFY(s.button->isChecked() && s.line->isVisible());
  s.press(Qt::Key_Escape);
  QCOMPARE(s.view.region(), Region{});
  QVERIFY(!s.button->isChecked() && s.line->isHidden());
}

void ImageRegionTest::lineFollowsThePicture() {
  Shown s;
  s.view.setRegion(pixels(10, 20, 4, 5));
  s.view.setPicture(RealImage(80, 100, 3.f), {});
  QCOMPARE(s.line->text(), QStringLiteral("n 20   mean 3   σ 0   min 3   max 3   sum 60   centre of mass (11.5, 22)"));
  QCOMPARE(s.line->toolTip(), s.line->text());
  s.view.setPicture(RealImage(80, 100, 4.f), {});
  QVERIFY(s.line->text().contains(QStringLiteral("mean 4   σ 0")));
}

void ImageRegionTest::lineSaysWhatWasLeftOut() {
  Shown s;
  RealImage picture = ramp();
  picture(10, 20) = std::numeric_limits<float>::quiet_NaN();
  MaskImage mask(80, 100, 1);
  mask(11, 20) = mask(11, 21) = 0;
  s.view.setRegion(pixels(10, 20, 4, 5));
  s.view.setPicture(picture, {});
  s.view.setMask(mask);
  QVERIFY(s.line->text().startsWith(QStringLiteral("n 17 of 20 (without 1 NaN, 2 masked)   mean ")));
}

void ImageRegionTest::phaseHasCircularNumbers() {
  PictureMeaning meaning;
  meaning.unit = QStringLiteral("rad");
  Shown s(meaning);
  s.view.setPicture(RealImage(80, 100, 0.25f), meaning);
  s.view.setRegion(pixels(10, 20, 4, 5));
  QVERIFY(s.line->text().startsWith(QStringLiteral("n 20   circular mean 0.25 rad   circular σ 0   mean 0.25 rad")));
  s.view.setComplexPicture(ComplexImage(80, 100, Complex(0, 2)), meaning);
  QVERIFY(s.line->text().startsWith(QStringLiteral("n 20   of the amplitude:   mean 2")));
}

void ImageRegionTest::anotherShapeOfPictureForgetsTheRegion() {
  Shown s;
  s.view.setRegion(pixels(10, 20, 4, 5));
  s.view.setPicture(ramp(30, 30), {});
  QCOMPARE(s.view.region(), Region{});
  QCOMPARE(s.canvas->regionShape(), RegionShape::Rectangle);  // ready for the next drag
  s.view.clear();
  QVERIFY(s.line->isHidden());
}

void ImageRegionTest::withoutAShapeADragStillPans() {
  const Shown s;
  s.press(Qt::Key_2);
  for (int k = 0; k < 4; ++k) s.press(Qt::Key_Plus);
  const QPointF before = s.view.viewPlace().centre;
  s.drag({50, 40}, {45, 40});
  QVERIFY(s.view.viewPlace().centre.x() > before.x() + 2);
  QCOMPARE(s.view.region(), Region{});
}

void ImageRegionTest::regionIsDrawn() {
  Shown s;
  s.view.setPicture(RealImage(80, 100, 0.f), {});
  for (const RegionShape shape : {RegionShape::Rectangle, RegionShape::Ellipse, RegionShape::Annulus}) {
    s.view.setRegion(pixels(20, 30, 31, 41, shape));
    QCoreApplication::processEvents();
    const QImage image = s.view.renderedPicture();
    const auto lightness = [&](double x, double y) {  // the most, up to two screen pixels above and below
      const QPoint at = (s.canvas->scene().view.toWidget({x, y}) * image.devicePixelRatio()).toPoint();
      int most = 0;
      for (int dy = -2; dy <= 2; ++dy) most = std::max(most, image.pixelColor(at + QPoint(0, dy)).lightness());
      return most;
    };
    QVERIFY(lightness(50, 19.5) > 200);  // top
    QVERIFY(lightness(50, 35) < 200);    // middle
    QCOMPARE(lightness(50, 35 - 31 / 4.0) > 200, shape == RegionShape::Annulus);
  }
}

void ImageRegionTest::enterLocksAndReleases() {
  const Shown s;
  auto* lock = s.view.findChild<QAbstractButton*>(QStringLiteral("imageLock"));
  s.strip->setFocus();
  QTest::keyClick(s.strip, Qt::Key_Return);
  QVERIFY(lock->isChecked());
  const auto limits = s.view.shownLimits();
  s.strip->grab();
  const int y = s.strip->height() / 2;
  QTest::mousePress(s.strip, Qt::LeftButton, {}, {s.strip->width() / 3, y});
  QTest::mouseMove(s.strip, {s.strip->width() / 2, y});
  QTest::mouseRelease(s.strip, Qt::LeftButton, {}, {s.strip->width() / 2, y});
  QTest::mouseDClick(s.strip, Qt::LeftButton, {}, {s.strip->width() / 2, y});
  QCOMPARE(s.view.shownLimits(), limits);
  QTest::keyClick(s.strip, Qt::Key_Return);
  QVERIFY(!lock->isChecked());
}

void ImageRegionTest::backspaceReturnsToTheFirstState() {
  PictureMeaning fixed, cyclic;
  fixed.limits = {LimitMode::Fixed, 0.35, 10, 90};
  fixed.norm = Norm::SquareRoot;
  cyclic.map = ColorMap::Twilight;
  cyclic.wrapped_phase = true;
  cyclic.limits.mode = LimitMode::MinMax;
  for (const PictureMeaning& meaning : {PictureMeaning{}, fixed, cyclic}) {
    Shown s(meaning);
    const QImage first = s.view.renderedPicture();
    const auto limits = s.view.shownLimits();
    s.view.setColorMap(ColorMap::Viridis);
    s.view.setNorm(Norm::Asinh);
    s.view.setLimits({LimitMode::Fixed, 1, 33, 44});
    s.view.setLimitsLocked(true);
    QVERIFY(s.view.renderedPicture() != first);
    QTest::keyClick(s.strip, Qt::Key_Backspace);
    QCOMPARE(s.view.shownLimits(), limits);
    QCOMPARE(s.view.shownPicture().limits(), meaning.limits);
    QVERIFY(!s.view.shownPicture().locked());
    QCOMPARE(s.view.renderedPicture(), first);
    // A double click after dragged limits alone is as exact, unless the picture came with fixed ones.
    s.view.setLimits({LimitMode::Fixed, 1, 33, 44});
    QTest::mouseDClick(s.strip, Qt::LeftButton);
    QCOMPARE(s.view.renderedPicture() == first, meaning.limits.mode != LimitMode::Fixed);
  }
}

QTEST_MAIN(ImageRegionTest)
#include "image_region_test.moc"
