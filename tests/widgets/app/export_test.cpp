#include <fstream>

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

#include "core/store/evaluation_file.h"
#include "core/study/study_report.h"
#include "tests/widgets/app/window_fixture.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/figure_preview.h"
#include "widgets/export/study_page.h"
#include "widgets/export/table_page.h"
#include "widgets/kit/status/banner.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

constexpr int kPatience_ms = 15'000;
constexpr std::size_t kSide = 48;

/// Waves whose estimate is off by a known factor.
KeptEstimate estimateOf(std::int64_t image, float off) {
  KeptEstimate kept{image, 0, ComplexImage(kSide, kSide), ComplexImage(kSide, kSide)};
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) {
      const float wave = 0.5F + 0.5F * std::sin(0.3F * static_cast<float>(r + c * static_cast<std::size_t>(image + 1)));
      kept.truth(r, c) = std::polar(0.5F + 0.5F * wave, -wave);
      kept.object(r, c) = kept.truth(r, c) * (1 + off * wave);
    }
  }
  return kept;
}

/// An evaluation of one method over three images, two of them kept; image 1 is the worst.
void writeEvaluationRun(const QString& root) {
  test::SyntheticRun run(root.toStdString(), "photos", "evaluate");
  StoredEvaluation stored;
  stored.name = "photos";
  stored.spec_json = "{}";
  Evaluation& evaluation = stored.evaluation;
  evaluation.methods = {"network"};
  evaluation.images = 3;
  evaluation.kept = {estimateOf(0, 0.05F), estimateOf(1, 0.2F)};
  for (int image = 0; image < 3; ++image) {
    EvaluationRecord record;
    record.image = image;
    record.name = "photo " + std::to_string(image) + ".jpg";
    record.amplitude_nrmse = image == 1 ? 0.2 : 0.05;
    record.phase_nrmse = image == 1 ? 0.4 : 0.1;
    record.flat_amplitude_nrmse = 0.3;
    record.flat_phase_nrmse = 0.5;
    evaluation.records.push_back(record);
  }
  const auto written = writeEvaluation(run.folder() / run_file::kResult, stored);
  if (!written) qFatal("%s", written.error().text().c_str());
  run.write(RunState::Done);
}

template <class Widget>
Widget& find(QWidget& parent, const char* name) {
  auto* found = parent.findChild<Widget*>(QLatin1String(name));
  if (!found) qFatal("there is no %s", name);
  return *found;
}

void click(QAbstractButton& button) { QTest::mouseClick(&button, Qt::LeftButton); }

