#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include "app/window/result_export.h"
#include "core/store/run_folder.h"
#include "tests/widgets/app/window_fixture.h"
#include "widgets/kit/status/banner.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 30'000;

void setChain(ReconstructWorkspace& workspace, const char* chain) {
  ReconstructionRequest request = workspace.request();
  request.spec.stages = parseChain(chain).value();
  request.threads = 1;
  workspace.setRequest(request);
}

RunStatus statusOf(const QString& folder) { return readRunStatus(folder.toStdString()).value_or(RunStatus{}); }

}  // namespace

/// The window with the real command-line program as its child.
class ReconstructEndToEndTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;

  /// Opens the scan and starts a reconstruction. @return its folder
  QString start(MainWindow& window, const char* chain) {
    ReconstructWorkspace& workspace = window.reconstruct();
    window.open(m_fixture->scan());
    setChain(workspace, chain);
    if (!QTest::qWaitFor([&] { return workspace.form().obstacle().isEmpty(); }, kPatience_ms)) return {};
    QTest::mouseClick(workspace.findChild<QPushButton*>("run"), Qt::LeftButton);
    return workspace.shownRun();
  }

  static QByteArray bytesOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  static bool waitForProgress(const QString& folder) {
    return QTest::qWaitFor([&] { return statusOf(folder).done > 0; }, kPatience_ms);
  }

  static bool stopAndWait(const QString& folder) {
    return requestRun(folder.toStdString(), "stop").has_value() &&
           QTest::qWaitFor([&] { return processStartTime(statusOf(folder).pid) == 0; }, kPatience_ms);
  }

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY2(QFile::exists(test::WindowFixture::cli()), "PTYCHODESK_TEST_CLI must name ptychodesk-cli");
  }
  void init() { m_fixture = std::make_unique<test::WindowFixture>(); }
  void cleanup() { m_fixture.reset(); }

  void runsAndComparesWithTheTruth() {
    const auto window = m_fixture->window();
    const QString folder = start(*window, "dm:60:range,awf:40");
    QVERIFY(!folder.isEmpty());
    ReconstructWorkspace& workspace = window->reconstruct();
    QTRY_VERIFY_WITH_TIMEOUT(workspace.result() != nullptr, kPatience_ms);
    QTRY_VERIFY(workspace.statusStrip().stateText().startsWith("Done after 100"));
    QVERIFY(workspace.comparison().pictures().hasTruth());
    QVERIFY(workspace.comparison().heading(0, 1).contains("NRMSE 0."));
    QVERIFY(workspace.convergence().hasErrors());
    QCOMPARE(workspace.convergence().series().size(), std::size_t{100});
    QVERIFY(workspace.result()->reconstruction.amplitude_nrmse < 0.15);
    QVERIFY(window->banner().isHidden());
    QTRY_VERIFY(window->isSettled());

    // The window and the command line draw the same figure, byte for byte.
    const QString fromWindow = folder + "/from-window.svg";
    const QString fromProgram = folder + "/from-program.svg";
    QVERIFY(exportFigure(workspace, fromWindow));
    QProcess program;
    program.start(test::WindowFixture::cli(), {"figure", folder, "-o", fromProgram});
    QVERIFY(program.waitForFinished(kPatience_ms) && program.exitCode() == 0);
    QCOMPARE(bytesOf(fromWindow), bytesOf(fromProgram));
  }

  void openingARunInAFreshWindowSetsItsQuestionUpAgain() {
    QString folder;
    {
      const auto window = m_fixture->window();
      folder = start(*window, "dm:8:range,awf:4");
      QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().result() != nullptr, kPatience_ms);
    }
    m_fixture->forgetSession();
    const auto fresh = m_fixture->window();
    fresh->open(folder);
    QTRY_VERIFY_WITH_TIMEOUT(fresh->isSettled() && fresh->reconstruct().result(), kPatience_ms);
    QCOMPARE(fresh->reconstruct().form().chainEditor().text(), QString("dm:8:range,awf:4"));
    QTRY_VERIFY_WITH_TIMEOUT(fresh->reconstruct().form().obstacle().isEmpty(), kPatience_ms);
    QCOMPARE(fresh->reconstruct().request().acquisition, m_fixture->scan());
  }

  void stopWritesTheRequestAndShowsTheAcknowledgement() {
    const auto window = m_fixture->window();
    const QString folder = start(*window, "dm:900000,dm:900000");
    QVERIFY(waitForProgress(folder));
    ReconstructWorkspace& workspace = window->reconstruct();
    auto* stop = workspace.findChild<QPushButton*>("stop");
    QTRY_VERIFY_WITH_TIMEOUT(stop->isVisible(), kPatience_ms);
    QTest::mouseClick(stop, Qt::LeftButton);
    QVERIFY(QFile::exists(folder + "/control.json"));
    QVERIFY(workspace.statusStrip().acknowledgement().startsWith("stop asked"));
    QTRY_VERIFY_WITH_TIMEOUT(workspace.statusStrip().acknowledgement().contains("accepted"), kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.statusStrip().stateText().startsWith("Stopped after"), kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.result() != nullptr, kPatience_ms);  // what there was has been kept
  }

  void aStoppedRunGoesOnInItsFolder() {
    const auto window = m_fixture->window();
    const QString folder = start(*window, "dm:900000");
    QVERIFY(waitForProgress(folder));
    QVERIFY(stopAndWait(folder));
    const RunStatus before = statusOf(folder);
    Q_EMIT window->reconstruct().runResumeRequested(folder);
    QTRY_VERIFY_WITH_TIMEOUT(statusOf(folder).pid != before.pid, kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(statusOf(folder).done > before.done, kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().statusStrip().stateText().startsWith("running", Qt::CaseInsensitive),
                             kPatience_ms);
    QVERIFY(window->banner().isHidden());
    QVERIFY(stopAndWait(folder));
    QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().result() != nullptr, kPatience_ms);
  }

  void closingTheWindowLeavesTheRunAndANewWindowFindsIt() {
    QString folder;
    {
      const auto window = m_fixture->window();
      folder = start(*window, "dm:900000,dm:900000");
      QVERIFY(waitForProgress(folder));
      window->close();
    }
    const RunStatus before = statusOf(folder);
    QVERIFY(processStartTime(before.pid) != 0);
    QTRY_VERIFY_WITH_TIMEOUT(statusOf(folder).done > before.done, kPatience_ms);

    const auto again = m_fixture->window();
    ReconstructWorkspace& workspace = again->reconstruct();
    QTRY_COMPARE_WITH_TIMEOUT(workspace.shownRun(), folder, kPatience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(workspace.statusStrip().stateText(), QString("running"), kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.convergence().hasCurves(), kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.comparison().pictures().hasTruth(), kPatience_ms);  // its truth is found, too
    QVERIFY(stopAndWait(folder));
  }

  void aChildThatCannotStartItsWorkIsAMessage() {
    const auto window = m_fixture->window();
    ReconstructWorkspace& workspace = window->reconstruct();
    window->open(m_fixture->scan());
    QTRY_VERIFY_WITH_TIMEOUT(workspace.form().obstacle().isEmpty(), kPatience_ms);
    QVERIFY(QFile::remove(m_fixture->scan()));
    workspace.run();
    QTRY_VERIFY_WITH_TIMEOUT(!window->banner().isHidden(), kPatience_ms);
    QVERIFY2(window->banner().message().contains("scan.h5"), qPrintable(window->banner().message()));
    QVERIFY(window->banner().copyText().contains("reconstruct"));  // the command line is in the details
  }

  void simulatesADesignAndLoadsIt() {
    const auto window = m_fixture->window();
    Q_EMIT window->setup().reconstructRequested(test::smallSpec());
    ReconstructWorkspace& workspace = window->reconstruct();
    QTRY_VERIFY_WITH_TIMEOUT(workspace.form().obstacle().isEmpty(), kPatience_ms);
    QVERIFY2(workspace.form().acquisitionCard().summary().startsWith("9 patterns of 32"),
             qPrintable(workspace.form().acquisitionCard().summary()));
    QVERIFY(workspace.isVisible());  // the window went there
    QVERIFY(workspace.request().acquisition.startsWith(m_fixture->runs()));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ReconstructEndToEndTest)
#include "reconstruct_end_to_end_test.moc"
