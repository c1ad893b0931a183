#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QUndoStack>

#include "core/learn/presets.h"
#include "widgets/runs/evaluation_form.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/rerun.h"
#include "widgets/runs/training_fields.h"
#include "widgets/runs/training_form.h"

namespace ptycho {
namespace {

template <class Widget>
Widget* child(QWidget& parent, const char* name) {
  return parent.findChild<Widget*>(QString::fromUtf8(name));
}

void type(QWidget* editor, const QString& text) {
  editor->setFocus();
  if (auto* box = qobject_cast<QDoubleSpinBox*>(editor)) box->selectAll();
  if (auto* line = qobject_cast<QLineEdit*>(editor)) line->selectAll();
  QTest::keyClicks(editor, text);
  QTest::keyClick(editor, Qt::Key_Tab);
}

TrainingRequest presetRequest(const char* name) {
  TrainingRequest request;
  request.preset = name;
  request.spec = findTrainingPreset(name).value();
  return request;
}

}  // namespace

class LaunchFormTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<LaunchPanel> m_panel;

 private Q_SLOTS:
  void init() {
    m_panel = std::make_unique<LaunchPanel>();
    m_panel->resize(900, 800);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
  }
  void cleanup() { m_panel.reset(); }

  void aPresetIsAShortCommand() {
    auto* preset = child<QComboBox>(*m_panel, "trainingPreset");
    preset->setFocus();
    QTest::keyClick(preset, Qt::Key_Home);
    QCOMPARE(m_panel->command(), QString("ptychodesk-cli train --preset=reference-20-mse"));
    QCOMPARE(m_panel->training().request().spec, findTrainingPreset("reference-20-mse").value());
    QCOMPARE(child<QTreeWidget>(*m_panel, "presetDifferences")->topLevelItemCount(), 0);
  }

  void anEditIsAnOptionAndADifference() {
    m_panel->training().setRequest(presetRequest("laptop-40"));
    type(child<QWidget>(*m_panel, "loop.steps"), "500");
    type(child<QWidget>(m_panel->training(), "photos_path"), "/data/my photos");
    QCOMPARE(m_panel->command(),
             QString("ptychodesk-cli train --preset=laptop-40 --steps=500 '--photos=/data/my photos'"));
    const auto* list = child<QTreeWidget>(*m_panel, "presetDifferences");
    QCOMPARE(list->topLevelItem(0)->text(0), QString("Steps"));
    QCOMPARE(list->topLevelItem(0)->text(1), QString("500"));
    QCOMPARE(list->topLevelItem(0)->text(2), QString("100000"));
    QVERIFY(m_panel->launch().spec["training"]["loop"]["steps"] == 500);
  }

  void editsCanBeUndoneAndDoneAgain() {
    m_panel->training().setRequest(presetRequest("laptop-40"));
    type(child<QWidget>(*m_panel, "loop.steps"), "500");
    auto* preset = child<QComboBox>(*m_panel, "trainingPreset");
    preset->setFocus();
    QTest::keyClick(preset, Qt::Key_Home);
    QCOMPARE(m_panel->training().request().spec.loop.steps, 2500);
    m_panel->undoStack().undo();
    QCOMPARE(m_panel->training().request().preset, QString("laptop-40"));
    QCOMPARE(m_panel->training().request().spec.loop.steps, 500);
    m_panel->undoStack().undo();
    QCOMPARE(m_panel->training().request().spec, findTrainingPreset("laptop-40").value());
    m_panel->undoStack().redo();
    QCOMPARE(m_panel->training().request().spec.loop.steps, 500);
  }

  void photosStayWhenAnotherPresetIsChosen() {
    type(child<QWidget>(m_panel->training(), "photos_path"), "/data/photos");
    auto* preset = child<QComboBox>(*m_panel, "trainingPreset");
    preset->setFocus();
    QTest::keyClick(preset, Qt::Key_Home);
    QCOMPARE(m_panel->command(), QString("ptychodesk-cli train --preset=reference-20-mse --photos=/data/photos"));
  }

  void whatContradictsIsSaidBesideTheField() {
    m_panel->training().setRequest(presetRequest("laptop-40"));
    auto* start = child<QPushButton>(*m_panel, "launch");
    QVERIFY(start->isEnabled());
    type(child<QWidget>(*m_panel, "loop.micro_batch"), "3");
    auto* error = child<QLabel>(*m_panel, "loop.micro_batch_error");
    QVERIFY(error->isVisible());
    QVERIFY(error->text().contains("does not divide"));
    QVERIFY(!start->isEnabled());
    QVERIFY(child<QLabel>(*m_panel, "launchObstacle")->text().contains("does not divide"));
    type(child<QWidget>(*m_panel, "loop.micro_batch"), "4");
    QVERIFY(!error->isVisible());
    QVERIFY(start->isEnabled());
  }

