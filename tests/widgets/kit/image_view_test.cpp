#include <QtTest>

#include <cmath>

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>

#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/image/histogram_strip.h"
#include "widgets/kit/image/image_canvas.h"
#include "widgets/kit/image/image_view.h"

using namespace ptycho;

namespace {

RealImage ramp(float low, float high, std::size_t side = 64) {
  RealImage picture(side, side);
  const float last = float(picture.size() - 1);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = low + (high - low) * float(i) / last;
  return picture;
}

PictureMeaning minMax(ColorMap map = ColorMap::Gray) {
  PictureMeaning meaning;
  meaning.map = map;
  meaning.limits.mode = LimitMode::MinMax;
  return meaning;
}

PictureMeaning wrappedPhase() {
  PictureMeaning meaning = minMax(ColorMap::Twilight);
  meaning.quantity = QStringLiteral("phase");
  meaning.unit = QStringLiteral("rad");
  meaning.wrapped_phase = true;
  return meaning;
}

template <class Widget>
Widget* tool(const ImageView& view, const char* name) {
  auto* found = view.findChild<Widget*>(QString::fromLatin1(name));
  if (!found) qFatal("no tool named %s", name);
  return found;
}

/// Chooses as a person does: the combo's own signal, not a setter.
void choose(QComboBox* combo, int data) {
  combo->setCurrentIndex(combo->findData(data));
  Q_EMIT combo->activated(combo->currentIndex());
}

bool offers(const ImageView& view, ColorMap map) { return tool<QComboBox>(view, "imageMap")->findData(int(map)) >= 0; }

}  // namespace

/// Maps, norms, limits and read-out of a view, through its tools and its functions.
class ImageViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void defaultViewSurvivesADeadPixel();
  void cyclicMapIsRefusedForPlainValues();
  void cyclicMapLocksOnePeriod();
  void draggingTheHistogramTurnsTheCyclicMap();
  void toolsSetMapAndNorm();
  void choicesSurviveTheNextPictureOfTheSameMeaning();
  void typedNumbersBecomeLimits();
  void histogramDragSetsLimitsAndDoubleClickResets();
  void lockHoldsTheNumbersWhilePicturesChange();
  void readOutNeverFollowsTheNorm();
  void readOutOfRealPictures();
  void readOutOfComplexPictures();
  void readOutOfDiffraction();
  void readOutNamesWhatAPixelIs();
  void summarySaysThatThePixelSizeIsUnknown();
  void emptyViewShowsItsText();
  void everyToolHasANameForTestsAndOneForPeople();
  void renderedPictureFollowsThePalette();
  void legendExplainsSpecialPixels();
  void repaintIsQuick();
};

void ImageViewTest::defaultViewSurvivesADeadPixel() {
  RealImage picture = ramp(100, 200);
  picture(5, 5) = 65535;
  ImageView view;
  view.setPicture(picture, {});
  const auto [low, high] = view.shownLimits();
  QVERIFY(low >= 100 && low < 101 && high > 199 && high <= 200);
}

void ImageViewTest::cyclicMapIsRefusedForPlainValues() {
  ImageView view;
  view.setPicture(ramp(0, 1), minMax(ColorMap::Twilight));
  QCOMPARE(view.colorMap(), ColorMap::Viridis);
  view.setColorMap(ColorMap::Twilight);
  QCOMPARE(view.colorMap(), ColorMap::Viridis);
  QVERIFY(!offers(view, ColorMap::Twilight));
  view.setPicture(ramp(-3, 3), wrappedPhase());
  QCOMPARE(view.colorMap(), ColorMap::Twilight);
  QVERIFY(offers(view, ColorMap::Twilight));
}

void ImageViewTest::cyclicMapLocksOnePeriod() {
  ImageView view;
  view.setPicture(ramp(-1, 1), wrappedPhase());
  QCOMPARE(view.shownLimits(), std::pair(-M_PI, M_PI));
  view.setLimits({LimitMode::MinMax, 0, 0, 0});
  QCOMPARE(view.shownLimits(), std::pair(-M_PI, M_PI));
  view.setNorm(Norm::Log);
  QCOMPARE(view.norm(), Norm::Linear);
  view.setLimits({LimitMode::Fixed, 0, -1, 100});
  QVERIFY(std::abs(view.shownLimits().second - view.shownLimits().first - 2 * M_PI) < 1e-12);
  QVERIFY(!tool<QComboBox>(view, "imageNorm")->isEnabled());
  QVERIFY(tool<QLineEdit>(view, "imageLow")->isReadOnly());
  view.setColorMap(ColorMap::Viridis);  // the same phase on a sequential map has limits of its own
  view.setLimits({LimitMode::MinMax, 0, 0, 0});
  QCOMPARE(view.shownLimits(), std::pair(-1.0, 1.0));
}

