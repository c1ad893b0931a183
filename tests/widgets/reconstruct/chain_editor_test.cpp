#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/kit/form/field_form.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/stage_table_model.h"

namespace ptycho {
namespace {

std::vector<StageSpec> chain(const char* text) { return parseChain(text).value(); }

void typeText(ChainEditor& editor, const QString& text) {
  auto* line = editor.findChild<QLineEdit*>("chainText");
  line->selectAll();
  QTest::keyClicks(line, text);
}

void click(ChainEditor& editor, const char* name) {
  QTest::mouseClick(editor.findChild<QToolButton*>(name), Qt::LeftButton);
}

}  // namespace

class ChainEditorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void modelKeepsTheRules() {
    StageTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setStages(chain("dm:300:range,awf:100"));
    model.setStages(chain("dm:200:range,awf:100"));
    model.setStages(chain("epie:5"));
    QCOMPARE(model.index(0, StageTableModel::kIterations).data().toInt(), 5);
    model.setStages({});
  }

  void typedTextBecomesStages() {
    ChainEditor editor;
    QSignalSpy edits(&editor, &ChainEditor::stagesEdited);
    typeText(editor, "dm:300:range,awf:100");
    QCOMPARE(editor.stages(), chain("dm:300:range,awf:100"));
    QVERIFY(edits.count() > 0);
    QVERIFY(editor.errorText().isEmpty());
  }

  void badTextSaysWhyAndKeepsTheStages_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    QTest::newRow("unknown engine") << "dm:300,magic:10"
                                    << "magic";
    QTest::newRow("no iterations") << "dm"
                                   << "iterations";
    QTest::newRow("unknown option") << "dm:3:speed=2"
                                    << "speed";
    QTest::newRow("empty stage") << "dm:3,,awf:2"
                                 << "stage 2";
  }
  void badTextSaysWhyAndKeepsTheStages() {
    QFETCH(QString, text);
    QFETCH(QString, word);
    ChainEditor editor;
    editor.setStages(chain("raar:50,awf:20"));
    QSignalSpy validity(&editor, &ChainEditor::validityChanged);
    typeText(editor, text);
    QVERIFY2(editor.errorText().contains(word), qPrintable(editor.errorText()));
    QVERIFY(!editor.stages().empty());
    QVERIFY(!validity.isEmpty() && !validity.last().first().toBool());
    const auto kept = editor.stages();
    QCOMPARE(editor.text(), text);  // what was typed stays, so that it can be mended
    QCOMPARE(editor.stages(), kept);
    typeText(editor, "awf:7");
    QVERIFY(editor.errorText().isEmpty());
    QVERIFY(validity.last().first().toBool());
  }

  void formEditsTheChosenStage() {
    ChainEditor editor;
    editor.setStages(chain("dm:300:range,awf:100"));
    editor.selectStage(1);
    Q_EMIT editor.findChild<FieldForm*>()->valueEdited("iterations", std::int64_t{42});
    QCOMPARE(editor.text(), QString("dm:300:range,awf:42"));
    Q_EMIT editor.findChild<FieldForm*>()->valueEdited("engine", std::string("raar"));
    Q_EMIT editor.findChild<FieldForm*>()->valueEdited("beta", 0.8);
    QCOMPARE(editor.text(), QString("dm:300:range,raar:42:beta=0.8"));
    QCOMPARE(parseChain(editor.text().toStdString()).value(), editor.stages());
    QCOMPARE(editor.selectedStage(), 1);
  }

  void addsRemovesAndReorders() {
    ChainEditor editor;
    editor.setStages(chain("dm:300,awf:100"));
    editor.selectStage(0);
    click(editor, "stageDown");
    QCOMPARE(editor.text(), QString("awf:100,dm:300"));
    QCOMPARE(editor.selectedStage(), 1);
    click(editor, "addStage");
    QCOMPARE(editor.text(), QString("awf:100,dm:300,dm:300"));
    QCOMPARE(editor.selectedStage(), 2);
    click(editor, "stageUp");
    click(editor, "removeStage");
    click(editor, "removeStage");
    QCOMPARE(editor.stages().size(), std::size_t{1});
    QVERIFY(!editor.findChild<QToolButton*>("removeStage")->isEnabled());  // a chain has a stage
  }

  void showsOnlyWhatTheEngineUses() {
    QVERIFY(engineUses(EngineKind::Rpie, "alpha"));
    QVERIFY(!engineUses(EngineKind::DifferenceMap, "alpha"));
    QVERIFY(!engineUses(EngineKind::Awf, "beta"));
    QVERIFY(!engineUses(EngineKind::Epie, "regularisation"));
    for (const auto engine : {EngineKind::Epie, EngineKind::Awf}) QVERIFY(engineUses(engine, "iterations"));
  }

  void foldedGroupsSayWhatDiffersFromTheDefaults() {
    ChainEditor editor;
    editor.setStages(chain("dm:300:probe_from=20:range"));
    editor.selectStage(0);
    QCOMPARE(editor.findChild<QToolButton*>("group_Probe")->text(), QString("Probe — update from 20"));
    QVERIFY(editor.findChild<QToolButton*>("group_Constraints")->text().contains("range"));
    QCOMPARE(editor.findChild<QToolButton*>("group_Positions")->text(), QString("Positions"));
  }

  void everySettingSurvivesTheText() {
    StageSpec stage;
    stage.engine = EngineKind::Rpie;
    stage.iterations = 17;
    stage.range = true;
    stage.beta = 0.123456789;
    stage.alpha = 0.037;
    stage.regularisation = 1e-5;
    ChainEditor editor;
    editor.setStages({stage});
    QCOMPARE(parseChain(editor.text().toStdString()).value(), std::vector<StageSpec>{stage});
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ChainEditorTest)
#include "chain_editor_test.moc"
