#include <QFileDialog>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include "app/window/theme.h"
#include "tests/widgets/app/focus_walk.h"
#include "tests/widgets/app/sample_desk.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/gallery_view.h"
#include "widgets/failures/image_list_panel.h"
#include "widgets/failures/image_table_view.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/runs_workspace.h"

namespace ptycho {

/// The window without a mouse: on every page Tab comes by every control and around again, and one sees where it is.
/// With PTYCHODESK_WALK_PICTURES=FOLDER each page is kept as a picture.
class KeyboardTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::SampleDesk> m_desk;
  std::unique_ptr<MainWindow> m_window;

  void look(const QString& name) {
    const QString folder = qEnvironmentVariable("PTYCHODESK_WALK_PICTURES");
    if (folder.isEmpty()) return;
    QTest::qWait(700);  // for what is still being painted
    m_window->grab().save(QStringLiteral("%1/%2.png").arg(folder, QString(name).replace('/', '-')));
  }

 private Q_SLOTS:
  void initTestCase() {
    applyTheme(themeFromName(qEnvironmentVariable("PTYCHODESK_WALK_THEME", "light")));
    m_desk = std::make_unique<test::SampleDesk>();
    m_window = m_desk->fixture.window();
    const QStringList size = qEnvironmentVariable("PTYCHODESK_WALK_SIZE", "1600x1000").split('x');
    m_window->resize(size[0].toInt(), size[1].toInt());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
  }
  void cleanupTestCase() {
    m_window.reset();
    m_desk.reset();
  }

  void fitsASmallScreen() {
    const QSize needed = m_window->minimumSizeHint();
    QStringList parts;
    for (int k = 0; k < m_window->area().count(); ++k) {
      const QSize part = m_window->area().widget(k)->minimumSizeHint();
      const QString name = workspaceName(static_cast<Workspace>(k));
      parts << QStringLiteral("%1: %2 × %3").arg(name).arg(part.width()).arg(part.height());
    }
    QVERIFY2(needed.width() <= 1280 && needed.height() <= 720, qPrintable(parts.join(", ")));
  }

  void tabComesByEveryControl_data() {
    QTest::addColumn<QString>("page");
    for (const QString& page : test::deskPages()) QTest::newRow(qPrintable(page)) << page;
  }
  void tabComesByEveryControl() {
    QFETCH(QString, page);
    QVERIFY(test::showDeskPage(*m_window, *m_desk, page));
    look(page);
    const test::FocusWalk forwards = test::walkFocus(*m_window, Qt::Key_Tab, true);
    const QString last = forwards.stops.isEmpty() ? QString("nothing") : test::describe(*forwards.stops.back());
    QVERIFY2(forwards.closed, qPrintable("trapped at " + last));
    const QStringList missed = test::outOfReach(*m_window, forwards.stops);
    QVERIFY2(missed.isEmpty() && forwards.unseen.isEmpty(),
             qPrintable(QString("\n") + (missed + forwards.unseen).join('\n')));
    const test::FocusWalk back = test::walkFocus(*m_window, Qt::Key_Backtab, false);
    QVERIFY2(back.closed, back.stops.isEmpty() ? "nothing" : qPrintable(test::describe(*back.stops.back())));
    QCOMPARE(back.stops.size(), forwards.stops.size());
  }

  /// From a file to an exported figure and back to a scan, each workspace's main action, with keys alone.
  void mainActionsNeedNoMouse() {
    const auto press = [this](int key, Qt::KeyboardModifiers modifiers = {}) {
      QWidget* at = QApplication::activeWindow() ? QApplication::activeWindow()->focusWidget() : nullptr;
      QTest::keyClick(at ? at : m_window.get(), static_cast<Qt::Key>(key), modifiers);
    };
    const auto tabTo = [&](const QString& name) {
      for (int k = 0; k < 300; ++k) {
        QWidget* at = m_window->focusWidget();
        if (at && at->objectName() == name) return true;
        press(Qt::Key_Tab);
      }
      return false;
    };
    WorkArea& area = m_window->area();

    press(Qt::Key_1, Qt::ControlModifier);
    press(Qt::Key_T, Qt::AltModifier);  // Train on this
    QTRY_COMPARE(area.current(), Workspace::Runs);  // a button's key shows it pressed for a moment
    QCOMPARE(area.runs().page(), RunsWorkspace::kNewRun);
    QVERIFY(area.runs().launchPanel().obstacle().isEmpty());
    // The form is meant, not the training.
    QObject::disconnect(&area.runs(), &RunsWorkspace::launchRequested, nullptr, nullptr);
    QSignalSpy launched(&area.runs(), &RunsWorkspace::launchRequested);
    press(Qt::Key_S, Qt::AltModifier);  // Start
    QTRY_COMPARE(launched.count(), 1);

    press(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(test::showDeskPage(*m_window, *m_desk, QStringLiteral("failures/image")));
    QVERIFY(tabTo(QStringLiteral("gallery")));
    press(Qt::Key_T);  // as a table
    QVERIFY(tabTo(area.failures().list().table().objectName()));
    const qint64 worst = area.failures().selection().currentImage();
    press(Qt::Key_Down);
    QVERIFY(area.failures().selection().currentImage() != worst);
    press(Qt::Key_Up);
    QCOMPARE(area.failures().selection().currentImage(), worst);
    press(Qt::Key_G);
    QVERIFY(tabTo(QStringLiteral("gallery")));
    press(Qt::Key_Right);
    QVERIFY(area.failures().selection().currentImage() != worst);

    press(Qt::Key_5, Qt::ControlModifier);
    QVERIFY(area.showTab(QStringLiteral("figure")));
    area.exporting().figure().setRecipe({});
    auto* sources = area.exporting().figure().findChild<QTreeWidget*>(QStringLiteral("figureSources"));
    QTRY_COMPARE_WITH_TIMEOUT(sources->topLevelItemCount(), 4, 15'000);
    QVERIFY(tabTo(QStringLiteral("figureSources")));
    press(Qt::Key_End);  // the oldest run: a training
    QVERIFY(tabTo(QStringLiteral("addCurves")));
    press(Qt::Key_U, Qt::AltModifier);  // Add curves
    QTRY_COMPARE(area.exporting().figure().recipe().items.size(), std::size_t(1));
    QVERIFY(area.exporting().figure().recipe().items[0].curves.has_value());
    press(Qt::Key_E, Qt::ControlModifier);
    QFileDialog* dialog = nullptr;
    QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>()) && dialog->isVisible());
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!dialog->isVisible());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));

    QVERIFY(test::showDeskPage(*m_window, *m_desk, QStringLiteral("import")));
    press(Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY(area.current() != Workspace::Import);
    QVERIFY(test::showDeskPage(*m_window, *m_desk, QStringLiteral("import")));
    press(Qt::Key_I, Qt::AltModifier);  // Import
    QTRY_COMPARE_WITH_TIMEOUT(area.current(), Workspace::Reconstruct, 30'000);
    ReconstructWorkspace& reconstruct = area.reconstruct();
    QTRY_VERIFY_WITH_TIMEOUT(reconstruct.form().obstacle().isEmpty(), 15'000);
    QVERIFY(tabTo(QStringLiteral("chainText")));
    press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), QStringLiteral("epie:2"));
    press(Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(reconstruct.shownRun().contains("reconstruct") && reconstruct.result() &&
                                 reconstruct.result()->reconstruction.iterations == 2,
                             30'000);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::KeyboardTest)
#include "keyboard_test.moc"
