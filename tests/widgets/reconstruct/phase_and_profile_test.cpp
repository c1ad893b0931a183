#include <cmath>
#include <limits>

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/kit/plot/line_profile.h"
#include "widgets/kit/plot/profile_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {
namespace {

constexpr std::size_t kSide = 48;

/// A bump on a ramp of several turns, lit but for a border that is dark and noisy.
std::shared_ptr<ResultRecord> tilted() {
  auto record = std::make_shared<ResultRecord>();
  record->name = "tilted";
  ComplexImage& object = record->reconstruction.object;
  object = ComplexImage(kSide, kSide);
  record->coverage = RealImage(kSide, kSide);
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) {
      const double y = static_cast<double>(r), x = static_cast<double>(c);
      const bool lit = std::hypot(y - 23.5, x - 23.5) < 20;
      const double bump = 0.6 * std::exp(-((y - 23.5) * (y - 23.5) + (x - 23.5) * (x - 23.5)) / 60);
      object(r, c) = Complex(std::polar(0.8 + 0.1 * std::sin(0.3 * x), lit ? 0.5 * x - 0.3 * y - bump : 17 * y * x));
      record->coverage(r, c) = lit ? 1.0F : 0.01F;
    }
  }
  return record;
}

RealImage gradient(std::size_t rows, std::size_t cols) {
  RealImage image(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) image(r, c) = static_cast<float>(3 * r) - static_cast<float>(2 * c) + 1;
  }
  return image;
}

}  // namespace

class PhaseAndProfileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lineOverALinearGradientIsExact() {
    const ProfileLine line{1.25, 2.5, 8.75, 12.5, 1};
    const std::vector<double> distances = profileDistances(line);
    const std::vector<double> values = profileValues(gradient(20, 20), line, Averaging::Plain);
    QCOMPARE(distances.size(), values.size());
    QCOMPARE(distances.back(), 12.5);
    QCOMPARE(distances.size(), std::size_t{14});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double share = distances[i] / 12.5;
      QVERIFY(std::abs(values[i] - (3 * (1.25 + 7.5 * share) - 2 * (2.5 + 10 * share) + 1)) < 1e-6);
    }
  }

  void widthAveragesAcross() {
    RealImage image(9, 9);
    for (std::size_t c = 0; c < 9; ++c) {
      image(3, c) = 3;
      image(5, c) = 6;
    }
    QCOMPARE(profileValues(image, {4, 1, 4, 7, 1}, Averaging::Plain)[3], 0.0);
    QCOMPARE(profileValues(image, {4, 1, 4, 7, 3}, Averaging::Plain)[3], 3.0);
    QCOMPARE(profileValues(image, {4, 1, 4, 7, 2}, Averaging::Plain)[3], 0.5 * (1.5 + 3.0));
  }

  void outsideThereIsNothing() {
    const std::vector<double> values = profileValues(gradient(4, 4), {0, -2, 0, 5, 3}, Averaging::Plain);
    QVERIFY(std::isnan(values.front()));
    QVERIFY(std::isnan(values.back()));
    QCOMPARE(values[2], 1.0 + 1.5);  // rows 0 and 1 only
  }

  void anglesAreAveragedThroughTheirJump() {
    RealImage phase(3, 3, 3.1F);
    for (std::size_t c = 0; c < 3; ++c) phase(2, c) = -3.1F;
    const double value = profileValues(phase, {1.5, 0, 1.5, 2, 1}, Averaging::Circular)[1];
    QVERIFY2(std::abs(std::abs(value) - M_PI) < 1e-6, qPrintable(QString::number(value)));
  }

  void phaseToolsSayWhatTheyDidAndCanBeTakenOff() {
    ReconstructWorkspace workspace;
    workspace.resize(1300, 800);
    workspace.show();
    auto* menu = workspace.findChild<QToolButton*>("phaseTools");
    QVERIFY(!menu->isEnabled());  // nothing to show yet
    workspace.showResultFile("/data/tilted.h5", tilted());
    QVERIFY(menu->isEnabled());
    const RealImage before = workspace.comparison().phaseOnScreen();
    for (const char* name : {"phaseRamp", "phaseUnwrap", "phaseOffset"}) {
      workspace.findChild<QAction*>(QLatin1String(name))->trigger();
    }
    QCOMPARE(workspace.comparison().heading(0, 1),
             QString("Phase · ramp removed · unwrapped (0 residues) · median 0"));
    QCOMPARE(workspace.comparison().heading(0, 2), QString("Complex object · ramp removed · median 0"));
    const RealImage& flat = workspace.comparison().phaseOnScreen();
    QVERIFY(std::abs(flat(23, 8) - flat(38, 23)) < 0.02);  // the ramp differed by 12 rad
    QVERIFY(std::abs(flat(23, 8) - flat(23, 23) - 0.57) < 0.05);
    const auto [low, high] = workspace.comparison().view(0, 1).shownLimits();
    QVERIFY(high - low < 1);  // the noise of the dark border is no part of it
    workspace.comparison().view(0, 1).profileRequested({8, 23}, {38, 23});
    QCOMPARE(workspace.profile().direction(), ProfilePanel::Direction::Line);
    workspace.findChild<QAction*>("phasePlain")->trigger();
    QCOMPARE(workspace.comparison().heading(0, 1), QString("Phase"));
    QVERIFY(workspace.comparison().phaseOnScreen() == before);
    QVERIFY(!workspace.findChild<QAction*>("phaseRamp")->isChecked());
  }

  void withTruthOrWithoutCoverageItIsSaid() {
    ReconstructWorkspace workspace;
    auto record = tilted();
    record->coverage = {};
    workspace.showResultFile("/data/tilted.h5", record);
    workspace.findChild<QAction*>("phaseRamp")->trigger();
    QVERIFY(workspace.comparison().heading(0, 1).endsWith("lit area unknown"));
    auto known = tilted();
    known->truth = known->reconstruction.object;
    workspace.showResultFile("/data/known.h5", known);
    auto* menu = workspace.findChild<QToolButton*>("phaseTools");
    QVERIFY(!menu->isEnabled());
    QVERIFY(menu->toolTip().contains("aligned"));
    QVERIFY(!workspace.comparison().heading(1, 1).contains("ramp"));
    QVERIFY(workspace.comparison().phaseNote().isEmpty());
  }

  void drawnLineIsPlottedAndCopied() {
    ProfilePanel panel;
    const RealImage amplitude = gradient(20, 20);
    const RealImage phase(20, 20, 0.25F);
    panel.setPictures(amplitude, phase, {}, {}, 2e-6);
    panel.setLine({1, 4}, {6, 4});
    QCOMPARE(panel.direction(), ProfilePanel::Direction::Line);
    panel.amplitudePlot().showCursorAt(10);  // µm: 5 px of 2 µm, the end
    QCOMPARE(panel.amplitudePlot().cursorLines(), QStringList{"estimate  1"});
    panel.findChild<QToolButton*>("copyProfile")->click();
    const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
    QCOMPARE(lines[0], QString("distance_m,amplitude,phase_rad"));
    QCOMPARE(lines[1], QString("0,11,0.25"));
    QCOMPARE(lines.size(), 8);  // six samples and the end of the last line
    panel.setPictures(amplitude, phase, amplitude, phase, 0);
    QVERIFY(panel.csv().startsWith("distance_px,amplitude,phase_rad,truth_amplitude,truth_phase_rad\n0,11,0.25,11,0.25"));
    panel.findChild<QSpinBox*>("profileWidth")->setValue(3);
    QVERIFY(panel.csv().contains("\n0,11,0.25,"));  // a gradient's mean across is its middle
    panel.clear();
    QVERIFY(panel.csv().isEmpty());
    QCOMPARE(panel.direction(), ProfilePanel::Direction::Row);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::PhaseAndProfileTest)
#include "phase_and_profile_test.moc"
