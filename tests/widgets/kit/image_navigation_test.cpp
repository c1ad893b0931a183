#include <QtTest>

#include <cmath>

#include <QAbstractButton>

#include "widgets/kit/image/image_canvas.h"
#include "widgets/kit/image/image_view.h"

using namespace ptycho;

namespace {

RealImage ramp(std::size_t rows, std::size_t cols) {
  RealImage picture(rows, cols);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = float(i % 251);
  return picture;
}

struct Shown {
  explicit Shown(std::size_t rows = 96, std::size_t cols = 128, QSize size = {520, 480}) {
    view.resize(size);
    view.setPicture(ramp(rows, cols), {});
    view.show();
    (void)QTest::qWaitForWindowExposed(&view);
    canvas = view.findChild<ImageCanvas*>();
    canvas->setFocus();
  }
  [[nodiscard]] const ViewTransform& transform() const { return canvas->scene().view; }
  [[nodiscard]] QPointF at(const QPointF& image) const { return transform().toWidget(image); }
  void wheel(const QPointF& position, int notches) const {
    QWheelEvent event(position, canvas->mapToGlobal(position), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(canvas, &event);
  }
  /// Without moving the pointer of the display, which would meet whatever other window lies there.
  void hover(const QPointF& position) const {
    QMouseEvent event(QEvent::MouseMove, position, canvas->mapToGlobal(position), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(canvas, &event);
  }
  void drag(const QPointF& from, const QPointF& to) const {
    QTest::mousePress(canvas, Qt::LeftButton, {}, from.toPoint());
    for (int k = 1; k <= 10; ++k) QTest::mouseMove(canvas, (from + (to - from) * k / 10).toPoint());
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, to.toPoint());
  }

  ImageView view;
  ImageCanvas* canvas = nullptr;
};

bool near(const QPointF& a, const QPointF& b, double tolerance = 1e-6) {
  return std::hypot(a.x() - b.x(), a.y() - b.y()) < tolerance;
}

}  // namespace

/// Zoom, pan, keys, linked views, line profiles and what is drawn over the picture.
class ImageNavigationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void startsFitted();
  void wheelKeepsThePixelUnderTheCursor();
  void zoomingOutEndsFitted();
  void keysFitAndMagnify();
  void arrowsAndDragPan();
  void pictureCannotBeLost();
  void fittedViewsStayFittedWhenResized();
  void visibleRectSurvivesAPictureOfTheSameShape();
  void visibleRectCanBeSet();
  void linkedViewsFollow();
  void linkForgetsAViewThatIsGone();
  void clickNamesThePixelAndADragDoesNot();
  void doubleClickFits();
  void profileIsDrawnWithTheMouse();
  void cursorIsReportedAndLeaves();
  void overlaysAreDrawnWhereTheySay();
  void crossAppearsInTheRendering();
};

void ImageNavigationTest::startsFitted() {
  const Shown s;
  QCOMPARE(s.view.visibleRect(), QRectF(-0.5, -0.5, 128, 96));
  QVERIFY(s.transform().viewport().adjusted(-1, -1, 1, 1).contains(s.transform().pictureOnWidget()));
  // The first pixel's centre is half a pixel inside the corner.
  QVERIFY(near(s.at({0, 0}) - s.at({-0.5, -0.5}), QPointF(0.5, 0.5) * s.transform().scale()));
}

void ImageNavigationTest::wheelKeepsThePixelUnderTheCursor() {
  const Shown s;
  QSignalSpy changed(&s.view, &ImageView::visibleRectChanged);
  const QPointF cursor = s.at({30.25, 70.5});
  for (const int notches : {1, 1, 3, 2, -1, -2}) {
    s.wheel(cursor, notches);
    QVERIFY(near(s.transform().toImage(cursor), {30.25, 70.5}));
  }
  QCOMPARE(changed.count(), 6);
  QVERIFY(s.view.visibleRect().width() < 128);
}

void ImageNavigationTest::zoomingOutEndsFitted() {
  const Shown s(1200, 1600);
  s.wheel(s.at({100, 100}), 5);
  QVERIFY(!s.view.viewPlace().fitted);
  s.wheel(s.at({1500, 1100}), -12);
  QVERIFY(s.view.viewPlace().fitted);
  QCOMPARE(s.view.visibleRect(), QRectF(-0.5, -0.5, 1600, 1200));
}