void ImageViewTest::draggingTheHistogramTurnsTheCyclicMap() {
  ImageView view;
  view.resize(500, 400);
  view.setPicture(ramp(-3, 3), wrappedPhase());
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  auto* strip = tool<HistogramStrip>(view, "imageHistogram");
  strip->grab();
  const int y = strip->height() / 2, x = strip->width() / 2, quarter = (strip->width() - 4) / 4;
  QTest::mousePress(strip, Qt::LeftButton, {}, {x, y});
  QTest::mouseMove(strip, {x + quarter, y});
  QTest::mouseRelease(strip, Qt::LeftButton, {}, {x + quarter, y});
  const auto [low, high] = view.shownLimits();
  QVERIFY(std::abs(low - (-1.5 * M_PI)) < 0.1);
  QVERIFY(std::abs(high - low - 2 * M_PI) < 1e-12);
  QTest::mouseDClick(strip, Qt::LeftButton, {}, {x, y});
  QCOMPARE(view.shownLimits(), std::pair(-M_PI, M_PI));
}

void ImageViewTest::toolsSetMapAndNorm() {
  ImageView view;
  view.setPicture(ramp(1, 100), minMax());
  choose(tool<QComboBox>(view, "imageMap"), int(ColorMap::Inferno));
  QCOMPARE(view.colorMap(), ColorMap::Inferno);
  choose(tool<QComboBox>(view, "imageNorm"), int(Norm::Log));
  QCOMPARE(view.norm(), Norm::Log);
  choose(tool<QComboBox>(view, "imageLimitMode"), int(LimitMode::Symmetric));
  view.setNorm(Norm::Linear);
  QCOMPARE(view.shownLimits(), std::pair(-100.0, 100.0));
  QCOMPARE(tool<QComboBox>(view, "imageNorm")->currentData().toInt(), int(Norm::Linear));
}

void ImageViewTest::choicesSurviveTheNextPictureOfTheSameMeaning() {
  ImageView view;
  view.setPicture(ramp(0, 1), minMax());
  view.setColorMap(ColorMap::Cividis);
  view.setNorm(Norm::SquareRoot);
  view.setPicture(ramp(0, 2), minMax());
  QCOMPARE(view.colorMap(), ColorMap::Cividis);
  QCOMPARE(view.norm(), Norm::SquareRoot);
  QCOMPARE(view.shownLimits(), std::pair(0.0, 2.0));
  view.setPicture(ramp(0, 2), minMax(ColorMap::Inferno));
  QCOMPARE(view.colorMap(), ColorMap::Inferno);
  QCOMPARE(view.norm(), Norm::Linear);
}

void ImageViewTest::typedNumbersBecomeLimits() {
  ImageView view;
  view.setPicture(ramp(0, 1), minMax());
  QSignalSpy changed(&view, &ImageView::limitsChanged);
  auto* low = tool<QLineEdit>(view, "imageLow");
  auto* high = tool<QLineEdit>(view, "imageHigh");
  QCOMPARE(low->text(), QStringLiteral("0"));
  const auto type = [](QLineEdit* edit, const QString& text) {
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
  };
  type(low, QStringLiteral("0.25"));
  QCOMPARE(view.shownLimits(), std::pair(0.25, 1.0));
  type(high, QStringLiteral("0,5"));
  QCOMPARE(view.shownLimits(), std::pair(0.25, 0.5));
  QCOMPARE(changed.count(), 2);
  type(high, QStringLiteral("abc"));
  QCOMPARE(view.shownLimits(), std::pair(0.25, 0.5));
  QCOMPARE(high->text(), QStringLiteral("0.5"));
  QCOMPARE(tool<QComboBox>(view, "imageLimitMode")->currentData().toInt(), int(LimitMode::Fixed));
}

