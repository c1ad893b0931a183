#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/failures/sample_evaluation.h"
#include "widgets/failures/compare_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/filter_bar.h"
#include "widgets/failures/gallery_view.h"
#include "widgets/failures/image_list_panel.h"
#include "widgets/failures/image_page.h"
#include "widgets/failures/image_table_view.h"
#include "widgets/failures/selection_menu.h"
#include "widgets/kit/plot/brush_histogram.h"

namespace ptycho {
namespace {

template <class Widget>
Widget* child(QWidget& parent, const char* name) {
  return parent.findChild<Widget*>(QString::fromUtf8(name));
}

void show(FailuresWorkspace& workspace) {
  workspace.resize(1600, 950);
  workspace.show();
  workspace.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&workspace));
}

}  // namespace

class FailuresWorkspaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void emptyItSaysWhatToDo() {
    FailuresWorkspace workspace;
    show(workspace);
    QVERIFY(child<QLabel>(workspace, "emptyText")->isVisible());
    workspace.setTable(sampleTable(3), "run", "/run");
    QVERIFY(!child<QLabel>(workspace, "emptyText")->isVisible());
    workspace.clear();
    QVERIFY(child<QLabel>(workspace, "emptyText")->isVisible());
  }

  void worstImageComesFirstAndIsShown() {
    FailuresWorkspace workspace;
    show(workspace);
    QSignalSpy wanted(&workspace, &FailuresWorkspace::imageWanted);
    workspace.setTable(sampleTable(12), "run", "/run");
    QCOMPARE(workspace.order().sortKey(), QString("network/error"));
    QCOMPARE(workspace.order().imageAt(0), 100);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), 100);
    QCOMPARE(child<QLabel>(workspace, "imagePlace")->text(), QString("1 of 12"));
  }

  void tableAndGalleryShareOneSelection() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(12), "run", "/run");
    GalleryView& gallery = workspace.list().gallery();
    const QRect third = gallery.visualRect(workspace.order().index(2, 0));
    QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {}, third.center());
    QCOMPARE(workspace.selection().currentImage(), 102);
    QTest::mouseClick(child<QToolButton>(workspace, "asTable"), Qt::LeftButton);
    QVERIFY(workspace.list().table().isVisible());
    QCOMPARE(workspace.list().table().currentIndex().row(), 2);
    QTest::mouseClick(workspace.list().table().viewport(), Qt::LeftButton, Qt::ControlModifier,
                      workspace.list().table().visualRect(workspace.order().index(4, 0)).center());
    QCOMPARE(workspace.selection().images(), (std::set<std::int64_t>{102, 104}));
  }

  void thumbnailsAreWishedForOnlyWhenSeen() {
    FailuresWorkspace workspace;
    show(workspace);
    QSignalSpy wished(&workspace, &FailuresWorkspace::thumbnailWanted);
    workspace.setTable(sampleTable(2000), "run", "/run");
    QTRY_VERIFY(wished.count() > 0);
    QTest::qWait(100);
    QVERIFY2(wished.count() < 200, qPrintable(QString::number(wished.count())));
  }

  void aRangeOnTheHistogramFiltersAndIsAChip() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(100), "run", "/run");
    BrushHistogram& histogram = workspace.list().histogram();
    const int y = histogram.height() / 2;
    QTest::mousePress(&histogram, Qt::LeftButton, {}, QPoint(histogram.width() / 2, y));
    QTest::mouseMove(&histogram, QPoint(histogram.width() / 2 + 60, y));
    QTest::mouseMove(&histogram, QPoint(histogram.width() - 11, y));
    QTest::mouseRelease(&histogram, Qt::LeftButton, {}, QPoint(histogram.width() - 11, y));
    const int shown = workspace.order().rowCount();
    QVERIFY2(shown > 40 && shown < 60, qPrintable(QString::number(shown)));
    QCOMPARE(workspace.list().filterBar().chipTexts().size(), 1);
    QVERIFY(child<QLabel>(workspace, "filterCount")->text().startsWith(QString("%1 of 100").arg(shown)));
    QTest::mouseClick(child<QToolButton>(workspace, "chip"), Qt::LeftButton);
    QCOMPARE(workspace.order().rowCount(), 100);
    QVERIFY(!histogram.range());
  }

  void keysWalkTagAndGoBack() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(12), "run", "/run");
    workspace.list().focusList();
    QTest::keyClick(&workspace.list().gallery(), Qt::Key_Right);
    QCOMPARE(workspace.selection().currentImage(), 101);
    QTest::keyClick(&workspace.list().gallery(), Qt::Key_3);
    QVERIFY(workspace.marks().mark(101).has(2));
    workspace.undoStack().undo();
    QVERIFY(!workspace.marks().mark(101).has(2));
    workspace.undoStack().redo();
    QVERIFY(workspace.marks().mark(101).has(2));
    QTest::keyClick(&workspace.list().gallery(), Qt::Key_Question);
    QVERIFY(child<QWidget>(workspace, "keysPage")->isVisible());
    QTest::keyClick(child<QWidget>(workspace, "keysPage"), Qt::Key_Escape);
    QVERIFY(!child<QWidget>(workspace, "keysPage")->isVisible());
  }

  void noteIsUndoneAtOnce() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(3), "run", "/run");
    auto* note = child<QPlainTextEdit>(workspace, "note");
    QTest::keyClicks(note, "halo");
    QCOMPARE(workspace.marks().mark(100).note, QString("halo"));
    workspace.undoStack().undo();
    QCOMPARE(workspace.marks().mark(100).note, QString());
    QCOMPARE(note->toPlainText(), QString());
  }

  void savedViewIsRules() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(50), "run", "/run");
    ImageFilter filter;
    filter.column = "local_contrast";
    filter.high = 0.05;
    workspace.order().setFilter(filter);
    workspace.order().sortWorstFirst("flat-chain/residual");
    Q_EMIT workspace.list().filterBar().saveViewRequested("pale");
    const int count = workspace.order().rowCount();
    workspace.order().setFilters({});
    workspace.order().sortWorstFirst("network/error");
    Q_EMIT workspace.list().filterBar().viewChosen(workspace.marks().views().at(0));
    QCOMPARE(workspace.order().rowCount(), count);
    QCOMPARE(workspace.order().sortKey(), QString("flat-chain/residual"));
  }

  void rowsOfARunningEvaluationArrive() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(3), "run", "/run");
    workspace.selection().setCurrentImage(102);
    workspace.setState("running, 6 of 20 rows", Signal::Active);
    workspace.setTable(sampleTable(10), "run", "/run");
    QCOMPARE(workspace.order().rowCount(), 10);
    QCOMPARE(workspace.selection().currentImage(), 102);
    QVERIFY(child<QWidget>(workspace, "evaluationState")->isVisible());
  }

  void exportIsOfTheChosenOnes() {
    FailuresWorkspace workspace;
    show(workspace);
    workspace.setTable(sampleTable(10), "run", "/run");
    SelectionMenu& menu = workspace.selectionMenu();
    QCOMPARE(menu.images().size(), 10U);
    workspace.selection().setImages({103, 101, 107});
    QCOMPARE(menu.images(), (std::vector<std::int64_t>{101, 103, 107}));
    QCOMPARE(menu.text(SelectionMenu::Text::Csv).count('\n'), 4);
    QVERIFY(menu.text(SelectionMenu::Text::Latex).contains("toprule"));
    QVERIFY(menu.text(SelectionMenu::Text::Markdown).contains("photo3.jpg"));
    QCOMPARE(menu.text(SelectionMenu::Text::List).count('\n'), 4);
    QSignalSpy wished(&workspace, &FailuresWorkspace::reconstructRequested);
    Q_EMIT menu.reconstructRequested(menu.images());
    QCOMPARE(wished.count(), 1);
  }

  void layoutComesBack() {
    FailuresWorkspace first, second;
    show(first);
    first.showPage("why");
    first.list().showGallery(false);
    second.restoreLayout(first.saveLayout());
    QVERIFY(!second.list().galleryShown());
    second.restoreLayout("nonsense");
    QVERIFY(!first.showPage("nothing"));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::FailuresWorkspaceTest)
#include "workspace_test.moc"