void ImageNavigationTest::keysFitAndMagnify() {
  const Shown s;
  const double dpr = s.canvas->devicePixelRatioF(), fitted = s.view.viewPlace().scale;
  QTest::keyClick(s.canvas, Qt::Key_1);
  QCOMPARE(s.view.viewPlace().scale * dpr, 1.0);
  QTest::keyClick(s.canvas, Qt::Key_2);
  QCOMPARE(s.view.viewPlace().scale * dpr, 2.0);
  QTest::keyClick(s.canvas, Qt::Key_Plus);
  QVERIFY(s.view.viewPlace().scale * dpr > 2.5);
  QTest::keyClick(s.canvas, Qt::Key_Minus);
  QVERIFY(std::abs(s.view.viewPlace().scale * dpr - 2) < 1e-9);
  QTest::keyClick(s.canvas, Qt::Key_0);
  QVERIFY(s.view.viewPlace().fitted);
  QCOMPARE(s.view.viewPlace().scale, fitted);
}

void ImageNavigationTest::arrowsAndDragPan() {
  const Shown s;
  s.wheel(s.at({64, 48}), 8);
  const QPointF start = s.view.viewPlace().centre;
  QTest::keyClick(s.canvas, Qt::Key_Right);
  QVERIFY(s.view.viewPlace().centre.x() > start.x());
  QTest::keyClick(s.canvas, Qt::Key_Up);
  QVERIFY(s.view.viewPlace().centre.y() < start.y());
  const QPointF from = s.transform().viewport().center().toPoint();
  const QPointF held = s.transform().toImage(from);
  s.drag(from, from + QPointF(60, -40));
  QVERIFY(near(s.transform().toImage(from + QPointF(60, -40)), held, 1e-6));
}

void ImageNavigationTest::pictureCannotBeLost() {
  const Shown s;
  s.wheel(s.at({64, 48}), 6);
  for (int k = 0; k < 200; ++k) QTest::keyClick(s.canvas, Qt::Key_Left);
  QVERIFY(!s.view.visibleRect().isEmpty());
  for (int k = 0; k < 60; ++k) s.wheel(s.transform().viewport().center(), 4);
  QVERIFY(s.view.viewPlace().scale <= 64);
}

void ImageNavigationTest::fittedViewsStayFittedWhenResized() {
  Shown s;
  const double before = s.view.viewPlace().scale;
  s.view.resize(900, 800);
  QTRY_VERIFY(s.view.viewPlace().scale > before * 1.2);
  QCOMPARE(s.view.visibleRect(), QRectF(-0.5, -0.5, 128, 96));
}

void ImageNavigationTest::visibleRectSurvivesAPictureOfTheSameShape() {
  Shown s;
  s.wheel(s.at({20, 30}), 4);
  const ViewPlace place = s.view.viewPlace();
  const QRectF seen = s.view.visibleRect();
  s.view.setPicture(ramp(96, 128), {});
  QCOMPARE(s.view.viewPlace(), place);
  QCOMPARE(s.view.visibleRect(), seen);
  s.view.setPicture(ramp(40, 40), {});
  QCOMPARE(s.view.visibleRect(), QRectF(-0.5, -0.5, 40, 40));
}

void ImageNavigationTest::visibleRectCanBeSet() {
  Shown s;
  const QRectF wanted(20, 30, 32, 16);
  s.view.setVisibleRect(wanted);
  const QRectF seen = s.view.visibleRect();
  QVERIFY(seen.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(wanted));
  QVERIFY(near(seen.center(), wanted.center()));
  QVERIFY(std::min(seen.width() - 32, seen.height() - 16) < 1e-9);
  s.view.fitToWindow();
  QCOMPARE(s.view.visibleRect(), QRectF(-0.5, -0.5, 128, 96));
}

void ImageNavigationTest::linkedViewsFollow() {
  Shown a, b, c;
  ImageLink link;
  for (Shown* s : {&a, &b, &c}) link.add(&s->view);
  a.wheel(a.at({100, 20}), 5);
  QCOMPARE(b.view.viewPlace(), a.view.viewPlace());
  QCOMPARE(c.view.visibleRect(), a.view.visibleRect());
  QTest::keyClick(b.canvas, Qt::Key_Down);
  QCOMPARE(a.view.viewPlace(), b.view.viewPlace());
  QTest::keyClick(c.canvas, Qt::Key_0);
  QVERIFY(a.view.viewPlace().fitted);
  a.hover(a.at({33, 44}));
  QCOMPARE(b.canvas->scene().cursor, std::optional(QPoint(33, 44)));
  QCOMPARE(c.canvas->scene().cursor, std::optional(QPoint(33, 44)));
  QVERIFY(!a.canvas->scene().cursor);
}

