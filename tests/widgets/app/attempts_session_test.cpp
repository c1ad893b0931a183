#include <cmath>
#include <fstream>

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "app/window/attempts_session.h"
#include "core/optics/probe.h"
#include "core/store/run_notes.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/attempts_model.h"
#include "widgets/reconstruct/attempts_panel.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {
namespace {

constexpr std::size_t kSide = 48;

/// Smooth blobs seen with a beam in the middle of an 8 px window.
ResultRecord record(double residual, double ramp_rad_px, float factor) {
  ResultRecord out;
  ReconstructionSpec spec;
  spec.stages = parseChain("epie:20,raar:40").value();
  out.name = "scan";
  out.spec_json = jsonText(reconstructionSpecToJson(spec));
  Reconstruction& outcome = out.reconstruction;
  outcome.object = ComplexImage(kSide, kSide);
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) {
      const double y = static_cast<double>(r);
      const double x = static_cast<double>(c);
      const double blob = std::exp(-(std::pow(y - 18, 2) + std::pow(x - 27, 2)) / 60);
      outcome.object(r, c) = Complex(std::polar(factor * (1 - 0.6 * blob), -0.8 * blob + ramp_rad_px * (x - 24)));
    }
  }
  outcome.probe = ComplexStack(1, 8, 8);
  for (std::size_t i = 0; i < 64; ++i) {
    const double y = static_cast<double>(i / 8) - 3.5;
    const double x = static_cast<double>(i % 8) - 3.5;
    outcome.probe.image(0)[i] = Complex(std::polar(std::exp(-(x * x + y * y) / 6), -ramp_rad_px * x));
  }
  outcome.iterations = 60;
  outcome.residual = residual;
  outcome.amplitude_nrmse = outcome.phase_nrmse = std::nan("");
  for (int i = 1; i <= 3; ++i) {
    outcome.history.push_back({i, 0, "epie", residual * (4 - i), 1e-3, std::nan(""), std::nan(""), 0.1 * i});
  }
  out.coverage = RealImage(kSide, kSide, 1);
  return out;
}

struct Bench {
  explicit Bench(const QTemporaryDir& folder) : root(folder.filePath("runs").toStdString()) {
    workspace.resize(1400, 900);
    workspace.show();
    workspace.showTab("attempts");
  }

  QString add(const std::string& name, const Json& more, const ResultRecord& result) {
    test::SyntheticRun run(root, name, "reconstruct", more);
    run.write(RunState::Done);
    run.writeResult(result);
    rows.push_back({{}, RunLiveness::Done});
    rows.back().entry.folder = run.folder();
    rows.back().entry.verb = "reconstruct";
    return run.qFolder();
  }
  void list(const QString& scan) {
    session.setScan(scan);
    session.setRunRows(rows);
  }
  void show(const QString& folder, const ResultRecord& result) {
    workspace.showRun(folder);
    workspace.setResult(std::make_shared<ResultRecord>(result));
  }
  [[nodiscard]] QStringList column(AttemptsModel::Column which) {
    QStringList texts;
    const QAbstractItemModel& shown = *panel().view().model();
    for (int row = 0; row < shown.rowCount(); ++row) texts << shown.index(row, which).data().toString();
    return texts;
  }
  [[nodiscard]] AttemptsPanel& panel() { return workspace.attempts(); }
  [[nodiscard]] QPushButton& button() { return *workspace.findChild<QPushButton*>("compareAttempt"); }

  std::filesystem::path root;
  std::vector<RunRow> rows;
  ReconstructWorkspace workspace;
  AttemptsSession session{workspace, nullptr};
};

}  // namespace

class AttemptsSessionTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<Bench> m_bench;

 private Q_SLOTS:
  void init() { m_bench = std::make_unique<Bench>(m_folder); }
  void cleanup() {
    m_bench.reset();
    QDir(m_folder.filePath("runs")).removeRecursively();
  }

  void attemptsOnOneScanAreListedTheBestFirst() {
    m_bench->add("worse", {{"acquisition", "/data/a.h5"}}, record(0.31, 0, 1));
    m_bench->add("elsewhere", {{"acquisition", "/data/b.h5"}}, record(0.05, 0, 1));
    m_bench->add("better", {{"acquisition", "/data/a.h5"}}, record(0.12, 0, 1));
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->column(AttemptsModel::kName), QStringList({"better", "worse"}));
    QCOMPARE(m_bench->column(AttemptsModel::kResidual), QStringList({"0.1200", "0.3100"}));
    QCOMPARE(m_bench->column(AttemptsModel::kChain).first(), QString("epie:20,raar:40"));
    QVERIFY(m_bench->panel().view().isColumnHidden(AttemptsModel::kAmplitude));  // no truth, so nothing to say
    QVERIFY(!m_bench->panel().view().isColumnHidden(AttemptsModel::kUpdate));
    m_bench->list("/data/b.h5");
    QTRY_COMPARE(m_bench->column(AttemptsModel::kName), QStringList({"elsewhere"}));
  }

  void aFileThatRunsImportedIsOneScan() {
    const QString first = m_bench->add("first", {{"acquisition", "/data/star.cxi"}, {"import", Json::object()}},
                                       record(0.2, 0, 1));
    std::ofstream((first + "/scan.h5").toStdString()) << "x";
    m_bench->add("again", {{"acquisition", (first + "/scan.h5").toStdString()}}, record(0.1, 0, 1));
    m_bench->list(first + "/scan.h5");
    QTRY_COMPARE(m_bench->column(AttemptsModel::kName), QStringList({"again", "first"}));
  }

  void attemptsOfOneNameAreToldApart() {
    const QString first = m_bench->add("star", {{"acquisition", "/data/a.h5"}}, record(0.2, 0, 1));
    const QString second = m_bench->add("star", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    const QString other = m_bench->add("other", {{"acquisition", "/data/a.h5"}}, record(0.3, 0, 1));
    for (const QString& folder : {first, second}) QVERIFY(writeRunNotes(folder.toStdString(), {"star", {}, ""}));
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->panel().model().rowCount(), 3);
    const AttemptsModel& model = m_bench->panel().model();
    QVERIFY2(model.distinctName(first).startsWith("star, "), qPrintable(model.distinctName(first)));
    QVERIFY(model.distinctName(second).startsWith("star, "));
    QCOMPARE(model.distinctName(other), QString("other"));
  }

  void twoAttemptsLieBesideOneAnother() {
    const QString shown = m_bench->add("shown", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    const QString other = m_bench->add("other", {{"acquisition", "/data/a.h5"}}, record(0.2, 0.03, 1.7F));
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->panel().model().rowCount(), 2);
    m_bench->show(shown, record(0.1, 0, 1));
    m_bench->workspace.setSeries(seriesOf(record(0.1, 0, 1).reconstruction.history));
    m_bench->panel().select(shown);
    QVERIFY(!m_bench->button().isEnabled());
    m_bench->panel().select(other);
    QVERIFY2(m_bench->button().isEnabled(), qPrintable(m_bench->button().toolTip()));
    QTest::mouseClick(&m_bench->button(), Qt::LeftButton);
    QTRY_VERIFY(m_bench->panel().outcome().contains("differs"));
    ComparisonPanel& pictures = m_bench->workspace.comparison();
    QCOMPARE(pictures.heading(0, 0), QString("Amplitude, other"));
    QCOMPARE(pictures.heading(0, 1), QString("Amplitude, this run"));
    QVERIFY(pictures.onScreen().pictures.error.amplitude_nrmse < 1e-3);  // ramp and factor are no difference
    QVERIFY(pictures.onScreen().pictures.error.phase_nrmse < 1e-2);
    m_bench->workspace.convergence().residualPlot().showCursorAt(2);
    QVERIFY(m_bench->workspace.convergence().residualPlot().cursorLines().join(' ').contains("residual, other"));

    QCOMPARE(m_bench->button().text(), QString("End comparison"));
    QTest::mouseClick(&m_bench->button(), Qt::LeftButton);
    QVERIFY(!pictures.onScreen().hasTruth());
    QVERIFY(m_bench->panel().outcome().isEmpty());
    m_bench->workspace.convergence().residualPlot().showCursorAt(2);
    QVERIFY(!m_bench->workspace.convergence().residualPlot().cursorLines().join(' ').contains("other"));
  }

  void objectsOfAnotherSizeAreNotCompared() {
    ResultRecord small = record(0.2, 0, 1);
    small.reconstruction.object = ComplexImage(kSide - 2, kSide, Complex(1, 0));
    small.coverage = {};
    const QString shown = m_bench->add("shown", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    const QString other = m_bench->add("other", {{"acquisition", "/data/a.h5"}}, small);
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->panel().model().rowCount(), 2);
    m_bench->show(shown, record(0.1, 0, 1));
    m_bench->panel().select(other);
    QSignalSpy errors(&m_bench->session, &AttemptsSession::errorFound);
    QTest::mouseClick(&m_bench->button(), Qt::LeftButton);
    QTRY_COMPARE(errors.count(), 1);
    QVERIFY2(errors.first().first().toString().contains("48 × 48 px"), qPrintable(errors.first().first().toString()));
    QVERIFY(m_bench->panel().outcome().isEmpty());
  }

  void aDamagedResultSaysSo() {
    const QString folder = m_bench->add("broken", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    std::filesystem::resize_file((folder + "/result.h5").toStdString(), 600);
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->column(AttemptsModel::kChain), QStringList({"unreadable"}));
    m_bench->panel().select(folder);
    QVERIFY(!m_bench->button().isEnabled());
    QVERIFY(m_bench->button().toolTip().contains("result.h5"));
  }

  void aNoteStaysWithTheRun() {
    const QString folder = m_bench->add("run", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    QVERIFY(writeRunNotes(folder.toStdString(), {"Best so far", {"star"}, ""}));
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->column(AttemptsModel::kName), QStringList({"Best so far"}));
    AttemptsModel& model = m_bench->panel().model();
    QVERIFY(model.setData(model.index(0, AttemptsModel::kNote), "probe drifts", Qt::EditRole));
    QTRY_COMPARE(readRunNotes(folder.toStdString())->note, std::string("probe drifts"));
    QCOMPARE(readRunNotes(folder.toStdString())->title, std::string("Best so far"));
    QCOMPARE(readRunNotes(folder.toStdString())->tags, std::vector<std::string>{"star"});
  }

  void aNoteIsWrittenWhileTheListIsReadAgain() {
    m_bench->add("run", {{"acquisition", "/data/a.h5"}}, record(0.1, 0, 1));
    m_bench->list("/data/a.h5");
    QTRY_COMPARE(m_bench->panel().model().rowCount(), 1);
    QTreeView& view = m_bench->panel().view();
    const QModelIndex cell = view.model()->index(0, AttemptsModel::kNote);
    view.setCurrentIndex(cell);
    view.edit(cell);
    auto* editor = view.findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, "half ");
    m_bench->panel().setAttempts(m_bench->panel().model().attempts());  // the list, as it comes every two seconds
    QCOMPARE(view.currentIndex().column(), static_cast<int>(AttemptsModel::kNote));
    QCOMPARE(view.findChild<QLineEdit*>(), editor);
    QTest::keyClicks(editor, "written");
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_bench->column(AttemptsModel::kNote), QStringList{"half written"});
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::AttemptsSessionTest)
#include "attempts_session_test.moc"
