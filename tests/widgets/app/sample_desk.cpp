#include "tests/widgets/app/sample_desk.h"

#include <cmath>

#include <QTest>

#include "core/learn/training_spec.h"
#include "core/store/evaluation_file.h"
#include "tests/widgets/app/foreign_scan.h"
#include "tests/widgets/failures/sample_evaluation.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/import/import_page.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/runs/runs_workspace.h"

namespace ptycho::test {
namespace {

constexpr int kPatience_ms = 30'000;

std::string trainingEvents(double level) {
  std::string lines;
  for (int row = 1; row <= 60; ++row) {
    const double loss = level * (1 + 5 * std::exp(-row / 12.0)) * (1 + 0.2 * std::sin(3.7 * row));
    Json event{{"kind", "train"}, {"step", 10 * row}, {"epoch", 0.1 * row}, {"loss", loss}, {"loss_mse", loss},
               {"learning_rate", 1e-3 / row}, {"gradient_norm", 2 * loss}, {"patterns_per_s", 1234.5},
               {"loader_wait", 2.4e-6}, {"seconds", 12.0 * row}, {"time", 1.7e9 + 12 * row}};
    lines += jsonText(event) + "\n";
    if (row % 10 != 0) continue;
    lines += jsonText({{"kind", "validation"}, {"step", 10 * row}, {"amplitude_nrmse", loss},
                       {"phase_nrmse", 2 * loss}, {"batch_amplitude_nrmse", 0.9 * loss},
                       {"batch_phase_nrmse", 1.9 * loss}, {"flat_amplitude_nrmse", 0.16}, {"flat_phase_nrmse", 0.41},
                       {"seconds", 12.0 * row}, {"time", 1.7e9 + 12 * row}}) + "\n";
  }
  return lines;
}

QString addTraining(const std::filesystem::path& root, const std::string& name, double level) {
  SyntheticRun run(root, name, "train");
  Json spec = readRunSpec(run.folder()).value();
  spec["training"] = trainingSpecToJson({});
  std::ofstream(run.folder() / run_file::kSpec) << jsonText(spec);
  run.appendEvents(trainingEvents(level));
  run.status().done = run.status().total = 600;
  run.write(RunState::Done);
  return run.qFolder();
}

}  // namespace

SampleDesk::SampleDesk() {
  const std::filesystem::path root = fixture.runs().toStdString();
  training = addTraining(root, "mse 60 px", 0.1);
  other_training = addTraining(root, "dse 60 px", 0.06);
  SyntheticRun evaluated(root, "photos", "evaluate");
  if (!writeEvaluation(evaluated.folder() / run_file::kResult, sampleEvaluation(40, 8).stored)) qFatal("evaluation");
  evaluated.status().done = evaluated.status().total = 80;
  evaluated.write(RunState::Done);
  evaluation = evaluated.qFolder();
  SyntheticRun reconstructed(root, "leaves", "reconstruct");
  reconstructed.writeResult(true, 64);
  reconstructed.appendEvents(
      "{\"iteration\":1,\"stage\":0,\"engine\":\"dm\",\"residual\":0.5,\"seconds\":0.1}\n"
      "{\"iteration\":2,\"stage\":0,\"engine\":\"dm\",\"residual\":0.25,\"seconds\":0.2}\n");
  reconstructed.write(RunState::Done);
  reconstruction = reconstructed.qFolder();
}

const QStringList& deskPages() {
  static const QStringList kPages{
      "setup",          "runs/curves",  "runs/about",      "runs/asked",          "runs/log",
      "runs/compare",   "runs/new",     "reconstruct",     "reconstruct/profile", "reconstruct/probe",
      "failures/image", "failures/why", "failures/compare", "export/figure",      "export/table",
      "export/study",   "import"};
  return kPages;
}

bool showDeskPage(MainWindow& window, const SampleDesk& desk, const QString& page) {
  const QString workspace = page.section(QLatin1Char('/'), 0, 0);
  const QString tab = page.section(QLatin1Char('/'), 1);
  WorkArea& area = window.area();
  const auto soon = [](auto condition) { return QTest::qWaitFor(condition, kPatience_ms); };
  if (workspace == "import") {
    const QString file = desk.fixture.file("measured.cxi");
    writeForeignScan(file);
    window.open(file);
    return soon([&] {
      return area.current() == Workspace::Import && window.isSettled() && area.importing().look() != nullptr;
    });
  }
  window.showWorkspace(static_cast<Workspace>(workspaceFromName(workspace)));
  if (workspace == "runs") {
    area.runs().select(desk.training);
    if (!soon([&] { return area.runs().shownRun() == desk.training; })) return false;
  } else if (workspace == "reconstruct") {
    window.open(desk.reconstruction);
    if (!soon([&] { return area.reconstruct().result() != nullptr; })) return false;
  } else if (workspace == "failures") {
    window.open(desk.evaluation);
    if (!soon([&] { return area.failures().table().size() == 40; })) return false;
  } else if (tab == "figure") {
    FigureRecipe recipe;
    recipe.items = comparisonItems({desk.reconstruction.toStdString(), -1, {}}, true);
    area.exporting().figure().setRecipe(recipe);
  }
  return (tab.isEmpty() || area.showTab(tab)) && soon([&] { return window.isSettled(); });
}

}  // namespace ptycho::test