QByteArray contents(const QString& name) {
  QFile file(name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class ExportTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;
  std::unique_ptr<MainWindow> m_window;

  [[nodiscard]] FigurePage& page() { return m_window->area().exporting().figure(); }

 private Q_SLOTS:
  void init() {
    m_fixture = std::make_unique<test::WindowFixture>();
    writeEvaluationRun(m_fixture->runs());
    m_window = m_fixture->window();
    m_window->showWorkspace(Workspace::Export);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_COMPARE_WITH_TIMEOUT(find<QTreeWidget>(page(), "figureSources").topLevelItemCount(), 1, kPatience_ms);
  }
  void cleanup() {
    m_window.reset();
    m_fixture.reset();
  }

  void listsKeptEstimatesTheWorstFirst() {
    const auto* top = find<QTreeWidget>(page(), "figureSources").topLevelItem(0);
    QCOMPARE(top->childCount(), 2);
    QVERIFY(top->child(0)->text(0).startsWith(QStringLiteral("photo 1.jpg, network: A 0.2")));
  }

  void figureIsMadeUndoneAndWritten() {
    auto& sources = find<QTreeWidget>(page(), "figureSources");
    auto& add = find<QPushButton>(page(), "addPanels");
    QVERIFY(!add.isEnabled());
    sources.topLevelItem(0)->setExpanded(true);
    QTest::mouseClick(sources.viewport(), Qt::LeftButton, {},
                      sources.visualItemRect(sources.topLevelItem(0)->child(0)).center());
    QVERIFY(add.isEnabled());
    click(add);
    QCOMPARE(find<QListWidget>(page(), "figurePanels").count(), 6);
    auto& preview = find<FigurePreview>(page(), "figurePreview");
    QTRY_VERIFY_WITH_TIMEOUT(!preview.figure().isNull(), kPatience_ms);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(page().recipe().items.empty());
    QVERIFY(preview.figure().isNull());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(page().recipe().items.size(), std::size_t(6));
    for (const char* name : {"figure.pdf", "figure.svg", "figure.png", "figure.tif"}) {
      const QString file = m_fixture->file(QLatin1String(name));
      Q_EMIT page().exportRequested(file);
      QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().message().contains(QLatin1String(name)), kPatience_ms);
      QVERIFY(contents(file).size() > 5000);
    }
    QVERIFY(contents(m_fixture->file("figure.svg")).contains("(0.147)"));  // NRMSE behind a title
    click(find<QPushButton>(page(), "copyFigure"));
    QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->image().isNull(), kPatience_ms);
  }

  void recipeIsKeptAndGivesTheSameFigure() {
    FigureRecipe recipe;
    const auto* leaf = find<QTreeWidget>(page(), "figureSources").topLevelItem(0)->child(1);
    const FigureSource source{leaf->data(0, Qt::UserRole).toString().toStdString(), 0, "network"};
    recipe.items = {{source, FigurePart::Complex, {}}, {source, FigurePart::PhaseError, "mine"}};
    recipe.style.columns = 2;
    recipe.style.caption = "A caption";
    page().setRecipe(recipe);
    Q_EMIT page().saveRecipeRequested(m_fixture->file("figure.json"));
    page().setRecipe({});
    Q_EMIT page().loadRecipeRequested(m_fixture->file("figure.json"));
    QCOMPARE(page().recipe(), recipe);
    m_window->close();
    m_window = m_fixture->window();
    QCOMPARE(m_window->area().exporting().figure().recipe(), recipe);
  }

  void curvesOfRunsBecomeAPanelBesideThePictures() {
    test::SyntheticRun run(m_fixture->runs().toStdString(), "mse", "train");
    for (int row = 1; row <= 20; ++row) {
      run.appendEvents(jsonText({{"kind", "train"}, {"step", 10 * row}, {"epoch", 0.1 * row}, {"loss", 1.0 / row},
                                 {"learning_rate", 0.001}, {"gradient_norm", 1}, {"patterns_per_s", 9},
                                 {"loader_wait", 0}, {"seconds", row}}) + "\n");
    }
    run.write(RunState::Done);
    auto& sources = find<QTreeWidget>(page(), "figureSources");
    auto& kinds = find<QComboBox>(page(), "curveKinds");
    auto& add = find<QPushButton>(page(), "addCurves");
    QTRY_COMPARE_WITH_TIMEOUT(sources.topLevelItemCount(), 2, kPatience_ms);
    QVERIFY(!add.isEnabled());
    const auto items = sources.findItems(QStringLiteral("mse"), Qt::MatchContains);
    QCOMPARE(items.size(), 1);
    QTest::mouseClick(sources.viewport(), Qt::LeftButton, {}, sources.visualItemRect(items.front()).center());
    QVERIFY(!find<QPushButton>(page(), "addPanels").isEnabled());  // a training has no pictures
    QCOMPARE(kinds.currentText(), QStringLiteral("Training loss"));
    click(add);
    QCOMPARE(page().recipe().items.size(), std::size_t(1));
    const auto& curves = page().recipe().items[0].curves;
    QVERIFY(curves && curves->kind == CurveKind::Loss && curves->log_y);
    auto& preview = find<FigurePreview>(page(), "figurePreview");
    QTRY_VERIFY_WITH_TIMEOUT(!preview.figure().isNull(), kPatience_ms);
    auto& panels = find<QListWidget>(page(), "figurePanels");
    panels.setCurrentRow(0);
    auto& form = find<QWidget>(page(), "curveForm");
    QVERIFY(form.isVisible());
    auto* logarithmic = form.findChild<QCheckBox*>(QStringLiteral("log_y"));
    QVERIFY(logarithmic);
    click(*logarithmic);
    QVERIFY(!page().recipe().items[0].curves->log_y);
    // Beside a picture, and back again from a file.
    FigureRecipe recipe = page().recipe();
    const auto* leaf = sources.findItems(QStringLiteral("photos"), Qt::MatchContains).front()->child(0);
    const FigureSource picture{leaf->data(0, Qt::UserRole).toString().toStdString(), 1, "network"};
    recipe.items.push_back({picture, FigurePart::Phase, {}});
    page().setRecipe(recipe);
    const QString file = m_fixture->file("mixed.svg");
    Q_EMIT page().exportRequested(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().message().contains(file), kPatience_ms);
    QVERIFY(contents(file).contains("polyline") && contents(file).contains("<image"));
    Q_EMIT page().saveRecipeRequested(m_fixture->file("mixed.json"));
    page().setRecipe({});
    Q_EMIT page().loadRecipeRequested(m_fixture->file("mixed.json"));
    QCOMPARE(page().recipe(), recipe);
    recipe.items.resize(1);
    page().setRecipe(recipe);
    Q_EMIT page().exportRequested(m_fixture->file("curves.h5"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->banner().message().contains(QStringLiteral("no pictures")), kPatience_ms);
    fs::remove_all(run.folder());
    recipe.style.caption = "again";
    page().setRecipe(recipe);
    QTRY_VERIFY_WITH_TIMEOUT(preview.message().contains(QStringLiteral("not the folder of a training")), kPatience_ms);
  }

  void missingEstimateIsASentence() {
    FigureRecipe recipe;
    const auto* leaf = find<QTreeWidget>(page(), "figureSources").topLevelItem(0)->child(1);
    recipe.items = {{{leaf->data(0, Qt::UserRole).toString().toStdString(), 2, "network"}, FigurePart::Amplitude, {}}};
    page().setRecipe(recipe);
    auto& preview = find<FigurePreview>(page(), "figurePreview");
    QTRY_VERIFY_WITH_TIMEOUT(preview.message().contains(QStringLiteral("--keep all")), kPatience_ms);
  }

  void studyIsStartedAsACommandAndItsTableShown() {
    QVERIFY(m_window->area().exporting().showPage(QStringLiteral("study")));
    StudyPage& studies = m_window->area().exporting().studies();
    QVERIFY(find<QLineEdit>(studies, "studyCommand").text().contains(QStringLiteral("study --preset tiny")));
    QVERIFY(!find<QPushButton>(studies, "openReport").isEnabled());
    test::SyntheticRun run(m_fixture->runs().toStdString(), "tiny", "study");
    std::ofstream(run.folder() / study_file::kMarkdown) << "| method | A |\n| --- | --- |\n| chain | 0.0123 |\n";
    std::ofstream(run.folder() / study_file::kHtml) << "<!doctype html>";
    run.write(RunState::Done);
    QTRY_COMPARE_WITH_TIMEOUT(studies.shownStudy(), run.qFolder(), kPatience_ms);
    const auto& table = find<QTextBrowser>(studies, "studyTable");
    QTRY_VERIFY_WITH_TIMEOUT(table.toPlainText().contains(QStringLiteral("0.0123")), kPatience_ms);
    QVERIFY(find<QPushButton>(studies, "openReport").isEnabled());
    QVERIFY(!find<QPushButton>(studies, "continueStudy").isEnabled());
    run.write(RunState::Stopped);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(studies, "continueStudy").isEnabled(), kPatience_ms);
  }

  void tableIsCopiedAndWritten() {
    QVERIFY(m_window->area().exporting().showPage(QStringLiteral("table")));
    TablePage& tables = m_window->area().exporting().tables();
    const auto& view = find<QTableWidget>(tables, "summaryTable");
    QCOMPARE(view.rowCount(), 2);  // flat, network
    QCOMPARE(view.item(0, 0)->text(), QStringLiteral("flat picture"));
    QVERIFY(view.item(1, 2)->text().startsWith(QStringLiteral("0.1")));
    click(find<QPushButton>(tables, "copyLatex"));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\\toprule")));
    Q_EMIT tables.exportRequested(m_fixture->file("table.md"));
    QTRY_VERIFY(contents(m_fixture->file("table.md")).startsWith("| method"));
    Q_EMIT tables.exportRequested(m_fixture->file("table.docx"));
    QTRY_VERIFY(m_window->banner().message().contains(QStringLiteral(".csv, .md, .tex or .html")));
    auto& list = find<QListWidget>(tables, "tableEvaluations");
    list.item(0)->setCheckState(Qt::Unchecked);
    QVERIFY(!find<QPushButton>(tables, "copyLatex").isEnabled());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ExportTest)
#include "export_test.moc"
