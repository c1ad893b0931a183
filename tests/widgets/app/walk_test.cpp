#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include "tests/widgets/app/window_fixture.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/figure_preview.h"
#include "widgets/export/study_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/status/banner.h"
#include "widgets/runs/evaluation_form.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/runs/training_form.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 60'000;  // QtTest waits three times as long before it reports a failure
constexpr int kSteps = 160;  // some seconds, so that there is something to pause

}  // namespace

/// A whole day's work through the window with the mouse and the keyboard, on the real command-line program: scan →
/// training → pause, close, reopen, resume → evaluation → worst image → figure and data → study.
/// With PTYCHODESK_WALK_PICTURES=FOLDER each station is kept as a picture.
class WalkTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;
  std::unique_ptr<MainWindow> m_window;

  void look(const char* name) {
    const QString folder = qEnvironmentVariable("PTYCHODESK_WALK_PICTURES");
    if (folder.isEmpty()) return;
    QTest::qWait(1'500);  // for what is still being painted
    QVERIFY(m_window->grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
  }

  void open() {
    m_window = m_fixture->window();
    m_window->resize(1600, 1000);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
  }

  template <class Widget = QWidget>
  Widget& find(QWidget& parent, const char* name) {
    auto* found = parent.findChild<Widget*>(QLatin1String(name));
    if (!found) qFatal("there is no %s", name);
    return *found;
  }
  void click(QWidget& widget) {
    QVERIFY2(widget.isEnabled(), qPrintable(widget.objectName()));
    QTest::mouseClick(&widget, Qt::LeftButton);
  }
  /// As a person would: over what is there.
  void type(QWidget& field, const QString& text) {
    field.setFocus();
    auto* line = qobject_cast<QLineEdit*>(&field);
    if (!line) line = field.findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Tab);
  }
  void typeInto(QWidget& form, const char* key, const QString& text) { type(find(form, key), text); }

  [[nodiscard]] RunsWorkspace& runs() { return m_window->area().runs(); }
  [[nodiscard]] QString folderOf(const char* verb) const {
    const QStringList found = QDir(m_fixture->runs()).entryList({QStringLiteral("*_%1_*").arg(QLatin1String(verb))}, QDir::Dirs);
    return found.isEmpty() ? QString() : m_fixture->runs() + QLatin1Char('/') + found.last();
  }
  [[nodiscard]] QString stateOf(const QString& folder) {
    const RunRow* row = folder.isEmpty() ? nullptr : runs().model().rowOf(folder);
    return row ? QString::fromStdString(runLivenessName(row->liveness)) : QString();
  }
  [[nodiscard]] qint64 events(const QString& folder) const {
    QFile file(folder + QStringLiteral("/events.jsonl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().count("\"kind\":\"train\"") : 0;
  }

 private Q_SLOTS:
  void init() { m_fixture = std::make_unique<test::WindowFixture>(); }
  void cleanup() {
    m_window.reset();
    m_fixture.reset();
  }

  void fromAScanToAStudy();

 private:
  void designTheScan();
  void trainPauseAndResume();
  void evaluateIt();
  void lookAtTheWorstImage();
  void exportFigureAndData();
  void showAStudy();
};

void WalkTest::fromAScanToAStudy() {
  if (!qEnvironmentVariableIsSet("PTYCHODESK_TEST_NETWORKS")) QSKIP("built without networks");
  open();
  designTheScan();
  if (!QTest::currentTestFailed()) trainPauseAndResume();
  if (!QTest::currentTestFailed()) evaluateIt();
  if (!QTest::currentTestFailed()) lookAtTheWorstImage();
  if (!QTest::currentTestFailed()) exportFigureAndData();
  if (!QTest::currentTestFailed()) showAStudy();
}

void WalkTest::designTheScan() {
  SimulationSpec small;
  small.scan.grid = 2;
  m_window->setup().setSpec(small);
  type(*find<FieldForm>(m_window->setup(), "scan").editor(QStringLiteral("step_px")), QStringLiteral("40"));
  QCOMPARE(m_window->setup().spec().scan.step_px, 40.0);
  look("1-setup");
  click(find(m_window->setup(), "train"));
  QCOMPARE(m_window->area().current(), Workspace::Runs);
}

void WalkTest::trainPauseAndResume() {
  TrainingForm& form = runs().launchPanel().training();
  QCOMPARE(form.request().spec.simulation.scan.step_px, 40.0);
  typeInto(form, "network.base_channels", QStringLiteral("4"));
  typeInto(form, "loop.steps", QString::number(kSteps));
  typeInto(form, "loop.batch_objects", QStringLiteral("2"));
  typeInto(form, "loop.record_every", QStringLiteral("1"));
  typeInto(form, "loop.validate_every", QStringLiteral("40"));
  typeInto(form, "data.validation_images", QStringLiteral("2"));
  QCOMPARE(form.request().spec.network.base_channels, 4);
  QCOMPARE(form.request().spec.loop.steps, kSteps);
  QVERIFY2(runs().launchPanel().obstacle().isEmpty(), qPrintable(runs().launchPanel().obstacle()));
  look("2-new-training");
  click(find(runs(), "launch"));
  QTRY_VERIFY_WITH_TIMEOUT(events(folderOf("train")) >= 3, kPatience_ms);
  const QString folder = folderOf("train");
  runs().select(folder);
  runs().showPage(RunsWorkspace::kCurves);
  QTRY_COMPARE_WITH_TIMEOUT(runs().shownRun(), folder, kPatience_ms);
  look("3-curves-move");
  click(find(runs(), "pause"));
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(folder), QStringLiteral("paused"), kPatience_ms);
  look("4-paused");
  m_window->close();
  m_window.reset();
  const qint64 before = events(folder);
  open();
  QCOMPARE(m_window->area().current(), Workspace::Runs);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(folder), QStringLiteral("paused"), kPatience_ms);
  QCOMPARE(events(folder), before);  // nothing went on behind the back
  QTRY_COMPARE_WITH_TIMEOUT(runs().shownRun(), folder, kPatience_ms);
  QTRY_VERIFY_WITH_TIMEOUT(find(runs(), "pause").isEnabled(), kPatience_ms);
  click(find(runs(), "pause"));  // says "Resume" now
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(folder), QStringLiteral("done"), kPatience_ms);
  QCOMPARE(events(folder), kSteps);
  look("5-trained");
}

