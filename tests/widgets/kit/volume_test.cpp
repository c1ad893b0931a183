#include <cmath>
#include <numbers>

#include <QApplication>
#include <QSurfaceFormat>
#include <QTest>

#include "widgets/kit/volume/axis_ticks.h"
#include "widgets/kit/volume/surface_mesh.h"
#include "widgets/kit/volume/surface_view.h"

namespace ptycho {
namespace {

ComplexImage bump(std::size_t rows, std::size_t cols) {
  ComplexImage field(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const double y = static_cast<double>(r) - static_cast<double>(rows) / 2;
      const double x = static_cast<double>(c) - static_cast<double>(cols) / 2;
      const double r2 = (x * x + y * y) / static_cast<double>(cols * cols);
      field(r, c) = std::polar(static_cast<float>(std::exp(-20 * r2)), static_cast<float>(30 * r2));
    }
  }
  return field;
}

double lightness(const std::array<std::uint8_t, 3>& rgb) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(rgb[0] / 255.0) + 0.7152 * linear(rgb[1] / 255.0) + 0.0722 * linear(rgb[2] / 255.0);
}

}  // namespace

class VolumeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void meshHasThePeakOnTopAndAtMost256Samples() {
    const SurfaceMesh mesh = complexMesh(bump(600, 300));
    QVERIFY(mesh.rows <= 256 && mesh.cols <= 256);
    QCOMPARE(mesh.stride_px, 3.0);
    QCOMPARE(*std::max_element(mesh.height.begin(), mesh.height.end()), 1.0F);
    QVERIFY(mesh.phase_colours);
    QCOMPARE(mesh.high, 1.0);
  }

  void realMeshRunsFromMinimumToMaximumAndSurvivesNaN() {
    RealImage values(4, 4, 2.0F);
    values(1, 1) = -3;
    values(2, 2) = 7;
    values(3, 3) = std::nanf("");
    const SurfaceMesh mesh = realMesh(values);
    QCOMPARE(mesh.low, -3.0);
    QCOMPARE(mesh.high, 7.0);
    QCOMPARE(mesh.height[4 + 1], 0.0F);
    QCOMPARE(mesh.height[8 + 2], 1.0F);
    QCOMPARE(mesh.height[12 + 3], 0.0F);
    QCOMPARE(mesh.height[0], 0.5F);
  }

  void phaseColoursAreCyclicAndEquallyLight() {
    QCOMPARE(phaseColour(-std::numbers::pi), phaseColour(std::numbers::pi));
    const double reference = lightness(phaseColour(0));
    for (double phase = -3; phase < 3; phase += 0.25)
      QVERIFY(std::abs(lightness(phaseColour(phase)) - reference) < 0.06);
    const auto grey = phaseColour(1, 0);
    QCOMPARE(grey[0], grey[1]);
    QCOMPARE(grey[1], grey[2]);
  }

  void valueColoursGetLighter() {
    for (int i = 0; i < 10; ++i) QVERIFY(lightness(valueColour(i / 10.0)) < lightness(valueColour((i + 1) / 10.0)));
  }

  void ticksAreRoundAndInside() {
    QCOMPARE(roundTicks(-2.07, 2.07, 4), (std::vector<double>{-2, -1, 0, 1, 2}));
    QCOMPARE(roundTicks(0, 1, 4).size(), std::size_t{6});
    QVERIFY(roundTicks(1, 1, 4).empty());
  }

  void showsTheSurfaceOrSaysWhyNot() {
    SurfaceView view;
    view.resize(320, 240);
    view.show();
    view.setComplexSurface(bump(64, 64), {"|P|", {}, 30e-9});
    if (!view.canDraw()) {
      QVERIFY(view.message().contains("OpenGL"));
      return;
    }
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(view.message().isEmpty());
    // Something coloured is in the picture: the surface, not the ground alone.
    const auto coloured = [&view] {
      const QImage picture = view.grab(QRect(0, 0, 250, 240)).toImage();
      int count = 0;
      for (int y = 0; y < picture.height(); y += 4) {
        for (int x = 0; x < picture.width(); x += 4) count += picture.pixelColor(x, y).saturation() > 60 ? 1 : 0;
      }
      return count;
    };
    QTRY_VERIFY(coloured() > 100);
    QTest::mousePress(view.childAt(100, 100), Qt::LeftButton, {}, QPoint(100, 100));
    QTest::mouseMove(view.childAt(100, 100), QPoint(160, 120));
    QTest::mouseRelease(view.childAt(100, 100), Qt::LeftButton, {}, QPoint(160, 120));
    QVERIFY(coloured() > 100);
    view.clear();
    QVERIFY(!view.message().isEmpty());
  }

  void survivesMovingToAnotherWindow() {
    QWidget first;
    QWidget second;
    auto* view = new SurfaceView(&first);
    view->setComplexSurface(bump(32, 32), {"|P|", {}, 0});
    first.show();
    (void)first.grab();
    view->setParent(&second);
    view->show();
    second.show();
    (void)second.grab();
    QCOMPARE(view->message().isEmpty(), view->canDraw());
  }

  void formatAsksForCoreProfile() {
    QCOMPARE(surfaceViewFormat().version(), qMakePair(3, 2));
    QCOMPARE(surfaceViewFormat().profile(), QSurfaceFormat::CoreProfile);
  }
};

}  // namespace ptycho

int main(int argc, char** argv) {
  QSurfaceFormat::setDefaultFormat(ptycho::surfaceViewFormat());
  QApplication application(argc, argv);
  ptycho::VolumeTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "volume_test.moc"
