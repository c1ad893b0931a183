#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QUndoStack>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/models/run_list_model.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/reconstruct/run_list_panel.h"

namespace ptycho {
namespace {

std::shared_ptr<const AcquisitionDigest> digest() {
  auto out = std::make_shared<AcquisitionDigest>();
  out->file = "/data/scan.h5";
  out->patterns = 36;
  out->window_px = 128;
  out->object_rows = out->object_cols = 428;
  return out;
}

template <class Widget>
Widget* child(QWidget& parent, const char* name) {
  return parent.findChild<Widget*>(QString::fromUtf8(name));
}

}  // namespace

class WorkspaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void runsOnlyWhatCanBeRun() {
    ReconstructWorkspace workspace;
    workspace.setRunsRoot("/runs");
    auto* run = child<QPushButton>(workspace, "run");
    QVERIFY(!run->isEnabled());
    QVERIFY(run->toolTip().contains("acquisition"));
    workspace.setAcquisition(digest());
    QVERIFY(run->isEnabled());
    auto* chain = child<QLineEdit>(workspace, "chainText");
    chain->selectAll();
    QTest::keyClicks(chain, "nonsense");
    QVERIFY(!run->isEnabled());
    workspace.setAcquisitionProblem("/data/bad.h5", "is no HDF5 file.");
    QVERIFY(workspace.form().acquisitionCard().summary().contains("no HDF5"));
  }

  void runAsksForALaunchInANewFolder() {
    QTemporaryDir root;
    ReconstructWorkspace workspace;
    workspace.setRunsRoot(root.path());
    workspace.setAcquisition(digest());
    QSignalSpy launches(&workspace, &ReconstructWorkspace::launchRequested);
    QTest::mouseClick(child<QPushButton>(workspace, "run"), Qt::LeftButton);
    QCOMPARE(launches.count(), 1);
    const QStringList arguments = launches[0][1].toStringList();
    const QString folder = launches[0][2].toString();
    QCOMPARE(arguments[0], QString("reconstruct"));
    QCOMPARE(arguments[1], QString("/data/scan.h5"));
    QCOMPARE(arguments.value(arguments.indexOf("--run-folder") + 1), folder);
    QVERIFY(folder.startsWith(root.path() + "/"));
    QVERIFY(!QFileInfo::exists(folder));  // the worker makes it
  }

  void commandLineCanBeCopied() {
    ReconstructWorkspace workspace;
    workspace.setRunsRoot("/my runs");
    workspace.setAcquisition(digest());
    QTest::mouseClick(child<QPushButton>(workspace, "copyCommand"), Qt::LeftButton);
    const QString line = QGuiApplication::clipboard()->text();
    QVERIFY2(line.startsWith("ptychodesk-cli reconstruct /data/scan.h5 --chain "), qPrintable(line));
    QVERIFY(line.contains("--runs-root '/my runs'"));
    QCOMPARE(line, workspace.form().commandLine());
  }

  void presetSetsTheChainAndUndoBringsItBack() {
    ReconstructWorkspace workspace;
    const QString before = workspace.form().chainEditor().text();
    auto* preset = child<QComboBox>(workspace, "preset");
    preset->setCurrentIndex(preset->findData("epie"));
    Q_EMIT preset->activated(preset->currentIndex());
    QCOMPARE(workspace.form().chainEditor().text(), QString("epie:300"));
    workspace.undoStack().undo();
    QCOMPARE(workspace.form().chainEditor().text(), before);
    workspace.undoStack().redo();
    QCOMPARE(workspace.form().chainEditor().text(), QString("epie:300"));
  }

  void ownChainIsNoPreset() {
    ReconstructWorkspace workspace;
    auto* chain = child<QLineEdit>(workspace, "chainText");
    chain->selectAll();
    QTest::keyClicks(chain, "dm:7");
    QCOMPARE(child<QComboBox>(workspace, "preset")->currentIndex(), -1);
    QVERIFY(workspace.form().commandLine().contains("--chain dm:7"));
  }