void WalkTest::evaluateIt() {
  click(find(runs(), "evaluateRunButton"));
  QCOMPARE(runs().page(), RunsWorkspace::kNewRun);
  QWidget& form = runs().launchPanel().evaluation();
  typeInto(form, "count", QStringLiteral("5"));
  auto& chain = find<QComboBox>(form, "chain");
  chain.setFocus();
  QTest::keyClick(&chain, Qt::Key_Home);  // none: the network alone
  look("6-new-evaluation");
  click(find(runs(), "launch"));
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(folderOf("evaluate")), QStringLiteral("done"), kPatience_ms);
  runs().select(folderOf("evaluate"));
  QTRY_COMPARE_WITH_TIMEOUT(runs().shownRun(), folderOf("evaluate"), kPatience_ms);
  click(find(runs(), "openRunButton"));
  QCOMPARE(m_window->area().current(), Workspace::Failures);
}

void WalkTest::lookAtTheWorstImage() {
  FailuresWorkspace& failures = m_window->area().failures();
  QTRY_COMPARE_WITH_TIMEOUT(failures.table().size(), std::size_t(5), kPatience_ms);
  QTRY_VERIFY_WITH_TIMEOUT(failures.isSettled(), kPatience_ms);
  look("7-worst-first");
  QVERIFY(failures.showPage(QStringLiteral("why")));
  look("8-why");
  QVERIFY(failures.showPage(QStringLiteral("image")));
}

void WalkTest::exportFigureAndData() {
  QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
  FigurePage& figure = m_window->area().exporting().figure();
  auto& sources = find<QTreeWidget>(figure, "figureSources");
  QTRY_COMPARE_WITH_TIMEOUT(sources.topLevelItemCount(), 2, kPatience_ms);  // the training's curves, the evaluation
  QTreeWidgetItem* evaluation = sources.topLevelItem(sources.topLevelItem(0)->childCount() > 0 ? 0 : 1);
  QVERIFY(evaluation->childCount() > 0);
  evaluation->setExpanded(true);
  QTest::mouseClick(sources.viewport(), Qt::LeftButton, {}, sources.visualItemRect(evaluation->child(0)).center());
  click(find(figure, "addPanels"));
  QTRY_VERIFY_WITH_TIMEOUT(!find<FigurePreview>(figure, "figurePreview").figure().isNull(), kPatience_ms);
  look("9-figure");
  for (const char* name : {"worst.pdf", "worst.h5"}) {
    const QString file = m_fixture->file(QLatin1String(name));
    Q_EMIT figure.exportRequested(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().message().contains(file), kPatience_ms);
    QVERIFY2(QFileInfo(file).size() > 1000, name);
  }
}

void WalkTest::showAStudy() {
  QVERIFY(m_window->area().exporting().showPage(QStringLiteral("study")));
  StudyPage& studies = m_window->area().exporting().studies();
  look("10-study");
  QVERIFY(find<QLineEdit>(studies, "studyCommand").text().contains(QStringLiteral("study --preset tiny")));
}

}  // namespace ptycho

QTEST_MAIN(ptycho::WalkTest)
#include "walk_test.moc"
