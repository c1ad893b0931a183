#include <cmath>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "widgets/kit/form/field_form.h"
#include "widgets/kit/form/number_box.h"
#include "widgets/kit/image/image_view.h"
#include "widgets/kit/status/banner.h"
#include "widgets/setup/design_command.h"
#include "widgets/setup/reading_table.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {

class WorkspaceTest : public QObject {
  Q_OBJECT

  std::unique_ptr<SetupWorkspace> m_workspace;

  template <class T>
  T* find(const char* name) const {
    T* found = m_workspace->findChild<T*>(QLatin1String(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  template <class T = NumberBox>
  T* field(const char* section, const char* key) const {
    return qobject_cast<T*>(find<FieldForm>(section)->editor(QLatin1String(key)));
  }
  void settle() const { QTRY_VERIFY_WITH_TIMEOUT(m_workspace->isSettled(), 20000); }
  double number(const char* group, const char* key) const {
    const QByteArray name = QByteArray("readings_") + group;
    for (const Reading& reading : find<ReadingTable>(name.constData())->group().readings) {
      if (reading.key == QLatin1String(key)) return reading.value;
    }
    return std::nan("");
  }
  static void type(NumberBox* box, const char* text) {
    box->selectAll();
    QTest::keyClicks(box, text);
  }

 private Q_SLOTS:
  void init() {
    m_workspace = std::make_unique<SetupWorkspace>();
    m_workspace->resize(1500, 900);
    m_workspace->show();
    settle();
  }
  void cleanup() { m_workspace.reset(); }

  void numbersFollowTheStep() {
    QVERIFY(std::abs(number("overlap", "normalised_median") - 0.132) < 6e-4);
    type(field("scan", "step_px"), "20");
    settle();
    QVERIFY(std::abs(number("overlap", "normalised_median") - 0.800) < 6e-4);
    QVERIFY(std::abs(number("overlap", "linear_half_window") - 0.688) < 6e-4);
    QVERIFY(std::abs(number("overlap", "areal_redundancy") - 9.18) < 6e-3);
    QCOMPARE(m_workspace->spec().scan.step_px, 20.0);
  }

  void undoAndRedoRestoreFieldsAndNumbers() {
    type(field("scan", "step_px"), "20");
    auto* undo = find<QToolButton>("undo");
    QVERIFY(undo->isEnabled());
    undo->click();
    QCOMPARE(m_workspace->spec().scan.step_px, 60.0);
    QCOMPARE(field("scan", "step_px")->value(), 60.0);
    settle();
    QVERIFY(std::abs(number("overlap", "normalised_median") - 0.132) < 6e-4);
    find<QToolButton>("redo")->click();
    QCOMPARE(field("scan", "step_px")->value(), 20.0);
  }

  void presetIsOneStepOfUndo() {
    type(field("probe", "sigma_px"), "12");
    auto* presets = find<QComboBox>("presets");
    Q_EMIT presets->activated(0);
    QCOMPARE(m_workspace->spec().scan.step_px, 20.0);
    QCOMPARE(m_workspace->spec().probe.sigma_px, 30.0);
    find<QToolButton>("undo")->click();
    QCOMPARE(m_workspace->spec().scan.step_px, 60.0);
    QCOMPARE(m_workspace->spec().probe.sigma_px, 12.0);
  }

  void editorsAreNotDisturbedByTheirOwnEdits() {
    auto* step = field("scan", "step_px");
    QSignalSpy changes(step, &QDoubleSpinBox::valueChanged);
    QSignalSpy specs(m_workspace.get(), &SetupWorkspace::specChanged);
    type(step, "45");
    settle();
    QCOMPARE(changes.count(), 2);  // 4, 45
    QCOMPARE(specs.count(), 2);
    QCOMPARE(step->text(), QString("45 px"));
  }

  void copiedTextDescribesTheDesign() {
    type(field("scan", "step_px"), "45");
    find<QToolButton>("copyCommand")->click();
    QCOMPARE(QApplication::clipboard()->text(), simulateCommand(m_workspace->spec(), "scan.h5"));
    QVERIFY(QApplication::clipboard()->text().contains("--step-px=45"));
    find<QToolButton>("copySpec")->click();
    const auto json = parseJson(QApplication::clipboard()->text().toStdString(), "clipboard");
    QVERIFY(json);
    QVERIFY(*simulationSpecFromJson(*json) == m_workspace->spec());
  }

  void positionAndPatternAreOneSelection() {
    auto* index = find<QSpinBox>("patternIndex");
    auto* scan = find<ImageView>("scanView");
    QCOMPARE(index->maximum(), 35);
    // Position 8 of the 6 × 6 raster is row 1, column 2: its window's centre is at (2·60 + 64, 1·60 + 64).
    Q_EMIT scan->pixelClicked(QPoint(184, 124));
    QCOMPARE(index->value(), 8);
    Q_EMIT scan->pixelClicked(QPoint(3, 3));  // nothing there
    QCOMPARE(index->value(), 8);
    find<QSlider>("patternSlider")->setValue(5);
    QCOMPARE(index->value(), 5);
    Q_EMIT scan->cursorPixelChanged(QPoint(184, 124));  // a look in passing
    QCOMPARE(index->value(), 5);
    Q_EMIT scan->cursorPixelChanged(std::nullopt);
    QCOMPARE(index->value(), 5);
  }

  void keysStepThroughThePatterns() {
    auto* index = find<QSpinBox>("patternIndex");
    auto* slider = find<QSlider>("patternSlider");
    m_workspace->activateWindow();
    slider->setFocus();
    QTRY_VERIFY(slider->hasFocus());
    QTest::keyClick(slider, Qt::Key_Right);
    QCOMPARE(index->value(), 1);
    QTest::keyClick(slider, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(index->value(), 11);
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(index->value(), 35);
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(index->value(), 34);
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(index->value(), 0);
  }

  void playWalksThroughThePatterns() {
    auto* index = find<QSpinBox>("patternIndex");
    auto* play = find<QToolButton>("patternPlay");
    play->click();
    QTRY_VERIFY(index->value() >= 2);
    play->click();
  }

  void selectionStaysInsideASmallerScan() {
    find<QSpinBox>("patternIndex")->setValue(35);
    type(field("scan", "grid"), "2");
    settle();
    QCOMPARE(find<QSpinBox>("patternIndex")->value(), 3);
  }

  void errorBannerComesAndGoesAndPicturesStay() {
    auto* banner = find<Banner>("setupBanner");
    QVERIFY(banner->isHidden());
    type(field("scan", "step_px"), "200");
    settle();
    QVERIFY(!banner->isHidden());
    QVERIFY2(banner->message().contains("step"), qPrintable(banner->message()));
    QVERIFY(!find<QLabel>("step_px_error")->isHidden());
    QVERIFY(std::isfinite(number("overlap", "normalised_median")));  // the last good ones
    type(field("scan", "step_px"), "50");
    settle();
    QVERIFY(banner->isHidden());
    QVERIFY(find<QLabel>("step_px_error")->isHidden());
  }

  void missingPhotoIsNamed() {
    auto spec = m_workspace->spec();
    spec.object.source = ObjectSource::Photo;
    spec.object.path = "/nowhere/cat.jpg";
    m_workspace->setSpec(spec);
    settle();
    auto* banner = find<Banner>("setupBanner");
    QVERIFY(!banner->isHidden());
    QVERIFY2(banner->message().contains("/nowhere/cat.jpg"), qPrintable(banner->message()));
    m_workspace->setSpec({});
    settle();
    QVERIFY(banner->isHidden());
  }

  void comparisonKeepsTheNumbersBefore() {
    find<QToolButton>("compare")->click();
    type(field("scan", "step_px"), "40");
    settle();
    const QString text = find<ReadingTable>("readings_overlap")->text();
    QVERIFY2(text.contains(QStringLiteral("0.410\t0.132\t+0.278")), qPrintable(text));
    find<QToolButton>("compare")->click();
    QVERIFY(!find<ReadingTable>("readings_overlap")->text().contains("0.132"));
  }

  void jitterEndsTheRasterWarning() {
    auto* warning = find<QWidget>("rasterWarning");
    QVERIFY(!warning->isHidden());
    find<QPushButton>("addJitter")->click();
    settle();
    QVERIFY(warning->isHidden());
    QCOMPARE(m_workspace->spec().scan.jitter_px, 6.0);
    find<QToolButton>("undo")->click();
    settle();
    QVERIFY(!warning->isHidden());
    find<QPushButton>("useSpiral")->click();
    settle();
    QVERIFY(warning->isHidden());
    QCOMPARE(m_workspace->spec().scan.positions, 36);
  }

  void unknownProbeCostsMeasurements() {
    QVERIFY(std::abs(number("unknowns", "measurements_per_unknown") - 1.61) < 6e-3);
    find<QCheckBox>("unknownProbe")->click();
    QVERIFY(std::abs(number("unknowns", "measurements_per_unknown") - 1.48) < 6e-3);
  }

  void typingADoseSetsThePhotons() {
    type(find<NumberBox>("dosePerPattern"), "1e6");
    settle();
    QCOMPARE(m_workspace->spec().detector.photons_per_pattern, 1e6);
    QCOMPARE(field("detector", "photons")->value(), 1e6);
    const double perArea = find<NumberBox>("dosePerArea")->value();
    QVERIFY(perArea > 0);
    QVERIFY(number("dose", "brightest") > 1);
    find<NumberBox>("dosePerArea")->setValue(2 * perArea);
    settle();
    QVERIFY(std::abs(m_workspace->spec().detector.photons_per_pattern / 2e6 - 1) < 1e-9);
  }

  void wishesAreSignalsOnly() {
    QSignalSpy simulate(m_workspace.get(), &SetupWorkspace::simulateRequested);
    QSignalSpy reconstruct(m_workspace.get(), &SetupWorkspace::reconstructRequested);
    type(field("scan", "step_px"), "33");
    find<QPushButton>("simulate")->click();
    find<QPushButton>("reconstruct")->click();
    QCOMPARE(simulate.count(), 1);
    QCOMPARE(simulate.at(0).at(0).value<SimulationSpec>().scan.step_px, 33.0);
    QCOMPARE(reconstruct.count(), 1);
    QSignalSpy train(m_workspace.get(), &SetupWorkspace::trainRequested);
    find<QPushButton>("train")->click();
    QCOMPARE(train.count(), 1);
    QCOMPARE(train.at(0).at(0).value<SimulationSpec>().scan.step_px, 33.0);
  }

  void everyProbePageDraws() {
    auto* tabs = find<QTabBar>("probeTabs");
    for (int page = tabs->count() - 1; page >= 0; --page) {
      tabs->setCurrentIndex(page);
      QTest::qWait(60);
      QVERIFY(!m_workspace->grab().isNull());
    }
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::WorkspaceTest)
#include "workspace_test.moc"