  void aRangeThatEndsBeforeItBeginsStopsTheRun() {
    ReconstructWorkspace workspace;
    workspace.setAcquisition(digest());
    ReconstructionRequest request = workspace.request();
    request.spec.range.amplitude_min = 2;
    workspace.setRequest(request);
    QVERIFY(workspace.form().obstacle().contains("range"));
    QVERIFY(!child<QPushButton>(workspace, "run")->isEnabled());
  }

  void aStageThatKeepsToTheSupportNeedsItsFile() {
    ReconstructWorkspace workspace;
    workspace.resize(1200, 900);
    workspace.show();
    workspace.setAcquisition(digest());
    auto* file = child<QLineEdit>(workspace, "support_file");
    QVERIFY(!file->isVisibleTo(&workspace.form()));
    auto* chain = child<QLineEdit>(workspace, "chainText");
    chain->selectAll();
    QTest::keyClicks(chain, "dm:9:support");
    QVERIFY(file->isVisibleTo(&workspace.form()));
    QVERIFY(!child<QPushButton>(workspace, "run")->isEnabled());
    QTest::keyClicks(file, "mask.h5");
    QVERIFY(child<QPushButton>(workspace, "run")->isEnabled());
    QVERIFY(workspace.form().commandLine().contains("--support mask.h5"));
  }

  void everyPresetIsOfferedOnceWithItsHelp() {
    ReconstructWorkspace workspace;
    auto* preset = child<QComboBox>(workspace, "preset");
    QSet<QString> names;
    for (int k = 0; k < preset->count(); ++k) {
      names.insert(preset->itemData(k).toString());
      QVERIFY(preset->itemData(k, Qt::ToolTipRole).toString().size() > preset->itemData(k).toString().size() + 10);
    }
    QCOMPARE(names.size(), preset->count());
    QVERIFY(names.contains("unknown-probe") && names.contains("positions") && names.contains("ml-poisson"));
  }

  void measuredDataBringTheirPresetUnlessAChainWasChosen() {
    ReconstructWorkspace workspace;
    AcquisitionDigest measured;
    measured.file = "/data/star.h5";
    measured.import = std::make_shared<ImportReport>();
    AcquisitionDigest simulated;
    simulated.file = "/data/scan.h5";
    auto* preset = child<QComboBox>(workspace, "preset");
    workspace.setAcquisition(std::make_shared<AcquisitionDigest>(measured));
    QCOMPARE(preset->currentData().toString(), QString("measured"));
    QCOMPARE(workspace.request().spec.probe_modes, 2);
    workspace.setAcquisition(std::make_shared<AcquisitionDigest>(simulated));
    QCOMPARE(preset->currentData().toString(), QString("best-60"));
    QCOMPARE(workspace.request().spec.probe_modes, 0);
    auto* chain = child<QLineEdit>(workspace, "chainText");
    chain->selectAll();
    QTest::keyClicks(chain, "epie:30");
    workspace.setAcquisition(std::make_shared<AcquisitionDigest>(measured));
    QCOMPARE(chain->text(), QString("epie:30"));
  }

  void stopAsksAndShowsTheAcknowledgement() {
    ReconstructWorkspace workspace;
    workspace.showRun("/runs/one");
    RunStatus status;
    status.phase = "dm";
    status.done = 30;
    status.total = 300;
    workspace.setRunStatus(status, RunLiveness::Running, 12.0);
    QSignalSpy requests(&workspace, &ReconstructWorkspace::requestMade);
    QTest::mouseClick(child<QPushButton>(workspace, "stop"), Qt::LeftButton);
    QCOMPARE(requests.count(), 1);
    QCOMPARE(requests[0][0].toString(), QString("stop"));
    workspace.setRequestWritten("stop", "id-1", QDateTime::currentDateTime());
    QVERIFY(workspace.statusStrip().acknowledgement().startsWith("stop asked"));
    QVERIFY(!workspace.statusStrip().acknowledgement().contains("accepted"));
    status.control_id = "id-1";
    workspace.setRunStatus(status, RunLiveness::Stopping, {});
    QVERIFY(workspace.statusStrip().acknowledgement().contains("accepted"));
    QVERIFY(!child<QPushButton>(workspace, "stop")->isEnabled());
  }

