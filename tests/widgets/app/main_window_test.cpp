#include <algorithm>
#include <cmath>

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>

#include "app/window/command_palette.h"
#include "app/window/launcher.h"
#include "app/window/shortcuts_page.h"
#include "app/window/status_line.h"
#include "app/window/theme.h"
#include "app/window/tour.h"
#include "core/store/result_file.h"
#include "tests/widgets/app/window_fixture.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/kit/status/banner.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/runs/training_form.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 15'000;

int lines(const QString& path) {
  QFile file(QStringLiteral(PTYCHODESK_SOURCE_DIR) + path);
  return file.open(QIODevice::ReadOnly) ? static_cast<int>(file.readAll().count('\n')) : 1'000'000;
}

int page(MainWindow& window) { return window.findChild<QStackedWidget*>()->currentIndex(); }

QByteArray contents(const QString& name) {
  QFile file(name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class MainWindowTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;

 private Q_SLOTS:
  void init() { m_fixture = std::make_unique<test::WindowFixture>(); }

  void staysAFrame() {
    QVERIFY(lines("/app/window/main_window.cpp") <= 250);
    QVERIFY(lines("/app/window/main_window.h") <= 250);
  }

  void keysSwitchWorkspaces() {
    const auto window = m_fixture->window();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    for (int index = 4; index >= 0; --index) {
      QTest::keyClick(window.get(), static_cast<Qt::Key>(Qt::Key_1 + index), Qt::ControlModifier);
      QCOMPARE(page(*window), index);
    }
    QTest::keyClick(window.get(), Qt::Key_F1);
    QVERIFY(window->findChild<ShortcutsPage*>()->isVisible());
    QTest::keyClick(window->findChild<ShortcutsPage*>(), Qt::Key_Escape);
    QVERIFY(!window->findChild<ShortcutsPage*>()->isVisible());
  }

  void findsEveryActionByTyping() {
    const auto window = m_fixture->window();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
    auto* palette = window->findChild<CommandPalette*>();
    QVERIFY(palette->isVisible());
    auto* query = palette->findChild<QLineEdit*>();
    QTRY_VERIFY(query->hasFocus());
    auto* list = palette->findChild<QListWidget*>();
    QVERIFY(list->count() > 10);
    QTest::keyClicks(query, QStringLiteral("failu"));
    QVERIFY(list->item(0)->text().startsWith(QStringLiteral("Failures")));
    QTest::keyClick(query, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(page(*window), static_cast<int>(Workspace::Failures));
    QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(query, QStringLiteral("zzzz"));
    QTest::keyClick(query, Qt::Key_Return);  // nothing fits: nothing happens
    QVERIFY(palette->isVisible());
    QTest::keyClick(query, Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QCOMPARE(page(*window), static_cast<int>(Workspace::Failures));
  }

  void tourShowsEveryWorkspaceOnce() {
    const auto window = m_fixture->window();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    auto* tour = window->findChild<Tour*>();
    QVERIFY(!tour->isVisible());
    window->startTour();
    QVERIFY(tour->isVisible());
    QSet<int> seen;
    for (int step = 0; step < 20 && tour->isVisible(); ++step) {
      QCOMPARE(tour->stop(), step);
      seen << page(*window);
      QTest::keyClick(tour, Qt::Key_Right);
    }
    QVERIFY(!tour->isVisible());
    QCOMPARE(seen.size(), 5);
    window->startTour();
    QTest::keyClick(tour, Qt::Key_Right);
    QTest::keyClick(tour, Qt::Key_Left);
    QCOMPARE(tour->stop(), 0);
    QTest::keyClick(tour, Qt::Key_Escape);
    QVERIFY(!tour->isVisible());
  }

  void setupHandsItsScanToTheTrainingForm() {
    const auto window = m_fixture->window();
    window->setup().setSpec(test::smallSpec());
    QTest::mouseClick(window->setup().findChild<QPushButton*>(QStringLiteral("train")), Qt::LeftButton);
    QCOMPARE(page(*window), static_cast<int>(Workspace::Runs));
    QCOMPARE(window->area().runs().page(), RunsWorkspace::kNewRun);
    QCOMPARE(window->area().runs().launchPanel().training().request().spec.simulation.scan.step_px,
             test::smallSpec().scan.step_px);
  }

  void rankPutsWholeWordsFirst() {
    QVERIFY(matchScore(QStringLiteral("run"), QStringLiteral("Run reconstruction")) >
            matchScore(QStringLiteral("run"), QStringLiteral("Show urgent notes")));
    QVERIFY(matchScore(QStringLiteral("exf"), QStringLiteral("Export figure")) > 0);
    QCOMPARE(matchScore(QStringLiteral("xyz"), QStringLiteral("Export figure")), -1);
    QVERIFY(matchScore(QStringLiteral("fig exp"), QStringLiteral("Export figure")) > 0);
  }

  void wrongFilesAreSentences_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("word");
    QTest::newRow("missing") << "absent.h5"
                             << "not there";
    QTest::newRow("no run") << "."
                            << "no folder of a run";
  }
  void wrongFilesAreSentences() {
    QFETCH(QString, name);
    QFETCH(QString, word);
    const auto window = m_fixture->window();
    window->open(m_fixture->file(name));
    QTRY_VERIFY(!window->banner().isHidden());
    QVERIFY2(window->banner().message().contains(word), qPrintable(window->banner().message()));
    QCOMPARE(QApplication::activeModalWidget(), nullptr);
  }

  void aDroppedRunFolderIsShown() {
    test::SyntheticRun run(m_fixture->runs().toStdString());
    run.writeResult(true);
    run.write(RunState::Done);
    const auto window = m_fixture->window();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(run.qFolder())});
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window.get(), &drop);
    QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().result() != nullptr, kPatience_ms);
    QCOMPARE(page(*window), static_cast<int>(Workspace::Reconstruct));
  }

  void aResultFileAloneIsShownWithItsCurves() {
    test::SyntheticRun run(m_fixture->runs().toStdString());
    run.writeResult(true);
    const QString alone = m_fixture->file("alone.h5");
    QVERIFY(QFile::copy(run.qFolder() + "/result.h5", alone));
    const auto window = m_fixture->window();
    window->open(alone);
    QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().result() != nullptr, kPatience_ms);
    QVERIFY(window->reconstruct().comparison().pictures().hasTruth());
    QVERIFY(window->isSettled());
  }

  void exportsFigureResultAndCurves() {
    test::SyntheticRun run(m_fixture->runs().toStdString());
    run.writeResult(true);
    const std::string result = run.qFolder().toStdString() + "/result.h5";
    ResultRecord record = readResult(result).value();
    record.geometry = Geometry{};  // other programs want metres
    QVERIFY(writeResult(result, record).has_value());
    run.appendEvents("{\"iteration\":1,\"stage\":0,\"engine\":\"dm\",\"residual\":0.5,\"seconds\":0.1}\n");
    run.write(RunState::Done);
    const auto window = m_fixture->window();
    window->open(run.qFolder());
    ReconstructWorkspace& workspace = window->reconstruct();
    QTRY_VERIFY_WITH_TIMEOUT(workspace.result() != nullptr, kPatience_ms);
    for (const QString suffix : {"png", "svg", "pdf"}) {
      Q_EMIT workspace.figureExportRequested(m_fixture->file("figure." + suffix));
      QVERIFY(contents(m_fixture->file("figure." + suffix)).size() > 1000);
      Q_EMIT workspace.curvesExportRequested(m_fixture->file("curves." + suffix));
      QVERIFY(contents(m_fixture->file("curves." + suffix)).size() > 1000);
    }
    Q_EMIT workspace.curvesExportRequested(m_fixture->file("curves.csv"));
    QVERIFY(contents(m_fixture->file("curves.csv")).contains("residual"));
    Q_EMIT workspace.resultExportRequested(m_fixture->file("copy.h5"));
    QCOMPARE(contents(m_fixture->file("copy.h5")), contents(run.qFolder() + "/result.h5"));
    QCOMPARE(window->banner().kind(), Banner::Kind::Info);
    Q_EMIT workspace.resultExportRequested(m_fixture->file("object.cxi"));
    QVERIFY2(contents(m_fixture->file("object.cxi")).size() > 1000, qPrintable(window->banner().message()));
    QVERIFY(window->banner().message().contains("object.cxi"));
    Q_EMIT workspace.resultExportRequested(m_fixture->file("object.hdf5"), "ptylab");
    QTRY_VERIFY2(window->banner().message().contains("object.hdf5"), qPrintable(window->banner().message()));
    QVERIFY(!contents(m_fixture->file("object.hdf5")).contains("ptychodesk_kind"));
    const auto* formats = workspace.findChild<QMenu*>("exportFormats");
    QStringList keys;
    for (const QAction* action : formats->actions()) {
      if (!action->isSeparator()) keys << action->data().toString();
    }
    QCOMPARE(keys, QStringList({"", "cxi", "ptychodus", "ptylab", "npz", "neural-npz", "tiff"}));
    Q_EMIT workspace.resultExportRequested(m_fixture->file("absent/copy.h5"));
    QCOMPARE(window->banner().kind(), Banner::Kind::Error);
  }

  void remembersTheSession() {
    SimulationSpec design = test::smallSpec();
    design.scan.step_px = 11;
    {
      const auto window = m_fixture->window();
      window->setup().setSpec(design);
      window->showWorkspace(Workspace::Reconstruct);
      ReconstructionRequest request = window->reconstruct().request();
      request.spec.stages = parseChain("epie:11,awf:3").value();
      window->reconstruct().setRequest(request);
      window->open(m_fixture->scan());
      QTRY_VERIFY_WITH_TIMEOUT(window->reconstruct().form().obstacle().isEmpty(), kPatience_ms);
      window->close();
    }
    const auto again = m_fixture->window();
    QCOMPARE(page(*again), static_cast<int>(Workspace::Reconstruct));
    QCOMPARE(again->setup().spec().scan.step_px, 11.0);
    QCOMPARE(again->reconstruct().form().chainEditor().text(), QString("epie:11,awf:3"));
    QTRY_COMPARE_WITH_TIMEOUT(again->reconstruct().request().acquisition, m_fixture->scan(), kPatience_ms);
  }

  void statusBarTellsWhatIsUnderWay() {
    StatusLine line;
    QVERIFY(line.text().contains("No run"));
    RunRow row;
    row.entry.folder = "/runs/20261122-1_reconstruct_scan";
    row.entry.verb = "reconstruct";
    row.entry.status = RunStatus{};
    row.entry.status->total = 10;
    row.liveness = RunLiveness::Running;
    RunRow done = row;
    done.liveness = RunLiveness::Done;
    line.setRows({row, done});
    QCOMPARE(line.text(), QString("scan · running"));
    line.setRows({row, row, done});
    QVERIFY(line.text().contains("+1 more"));
  }

  void aProgramThatIsNotThereIsAMessage() {
    Launcher launcher;
    launcher.setProgram("/nonexistent/ptychodesk-cli");
    QString said;
    connect(&launcher, &Launcher::failed, this, [&](const QString&, const QString& message) { said = message; });
    QVERIFY(!launcher.start({"info"}, m_fixture->file("run")));
    QVERIFY2(said.contains("/nonexistent/ptychodesk-cli"), qPrintable(said));
  }

  void themesAreLightAndDark() {
    applyTheme(Theme::Dark);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
    applyTheme(Theme::Light);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
    for (const Theme theme : {Theme::System, Theme::Light, Theme::Dark})
      QCOMPARE(themeFromName(themeName(theme)), theme);
  }

  void emptyBoxesAreSeenInBothThemes() {
    // Relative luminance and contrast of WCAG 2.1.
    const auto luminance = [](const QColor& colour) {
      const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
      return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    for (const Theme theme : {Theme::Dark, Theme::Light}) {
      applyTheme(theme);
      QCheckBox box;
      box.resize(24, 24);
      const QImage picture = box.grab().toImage();
      const double around = luminance(QApplication::palette().color(QPalette::Window));
      double most = 0;
      for (int x = 0; x < picture.width(); ++x) {  // from the left, across the frame
        const double here = luminance(picture.pixelColor(x, picture.height() / 2));
        most = std::max(most, (std::max(here, around) + 0.05) / (std::min(here, around) + 0.05));
      }
      QVERIFY2(most >= (theme == Theme::Dark ? 3.0 : 1.5), qPrintable(themeName(theme) + QString::number(most)));
    }
    applyTheme(Theme::Light);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::MainWindowTest)
#include "main_window_test.moc"