void ImageNavigationTest::linkForgetsAViewThatIsGone() {
  Shown a;
  ImageLink link;
  link.add(&a.view);
  {
    Shown b;
    link.add(&b.view);
  }
  a.wheel(a.at({64, 48}), 3);
  QVERIFY(!a.view.viewPlace().fitted);
}

void ImageNavigationTest::clickNamesThePixelAndADragDoesNot() {
  const Shown s;
  QSignalSpy clicked(&s.view, &ImageView::pixelClicked);
  QTest::mouseClick(s.canvas, Qt::LeftButton, {}, s.at({12, 34}).toPoint());
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked.at(0).at(0).toPoint(), QPoint(12, 34));
  s.drag(s.at({12, 34}), s.at({50, 50}));
  QCOMPARE(clicked.count(), 1);
}

void ImageNavigationTest::doubleClickFits() {
  const Shown s;
  s.wheel(s.at({20, 20}), 4);
  QTest::mouseDClick(s.canvas, Qt::LeftButton, {}, s.at({22, 22}).toPoint());
  QVERIFY(s.view.viewPlace().fitted);
}

void ImageNavigationTest::profileIsDrawnWithTheMouse() {
  const Shown s;
  QSignalSpy profile(&s.view, &ImageView::profileRequested);
  auto* button = s.view.findChild<QAbstractButton*>(QStringLiteral("imageProfile"));
  QTest::keyClick(s.canvas, Qt::Key_L);
  QVERIFY(button->isChecked());
  const ViewPlace place = s.view.viewPlace();
  s.drag(s.at({10, 20}), s.at({90, 60}));
  QCOMPARE(profile.count(), 1);
  QVERIFY(near(profile.at(0).at(0).toPointF(), {10, 20}, 0.3));
  QVERIFY(near(profile.at(0).at(1).toPointF(), {90, 60}, 0.3));
  QCOMPARE(s.view.viewPlace(), place);
  QVERIFY(s.canvas->scene().profile.has_value());
  QTest::keyClick(s.canvas, Qt::Key_Escape);
  QVERIFY(!button->isChecked() && !s.canvas->scene().profile);
}

void ImageNavigationTest::cursorIsReportedAndLeaves() {
  const Shown s;
  std::vector<std::optional<QPoint>> seen;
  connect(&s.view, &ImageView::cursorPixelChanged, this, [&](std::optional<QPoint> pixel) { seen.push_back(pixel); });
  s.hover(s.at({5, 7}));
  QVERIFY(!seen.empty());
  QCOMPARE(seen.back(), std::optional(QPoint(5, 7)));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(s.canvas, &leave);
  QVERIFY(!seen.back().has_value());
}

void ImageNavigationTest::overlaysAreDrawnWhereTheySay() {
  Shown s;
  s.view.setPicture(RealImage(96, 128, 0.f), {});
  PictureOverlay points, boxes, circles;
  points.points = {{40, 30}};
  points.colours = {Qt::red};
  points.point_px = 9;
  boxes.shape = PictureOverlay::Shape::Rectangles;
  boxes.rectangles = {QRectF(59.5, 49.5, 20, 20)};
  boxes.colours = {Qt::green};
  boxes.width_px = 3;
  circles.shape = PictureOverlay::Shape::Circles;
  circles.points = {{100, 40}};
  circles.radii = {10};
  circles.colours = {Qt::cyan};
  circles.width_px = 3;
  s.view.setOverlays({points, boxes, circles});
  for (const int notches : {0, 1}) {
    s.wheel(s.at({70, 45}), notches);
    const QImage image = s.view.renderedPicture();
    const double dpr = image.devicePixelRatio();
    const auto colorAt = [&](const QPointF& at) { return image.pixelColor((s.at(at) * dpr).toPoint()); };
    QCOMPARE(colorAt({40, 30}), QColor(Qt::red));
    QCOMPARE(colorAt({70, 49.5}), QColor(Qt::green));
    QCOMPARE(colorAt({59.5, 60}), QColor(Qt::green));
    QCOMPARE(colorAt({110, 40}), QColor(Qt::cyan));
    QVERIFY(colorAt({70, 60}) != QColor(Qt::green) && colorAt({100, 40}) != QColor(Qt::cyan));
  }
}

void ImageNavigationTest::crossAppearsInTheRendering() {
  Shown s;
  const QImage before = s.view.renderedPicture();
  s.view.setCursorPixel(QPoint(64, 48));
  QVERIFY(s.view.renderedPicture() != before);
  s.view.setCursorPixel(std::nullopt);
  QCOMPARE(s.view.renderedPicture(), before);
}

QTEST_MAIN(ImageNavigationTest)
#include "image_navigation_test.moc"