  void pauseBecomesResume() {
    ReconstructWorkspace workspace;
    workspace.showRun("/runs/one");
    workspace.setRunStatus({}, RunLiveness::Running, {});
    QSignalSpy requests(&workspace, &ReconstructWorkspace::requestMade);
    auto* button = child<QPushButton>(workspace, "pause");
    QTest::mouseClick(button, Qt::LeftButton);
    workspace.setRunStatus({}, RunLiveness::Paused, {});
    QCOMPARE(button->text(), QString("Resume"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(requests[0][0].toString(), QString("pause"));
    QCOMPARE(requests[1][0].toString(), QString("resume"));
  }

  void doubleClickOpensARun() {
    QTemporaryDir root;
    test::SyntheticRun run(root.path().toStdString());
    run.write(RunState::Running);
    RunRow row;
    row.entry = listRuns(root.path().toStdString()).front();
    ReconstructWorkspace workspace;
    workspace.resize(1200, 900);
    workspace.show();
    workspace.setRunRows({row});
    QSignalSpy opened(&workspace, &ReconstructWorkspace::runOpenRequested);
    QTreeView* view = workspace.runList().view();
    QVERIFY(view->isVisible());
    const QRect cell = view->visualRect(view->model()->index(0, 0));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, cell.center());
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, cell.center());
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened[0][0].toString(), run.qFolder());
  }

  void resultReplacesThePreview() {
    QTemporaryDir root;
    test::SyntheticRun run(root.path().toStdString());
    run.writeResult(true);
    ReconstructWorkspace workspace;
    workspace.showRun(run.qFolder());
    workspace.setPreview({"object", 3, ComplexImage(16, 16, Complex(1, 0))});
    QVERIFY(!workspace.comparison().pictures().hasTruth());
    QVERIFY(!child<QToolButton>(workspace, "exportResult")->isEnabled());
    workspace.setResult(std::make_shared<ResultRecord>(readResult(run.folder() / run_file::kResult).value()));
    QVERIFY(workspace.comparison().pictures().hasTruth());
    QVERIFY(workspace.comparison().heading(0, 1).contains("NRMSE"));
    QVERIFY(child<QToolButton>(workspace, "exportResult")->isEnabled());
    workspace.setPreview({"object", 4, ComplexImage(16, 16, Complex(0, 0))});
    QVERIFY(workspace.comparison().pictures().hasTruth());
  }

  void layoutAndLogarithmicAxesAreRemembered() {
    ReconstructWorkspace first;
    first.convergence().residualPlot().setLogX(true);
    first.convergence().errorPlot().setLogY(false);
    ReconstructWorkspace second;
    second.restoreLayout(first.saveLayout());
    QVERIFY(second.convergence().residualPlot().logX());
    QVERIFY(second.convergence().residualPlot().logY());
    QVERIFY(!second.convergence().errorPlot().logY());
    second.restoreLayout("not a layout");  // is left alone
    QVERIFY(second.convergence().residualPlot().logX());
  }

  void livePreviewIsComparedWhenTheTruthIsKnown() {
    ReconstructWorkspace workspace;
    workspace.showRun("/runs/one");
    workspace.setLiveTruth(ComplexImage(16, 16, std::polar(0.8F, -0.3F)), 0);
    workspace.setPreview({"object", 3, ComplexImage(16, 16, std::polar(0.9F, 0.1F))});
    QVERIFY(workspace.comparison().pictures().hasTruth());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::WorkspaceTest)
#include "workspace_test.moc"
