#include <QTest>

#include "app/window/theme.h"
#include "tests/widgets/app/focus_walk.h"
#include "tests/widgets/app/sample_desk.h"

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
      parts << QStringLiteral("%1: %2 × %3").arg(workspaceName(static_cast<Workspace>(k))).arg(part.width()).arg(part.height());
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
    for (QWidget* stop : forwards.stops) qInfo("  stop %s", qPrintable(test::describe(*stop)));
    const QString trail = QStringLiteral("trapped at ") + (forwards.stops.isEmpty() ? QString("nothing") : test::describe(*forwards.stops.back()));
    QVERIFY2(forwards.closed, qPrintable(trail));
    const QStringList missed = test::outOfReach(*m_window, forwards.stops);
    QVERIFY2(missed.isEmpty() && forwards.unseen.isEmpty(),
             qPrintable(QString("\n") + (missed + forwards.unseen).join('\n')));
    const test::FocusWalk back = test::walkFocus(*m_window, Qt::Key_Backtab, false);
    QVERIFY2(back.closed, back.stops.isEmpty() ? "nothing" : qPrintable(test::describe(*back.stops.back())));
    QCOMPARE(back.stops.size(), forwards.stops.size());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::KeyboardTest)
#include "keyboard_test.moc"
