#include <QTest>

#include "widgets/import/import_command.h"
#include "widgets/import/import_state.h"
#include "widgets/import/listed_dataset.h"
#include "widgets/import/remedy.h"
#include "widgets/import/scan_map.h"
#include "widgets/import/shown_look.h"

namespace ptycho {

class ImportPartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void remediesGiveSettings_data() {
    QTest::addColumn<QString>("remedy");
    QTest::addColumn<QString>("settings");
    QTest::newRow("one") << "Set quantity to intensity."
                         << "Values are: intensity";
    QTest::newRow("two, alternatives left out")
        << "Set position_axes to yx (or orientation to transpose) and position_sign_y to minus."
        << "First column is: y, Sign of y: − (sample moves)";
    QTest::newRow("number") << "Set saturation to 65535, which masks these pixels."
                            << "Saturation: 65535";
    QTest::newRow("first of two words") << "Set bad_values to mask or zero."
                                        << "Bad values: Mask the pixel";
    QTest::newRow("no value") << "Look at position_unit, position_scale and the object's pixel."
                              << "";
    QTest::newRow("no such value") << "Set centre to mass, or give centre_row and centre_col."
                                   << "Centre: Centre of mass";
    QTest::newRow("no such word") << "Set quantity to bananas."
                                  << "";
  }
  void remediesGiveSettings() {
    QFETCH(QString, remedy);
    QFETCH(QString, settings);
    QCOMPARE(settingsText(settingsOf(remedy.toStdString())), settings);
  }

  void sentencesCallFieldsAsTheFormDoes() {
    QCOMPARE(withFieldLabels("Look at position_unit and first_thing."),
             QStringLiteral("Look at “Positions in” and first_thing."));
  }

  void severalSettingsAreOneStepOfUndo() {
    ImportState state;
    state.apply(QStringLiteral("Remedy"), settingsOf("Set position_axes to yx and position_sign_y to minus."));
    QVERIFY(state.spec().position_axes == AxesChoice::Yx && state.spec().position_sign_y == SignChoice::Minus);
    QCOMPARE(state.undoStack().count(), 1);
    state.undoStack().undo();
    QVERIFY(state.spec() == ImportSpec{});
  }

  void aValueThatAFieldCannotHaveChangesNothing() {
    ImportState state;
    state.edit(QStringLiteral("bin"), FieldValue(std::int64_t{0}));
    state.edit(QStringLiteral("no_such_field"), FieldValue(1.0));
    QVERIFY(state.spec() == ImportSpec{});
    QCOMPARE(state.undoStack().count(), 0);
  }

  void theMapCountsWindows() {
    const Scan scan{{{0, 0}, {2, 1}}, 4, 8, 9};
    const ScanMap map = makeScanMap(scan);
    QCOMPARE(map.reduction, 1.0);
    QCOMPARE(map.windows.rows(), std::size_t{8});
    QCOMPARE(map.windows.cols(), std::size_t{9});
    for (int row = 0; row < 8; ++row) {
      for (int col = 0; col < 9; ++col) {
        const int first = row < 4 && col < 4 ? 1 : 0;
        const int second = row >= 2 && row < 6 && col >= 1 && col < 5 ? 1 : 0;
        QCOMPARE(map.windows(static_cast<std::size_t>(row), static_cast<std::size_t>(col)),
                 static_cast<float>(first + second));
      }
    }
  }

  void aLargeObjectHasASmallMap() {
    const Scan scan{{{0, 0}, {60'000, 60'000}}, 128, 60'128, 30'000};
    const ScanMap map = makeScanMap(scan, 500);
    QCOMPARE(map.windows.rows(), std::size_t{500});
    QVERIFY(map.windows.cols() <= 250);
    const auto overlays = scanOverlays(scan, map.reduction, 1);
    for (const PictureOverlay& overlay : overlays) {
      for (const QPointF& point : overlay.points) QVERIFY(point.y() < 500);
    }
    QVERIFY(makeScanMap(Scan{}).windows.empty());
  }

  void samplesKnowTheirWindow() {
    ScanPreview preview;
    preview.report.spec.first_pattern = 10;
    preview.report.spec.every = 3;
    preview.scan.positions.resize(5);
    preview.sample_indices = {10, 16, 25, 4};
    QCOMPARE(windowOfSample(preview, 0), std::optional<std::size_t>(0));
    QCOMPARE(windowOfSample(preview, 1), std::optional<std::size_t>(2));
    QCOMPARE(windowOfSample(preview, 2), std::optional<std::size_t>());  // past the last window
    QCOMPARE(windowOfSample(preview, 3), std::optional<std::size_t>());
    QCOMPARE(windowOfSample(preview, 9), std::optional<std::size_t>());
  }

  void listsOfDatasetsAreRead() {
    const auto listed = listedDatasets(
        R"({"schema":1,"file":"a.h5","datasets":[{"path":"/a","shape":[5,4,4],"type":"uint16","could_be":["patterns"]},
            {"path":"/b","shape":[],"type":"float64","could_be":[]}]})");
    QVERIFY(listed.has_value());
    QCOMPARE(listed->size(), std::size_t{2});
    QCOMPARE(listed->front().shapeText(), QStringLiteral("5 × 4 × 4"));
    QCOMPARE(listed->front().couldBe, QStringList{QStringLiteral("patterns")});
    QVERIFY(!listedDatasets("{}").has_value());
    QVERIFY(!listedDatasets("[1,").has_value());
  }

  void theCommandNamesOnlyWhatDiffers() {
    ImportSpec spec;
    spec.position_axes = AxesChoice::Yx;
    spec.rotation_deg = -3;
    QCOMPARE(importArguments(QStringLiteral("/d/a b.cxi"), spec),
             QStringList({"import", "/d/a b.cxi", "--position-axes=yx", "--rotation-deg=-3"}));
    QCOMPARE(importCommand(QStringLiteral("/d/a b.cxi"), {}),
             QStringLiteral("ptychodesk-cli import '/d/a b.cxi' -o 'a b.h5'"));
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::ImportPartsTest)
#include "import_parts_test.moc"