void ImageViewTest::histogramDragSetsLimitsAndDoubleClickResets() {
  ImageView view;
  view.resize(600, 400);
  view.setPicture(ramp(0, 1), minMax());
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  auto* strip = tool<HistogramStrip>(view, "imageHistogram");
  strip->grab();
  const int y = strip->height() / 2;
  const int from = int(strip->positionOf(0.3)), to = int(strip->positionOf(0.6));
  QTest::mousePress(strip, Qt::LeftButton, {}, {from, y});
  QTest::mouseMove(strip, {to, y});
  QTest::mouseRelease(strip, Qt::LeftButton, {}, {to, y});
  const auto [low, high] = view.shownLimits();
  QVERIFY(std::abs(low - 0.3) < 0.03 && std::abs(high - 0.6) < 0.03);
  QTest::mouseDClick(strip, Qt::LeftButton, {}, {from, y});
  QCOMPARE(view.shownLimits(), std::pair(0.0, 1.0));
  QTest::keyClick(strip, Qt::Key_Return);
  QVERIFY(tool<QAbstractButton>(view, "imageLock")->isChecked());
}

void ImageViewTest::lockHoldsTheNumbersWhilePicturesChange() {
  ImageView view;
  view.setPicture(ramp(0, 1), minMax());
  view.setLimitsLocked(true);
  QSignalSpy changed(&view, &ImageView::limitsChanged);
  view.setPicture(ramp(-5, 7), minMax());
  QCOMPARE(view.shownLimits(), std::pair(0.0, 1.0));
  QCOMPARE(changed.count(), 0);
  QVERIFY(tool<QAbstractButton>(view, "imageLock")->isChecked());
  view.setNorm(Norm::Log);  // cannot show 0, but does not forget it either
  view.setNorm(Norm::Linear);
  QCOMPARE(view.shownLimits(), std::pair(0.0, 1.0));
  view.setLimitsLocked(false);
  QCOMPARE(view.shownLimits(), std::pair(-5.0, 7.0));
  ImageView early;  // locked before there was anything to lock to
  early.setLimitsLocked(true);
  early.setPicture(ramp(3, 4), minMax());
  QCOMPARE(early.shownLimits(), std::pair(3.0, 4.0));
}