  void whatNoOptionCanSayGoesIntoAFile() {
    TrainingRequest request = presetRequest("laptop-40");
    request.spec.simulation.object.index = 7;
    QCOMPARE(trainArguments(request), QStringList({"train", "--spec={run}/spec.json"}));
    const LaunchRequest launch = launchOf(request);
    QCOMPARE(trainingSpecFromJson(launch.spec["training"]).value(), request.spec);
  }

  void optionsLeadBackToTheSameSpecification() {
    TrainingRequest request = presetRequest("plus-60");
    request.spec.loop.seed = 9;
    request.spec.simulation.object.seed = 5;
    request.spec.simulation.object.phase_min_rad = -2.5;
    request.spec.optimiser.learning_rate = 0.00125;
    request.spec.data.augment = false;
    TrainingSpec read = findTrainingPreset("plus-60").value();
    for (const QString& word : trainArguments(request).mid(2)) {
      for (const auto& field : trainingFields()) {
        if (word.section('=', 0, 0) != field.option) continue;
        const auto value = parseFieldText(field.info, word.section('=', 1).toStdString());
        QVERIFY(value.has_value());
        field.set(read, *value);
      }
    }
    QCOMPARE(read, request.spec);
    QVERIFY(trainArguments(request).contains("--object-seed=5"));
  }

  void theNearestPresetIsFound() {
    TrainingSpec spec = findTrainingPreset("laptop-plus-40").value();
    spec.loop.steps = 77;
    QCOMPARE(nearestPreset(spec), QString("laptop-plus-40"));
  }

  void aReRunAsksForTheSame() {
    TrainingRequest request = presetRequest("laptop-60");
    request.threads = 2;
    request.spec.loop.seed = 4;
    const auto again = rerunOf(launchOf(request).spec, "/runs/20261123_train_a");
    QVERIFY(again.has_value());
    QCOMPARE(trainingSpecFromJson(again->spec["training"]).value(), request.spec);
    QVERIFY(again->arguments.contains("--threads=2"));
    QCOMPARE(again->spec["parent"].get<std::string>(), std::string("20261123_train_a"));
    const Json other{{"schema", 1}, {"verb", "reconstruct"}, {"name", "scan"},
                     {"command", {"cli", "reconstruct", "/d/s.h5", "--run-folder", "/r/a", "-o", "x.h5", "--name=y",
                                  "--seed=3"}}};
    QCOMPARE(rerunOf(other, "/r/a")->arguments, QStringList({"reconstruct", "/d/s.h5", "--seed=3"}));
  }

  void theCommandCanBeCopied() {
    QTest::mouseClick(child<QToolButton>(*m_panel, "copyLaunch"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_panel->command());
  }

  void startAsksForTheCommandThatIsShown() {
    QSignalSpy launches(m_panel.get(), &LaunchPanel::launchRequested);
    QTest::mouseClick(child<QPushButton>(*m_panel, "launch"), Qt::LeftButton);
    QCOMPARE(launches.count(), 1);
    const auto launch = launches[0][0].value<LaunchRequest>();
    QCOMPARE("ptychodesk-cli " + launch.arguments.join(' '), m_panel->command());
  }

  void aBusyDeviceMeansTheQueue() {
    auto* start = child<QPushButton>(*m_panel, "launch");
    QCOMPARE(start->text(), QString("&Start"));
    m_panel->setBusyDevices({"cpu"});
    QCOMPARE(start->text(), QString("&Add to queue"));
  }

  void aTemplateShowsItsScriptFilled() {
    m_panel->setTemplates({slurmTemplate()});
    auto* runOn = child<QComboBox>(*m_panel, "runOn");
    runOn->setFocus();
    QTest::keyClick(runOn, Qt::Key_Down);
    auto* script = child<QPlainTextEdit>(*m_panel, "scriptPreview");
    QVERIFY(script->isVisible());
    QVERIFY(script->toPlainText().contains("--partition=gpu"));
    type(child<QWidget>(*m_panel, "partition"), "my part");
    QVERIFY(script->toPlainText().contains("--partition='my part'"));
    QVERIFY(script->toPlainText().contains("exec ptychodesk-cli train"));
    QCOMPARE(m_panel->launch().run_on, QString("slurm"));
  }

  void anEvaluationNeedsSomethingToEvaluate() {
    m_panel->showEvaluation();
    EvaluationRequest request;
    request.network = "/runs/net";
    request.photos = "/data/test";
    request.spec.count = 50;
    request.spec.keep = KeepEstimates::Worst;
    m_panel->evaluation().setRequest(request);
    QCOMPARE(m_panel->command(), QString("ptychodesk-cli evaluate --network=/runs/net --photos=/data/test --count=50 "
                                         "--keep=worst:8"));
    QVERIFY(m_panel->obstacle().isEmpty());
    request.network.clear();
    m_panel->evaluation().setRequest(request);
    QVERIFY(!m_panel->obstacle().isEmpty());
    QVERIFY(!child<QPushButton>(*m_panel, "launch")->isEnabled());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::LaunchFormTest)
#include "launch_form_test.moc"
