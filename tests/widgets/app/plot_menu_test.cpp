#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include "app/window/plot_menu.h"
#include "widgets/kit/plot/brush_histogram.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/plot/scatter_plot.h"

namespace ptycho {

/// Any plot of the window becomes a figure by its right click.
class PlotMenuTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QWidget> m_page;
  CurvePlot* m_curves = nullptr;
  BrushHistogram* m_histogram = nullptr;
  ScatterPlot* m_scatter = nullptr;
  PlotMenu* m_menu = nullptr;
  QTemporaryDir m_folder;

  static QByteArray bytesOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  /// As the window system sends it: to the innermost widget, and on to its parents while nobody takes it.
  static void rightClick(QWidget* plot) {
    QWidget* inner = plot->childAt(plot->rect().center());
    QWidget* target = inner ? inner : plot;
    const QPoint at = target->rect().center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, target->mapToGlobal(at));
    QApplication::sendEvent(target, &event);
  }
  void trigger(const QString& word) {
    QMenu* menu = nullptr;
    QTRY_VERIFY((menu = m_page->findChild<QMenu*>("plotMenu")) && menu->isVisible());
    for (QAction* action : menu->actions()) {
      if (!action->text().startsWith(word)) continue;
      action->trigger();
      menu->close();
      return;
    }
    QFAIL("no such action");
  }

 private Q_SLOTS:
  void init() {
    m_page = std::make_unique<QWidget>();
    m_page->resize(700, 900);
    auto* layout = new QVBoxLayout(m_page.get());
    layout->addWidget(m_curves = new CurvePlot);
    layout->addWidget(m_histogram = new BrushHistogram);
    layout->addWidget(m_scatter = new ScatterPlot);
    m_curves->setAxisLabels("iteration", "residual");
    m_curves->setCurves({{"a", "residual", {}, {1, 2, 3}, {3, 2, 1}}});
    m_histogram->setTitle("Amplitude error");
    m_histogram->setValues({1, 2, 2, 3}, {2, 2});
    m_scatter->setAxisLabels("first method", "second method");
    m_scatter->setPoints({{1, 2, 7}, {2, 1, 8}});
    m_menu = new PlotMenu(*m_page);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
  }

  void everyPlotBecomesAFigureWithTextAsText() {
    const std::pair<PrintedPlot*, const char*> plots[] = {
        {m_curves, "iteration"}, {m_histogram, "Amplitude error"}, {m_scatter, "first method"}};
    for (const auto& [plot, label] : plots) {
      const QString name = m_folder.filePath("plot");
      QVERIFY(plot->exportTo(name + ".pdf"));
      QVERIFY(bytesOf(name + ".pdf").startsWith("%PDF"));
      QVERIFY(plot->exportTo(name + ".svg"));
      QVERIFY2(bytesOf(name + ".svg").contains(label), label);
      QVERIFY(!bytesOf(name + ".svg").contains("<image"));
      QVERIFY(plot->exportTo(name + ".png"));
      const QImage picture(name + ".png");
      QVERIFY(!picture.isNull());
      QCOMPARE(picture.pixelColor(1, 1), QColor(Qt::white));  // paper, whatever the window's colours
      QVERIFY(!plot->exportTo(name + ".doc"));
      QVERIFY(!plot->exportTo(m_folder.filePath("nowhere/plot.pdf")));
    }
  }

  void aRightClickCopiesThePicture() {
    for (QWidget* plot : std::initializer_list<QWidget*>{m_curves, m_histogram, m_scatter}) {
      QGuiApplication::clipboard()->clear();
      QSignalSpy notes(m_menu, &PlotMenu::noteGiven);
      rightClick(plot);
      trigger("Copy");
      QCOMPARE(notes.count(), 1);
      QVERIFY(!QGuiApplication::clipboard()->image().isNull());
    }
  }

  void aRightClickSavesAFigure() {
    QSignalSpy notes(m_menu, &PlotMenu::noteGiven);
    QSignalSpy errors(m_menu, &PlotMenu::errorFound);
    for (const QString& name : {m_folder.filePath("curves.pdf"), m_folder.filePath("gone/curves.pdf")}) {
      rightClick(m_curves);
      trigger("Save");
      QFileDialog* dialog = nullptr;
      QTRY_VERIFY((dialog = m_page->findChild<QFileDialog*>()) && dialog->isVisible());
      Q_EMIT dialog->fileSelected(name);
      dialog->close();
    }
    QCOMPARE(notes.count(), 1);
    QVERIFY(bytesOf(m_folder.filePath("curves.pdf")).startsWith("%PDF"));
    QCOMPARE(errors.count(), 1);
    QVERIFY(errors[0][0].toString().contains("curves.pdf"));
  }

  void besideThePlotsThereIsNoSuchMenu() {
    rightClick(new QWidget(m_page.get()));
    QVERIFY(!m_page->findChild<QMenu*>("plotMenu"));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::PlotMenuTest)
#include "plot_menu_test.moc"