void ImageViewTest::readOutNeverFollowsTheNorm() {
  ImageView view;
  view.setPicture(ramp(1, 4096), minMax());
  const QString before = view.readOut({10, 20});
  for (const Norm norm : {Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    view.setNorm(norm);
    QCOMPARE(view.readOut({10, 20}), before);
  }
}

void ImageViewTest::readOutOfRealPictures() {
  ImageView view;
  PictureMeaning meaning = minMax();
  meaning.unit = QStringLiteral("rad");
  RealImage picture(64, 64, -0.5f);
  picture(12, 34) = 0.731f;
  view.setPicture(picture, meaning);
  QCOMPARE(view.readOut({34, 12}), QStringLiteral("row 12, col 34   0.731 rad"));
  meaning.pixel_m = 20e-9;
  view.setPicture(picture, meaning);
  QCOMPARE(view.readOut({34, 12}), QStringLiteral("row 12, col 34   0.731 rad   x 680 nm, y 240 nm"));
  QCOMPARE(view.readOut({0, 0}), QStringLiteral("row 0, col 0   −0.5 rad   x 0 m, y 0 m"));
  QVERIFY(view.readOut({64, 0}).isEmpty() && view.readOut({-1, 0}).isEmpty());
}

void ImageViewTest::readOutOfComplexPictures() {
  ImageView view;
  ComplexImage picture(4, 4);
  picture(1, 2) = {0.6f, -0.8f};
  view.setComplexPicture(picture, {});
  QCOMPARE(view.readOut({2, 1}), QStringLiteral("row 1, col 2   A 1   φ −0.9273 rad   re 0.6   im −0.8"));
}

void ImageViewTest::readOutOfDiffraction() {
  ImageView view;
  PictureMeaning meaning = minMax(ColorMap::Inferno);
  meaning.unit = QStringLiteral("counts");
  meaning.frequency_centred = true;
  view.setPicture(RealImage(128, 128, 7.f), meaning);
  QCOMPARE(view.readOut({67, 68}), QStringLiteral("row 68, col 67   7 counts   r 5 px"));
  meaning.frequency_step_per_m = 5e5;
  meaning.mrad_per_px = 0.2;
  view.setPicture(RealImage(128, 128, 7.f), meaning);
  QCOMPARE(view.readOut({67, 68}), QStringLiteral("row 68, col 67   7 counts   r 5 px = 2.5 µm⁻¹ = 1 mrad"));
  QVERIFY(view.readOut({64, 64}).contains(QStringLiteral("r 0 px")));
}

void ImageViewTest::readOutNamesWhatAPixelIs() {
  ImageView view;
  PictureMeaning meaning = minMax();
  meaning.saturation = 100;
  RealImage picture(8, 8, 5.f);
  picture(0, 1) = NAN;
  picture(0, 2) = 100;
  MaskImage mask(8, 8, 1);
  mask(0, 3) = 0;
  view.setPicture(picture, meaning);
  view.setMask(mask);
  QCOMPARE(view.readOut({1, 0}), QStringLiteral("row 0, col 1   NaN"));
  QCOMPARE(view.readOut({2, 0}), QStringLiteral("row 0, col 2   100 (saturated)"));
  QCOMPARE(view.readOut({3, 0}), QStringLiteral("row 0, col 3   5 (masked)"));
}

void ImageViewTest::summarySaysThatThePixelSizeIsUnknown() {
  ImageView view;
  auto* line = tool<ElidedLine>(view, "imageReadOut");
  view.setPicture(ramp(0, 1), minMax());
  QVERIFY(line->text().contains(QStringLiteral("pixel size unknown")));
  PictureMeaning known = minMax();
  known.pixel_m = 1e-8;
  view.setPicture(ramp(0, 1), known);
  QVERIFY(line->text().contains(QStringLiteral("1 px = 10 nm")));
  view.setCursorPixel(QPoint(3, 2));
  QCOMPARE(line->text(), view.readOut({3, 2}));
  view.clear();
  QVERIFY(line->text().isEmpty());
}

void ImageViewTest::emptyViewShowsItsText() {
  ImageView view;
  view.resize(300, 300);
  const QImage plain = view.renderedPicture();
  view.setEmptyText(QStringLiteral("Nothing yet"));
  QVERIFY(view.renderedPicture() != plain);
  QVERIFY(view.visibleRect().isEmpty());
  view.setPicture(RealImage(), {});
  view.setComplexPicture(ComplexImage(), {});
  view.setMask(MaskImage(3, 3, 1));
  QVERIFY(view.readOut({0, 0}).isEmpty());
}

void ImageViewTest::everyToolHasANameForTestsAndOneForPeople() {
  const ImageView view;
  for (const char* name :
       {"imageCanvas", "imageReadOut", "imageMap", "imageNorm", "imageLimitMode", "imagePercent", "imageLow",
        "imageHigh", "imageHistogram", "imageLock", "imageFit", "imageOneToOne", "imageProfile"}) {
    QVERIFY2(!tool<QWidget>(view, name)->accessibleName().isEmpty(), name);
  }
}

void ImageViewTest::renderedPictureFollowsThePalette() {
  ImageView view;
  view.resize(400, 400);
  view.setPicture(ramp(0, 1), minMax());
  QPalette dark;
  dark.setColor(QPalette::Window, QColor(20, 20, 20));
  dark.setColor(QPalette::WindowText, Qt::white);
  view.setPalette(dark);
  const QImage image = view.renderedPicture();
  QCOMPARE(image.pixelColor(1, 1), QColor(20, 20, 20));
  QCOMPARE(image.size(), view.findChild<ImageCanvas*>()->size() * image.devicePixelRatio());
}

void ImageViewTest::legendExplainsSpecialPixels() {
  ImageView view;
  view.resize(420, 420);
  RealImage picture = ramp(1, 100);
  PictureMeaning meaning = minMax();
  meaning.norm = Norm::Log;
  view.setPicture(picture, meaning);
  const ShownPicture& shown = view.shownPicture();
  QVERIFY(shown.kinds().empty());
  picture(1, 1) = 0;
  view.setPicture(picture, meaning);
  QCOMPARE(shown.kinds(), std::vector{PixelKind::Zero});
  view.setNorm(Norm::Linear);
  QVERIFY(shown.kinds().empty());
}

void ImageViewTest::repaintIsQuick() {
  ImageView view;
  view.resize(760, 720);
  view.setPicture(ramp(0, 1, 428), minMax(ColorMap::Viridis));
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  double best = 1e9;
  for (int k = 0; k < 10; ++k) {
    view.setViewPlace({1.35 + 0.01 * k, {214, 214}, false});
    QElapsedTimer timer;
    timer.start();
    view.findChild<ImageCanvas*>()->repaint();
    best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
  }
  qInfo("428 × 428 px repainted in %.2f ms", best);
  QVERIFY(best < 30);  // well under 10 ms on an idle machine; room for a busy one and for sanitizers
}

QTEST_MAIN(ImageViewTest)
#include "image_view_test.moc"
