#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/app/fake_cli.h"
#include "tests/widgets/app/foreign_scan.h"
#include "tests/widgets/app/window_fixture.h"
#include "widgets/import/import_page.h"
#include "widgets/kit/status/banner.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 30'000;

const test::ForeignLayout kCxi;
const test::ForeignLayout kDamaged{.hole = true};
const test::ForeignLayout kUnknown{"/stuff/frames", "/stuff/where", false};

void drop(QWidget& target, const QString& file) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file)});
  QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&target, &enter);
  QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&target, &drop);
}

}  // namespace

/// Measured data from a drop to Reconstruct, with the real command-line program as the reader.
class ImportTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;
  std::unique_ptr<MainWindow> m_window;

  ImportPage& page() { return m_window->area().importing(); }
  template <class T>
  T* find(const char* name) {
    T* found = page().findChild<T*>(QLatin1String(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  bool settled() {
    return QTest::qWaitFor([this] { return m_window->isSettled(); }, kPatience_ms);
  }
  QString foreign(const char* name, const test::ForeignLayout& layout) {
    const QString file = m_fixture->file(QLatin1String(name));
    test::writeForeignScan(file, layout);
    return file;
  }

 private Q_SLOTS:
  void init() {
    m_fixture = std::make_unique<test::WindowFixture>();
    m_window = m_fixture->window();
  }
  void cleanup() {
    m_window.reset();
    m_fixture.reset();
  }

  void aDroppedForeignFileIsLookedAtImportedAndOpened() {
    drop(*m_window, foreign("scan.cxi", kCxi));
    QVERIFY(settled());
    QVERIFY(m_window->area().current() == Workspace::Import);
    QVERIFY2(page().look() != nullptr, qPrintable(page().banner().message()));
    const ScanPreview& preview = page().look()->preview;
    QCOMPARE(preview.report.format, std::string("cxi"));
    QCOMPARE(preview.scan.positions.size(), std::size_t{9});
    QCOMPARE(preview.scan.window_px, 32);
    QVERIFY(find<QLabel>("position_axes_note")->text().contains("by the format"));

    QTest::mouseClick(find<QPushButton>("import"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->area().current() == Workspace::Reconstruct, kPatience_ms);
    ReconstructionForm& form = m_window->reconstruct().form();
    QTRY_VERIFY_WITH_TIMEOUT(form.obstacle().isEmpty(), kPatience_ms);
    QVERIFY(m_window->reconstruct().request().acquisition.startsWith(m_fixture->runs()));
    QVERIFY2(form.acquisitionCard().origin().contains("assumed"), qPrintable(form.acquisitionCard().origin()));
    QVERIFY(form.acquisitionCard().summary().contains("9 patterns of 32"));
  }

  void everyChangeIsLookedAtAgain() {
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->open(foreign("scan.cxi", kCxi));
    QVERIFY(settled());
    QVERIFY(page().look() != nullptr);
    const LookPtr before = page().look();
    auto* axes = find<QComboBox>("position_axes");
    axes->setFocus();
    QTest::keyClick(axes, Qt::Key_Down);
    QTest::keyClick(axes, Qt::Key_Down);
    QVERIFY(page().look() == before);  // the old pictures stay until the new ones are there
    QVERIFY(!m_window->isSettled());
    QVERIFY(settled());
    QVERIFY(page().look() != before);
    QVERIFY(page().look()->preview.report.spec.position_axes == AxesChoice::Yx);
    QVERIFY(find<QLabel>("position_axes_note")->text().contains("as asked"));
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(page().spec() == ImportSpec{});
    QVERIFY(settled());
    QVERIFY(page().look()->preview.report.spec == ImportSpec{});
  }

  void importAndReconstructRuns() {
    m_window->open(foreign("scan.cxi", kCxi));
    QVERIFY(settled());
    QTest::mouseClick(find<QPushButton>("importAndReconstruct"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->reconstruct().shownRun().contains("reconstruct"), kPatience_ms);
    QVERIFY(m_window->area().current() == Workspace::Reconstruct);
  }

  void anImportThatFailsIsASentence() {
    m_window->open(foreign("scan.cxi", kDamaged));
    QVERIFY(settled());
    QTest::mouseClick(find<QPushButton>("import"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().kind() == Banner::Kind::Error, kPatience_ms);
    QVERIFY2(m_window->banner().message().contains("Nothing was imported"), qPrintable(m_window->banner().message()));
    QVERIFY(m_window->area().current() == Workspace::Import);
    auto* remedy = find<QPushButton>("set_values");
    QTest::mouseClick(remedy, Qt::LeftButton);
    QTRY_VERIFY(page().spec().bad_values == BadValueChoice::Mask);
    QVERIFY(settled());
    QTest::mouseClick(find<QPushButton>("import"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->area().current() == Workspace::Reconstruct, kPatience_ms);
  }

  void aFileInNoKnownFormatIsReadByItsDataSets() {
    m_window->open(foreign("odd.h5", kUnknown));
    QVERIFY(settled());
    QTest::mouseClick(find<QToolButton>("showDatasets"), Qt::LeftButton);
    auto* table = find<QTableWidget>("datasets");
    if (!table->isVisible()) QTest::mouseClick(find<QToolButton>("showDatasets"), Qt::LeftButton);
    QVERIFY(table->isVisible());
    const auto tick = [&](const char* path, int column) {
      const auto items = table->findItems(QLatin1String(path), Qt::MatchExactly);
      QCOMPARE(items.size(), 1);
      table->setCurrentCell(items.front()->row(), column);
      table->setFocus();
      QTest::keyClick(table, Qt::Key_Space);
    };
    tick("/stuff/frames", 3);
    tick("/stuff/where", 4);
    QCOMPARE(page().spec().patterns_path, std::string("/stuff/frames"));
    QCOMPARE(page().spec().positions_path, std::string("/stuff/where"));
    QVERIFY(settled());
  }

  void aFileThatCannotBeReadIsASentence() {
    const QString name = m_fixture->file("settings.txt");
    QFile text(name);
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("hello") == 5);
    text.close();
    m_window->open(name);
    QVERIFY(settled());
    QVERIFY(page().banner().isVisible());
    QVERIFY2(page().banner().message().contains("settings.txt"), qPrintable(page().banner().message()));
    QVERIFY(!find<QPushButton>("import")->isEnabled());
    QCOMPARE(QApplication::activeModalWidget(), nullptr);
    QTest::mouseClick(find<QToolButton>("closeImport"), Qt::LeftButton);
    QVERIFY(m_window->area().current() == Workspace::Setup);
  }

  void aReaderThatDiesIsASentence() {
    const QString script = m_fixture->file("dying-cli");
    test::writeScript(script, "#!/bin/sh\n[ \"$1\" = info ] && echo hdf5 && exit 0\nkill -SEGV $$\n");
    AppSettings settings(m_fixture->file("other.ini"));
    m_window = std::make_unique<MainWindow>(settings, script);
    m_window->show();
    m_window->open(foreign("scan.cxi", kCxi));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->area().current() == Workspace::Import, kPatience_ms);
    QVERIFY(settled());
    QVERIFY2(page().banner().message().contains("damaged"), qPrintable(page().banner().message()));
    m_window.reset();
  }

  void aFileThatKillsItsReaderIsNotOpened() {
    const QString script = m_fixture->file("dying-at-once");
    test::writeScript(script, "#!/bin/sh\nkill -SEGV $$\n");
    AppSettings settings(m_fixture->file("other.ini"));
    m_window = std::make_unique<MainWindow>(settings, script);
    m_window->show();
    m_window->showWorkspace(Workspace::Setup);
    m_window->open(m_fixture->scan());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().kind() == Banner::Kind::Error, kPatience_ms);
    QVERIFY2(m_window->banner().message().contains("damaged"), qPrintable(m_window->banner().message()));
    QVERIFY(m_window->area().current() == Workspace::Setup);
    m_window.reset();
  }

  void aDamagedFileOfOursIsASentence() {
    const QString cut = m_fixture->file("cut.h5");
    QVERIFY(QFile::copy(m_fixture->scan(), cut));
    QVERIFY(QFile::resize(cut, QFileInfo(cut).size() / 2));
    m_window->open(cut);
    QVERIFY(settled());
    QVERIFY(m_window->area().current() == Workspace::Import);  // not even HDF5 says whose it is
    QVERIFY2(page().banner().message().contains("cut.h5"), qPrintable(page().banner().message()));
  }

  void dropsOnSetupAreSortedByWhatTheyAre() {
    QWidget& setup = *m_window->area().widget(static_cast<int>(Workspace::Setup));
    m_window->showWorkspace(Workspace::Setup);
    drop(setup, m_fixture->scan());  // ours: probe and positions of the design
    QVERIFY(settled());
    QVERIFY(m_window->area().current() == Workspace::Setup);
    QVERIFY(m_window->area().setup().spec().probe.kind == ProbeKind::File);
    drop(setup, foreign("scan.cxi", kCxi));
    QVERIFY(settled());
    QVERIFY(m_window->area().current() == Workspace::Import);
  }

  void ourOwnFilesAreOpenedAsEver() {
    drop(*m_window, m_fixture->scan());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->area().current() == Workspace::Reconstruct, kPatience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->reconstruct().form().obstacle().isEmpty(), kPatience_ms);
    QVERIFY(m_window->reconstruct().form().acquisitionCard().origin().isEmpty());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ImportTest)
#include "import_test.moc"
