#include <filesystem>

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/store/acquisition_file.h"
#include "widgets/setup/design_command.h"
#include "widgets/setup/design_fields.h"
#include "widgets/setup/dropped_design.h"

namespace ptycho {
namespace {

SimulationSpec unusualSpec() {
  SimulationSpec spec;
  spec.object.seed = 7;
  spec.object.phase_min_rad = -0.5;
  spec.object.mapping = ObjectMapping::Pair;
  spec.probe.kind = ProbeKind::Disk;
  spec.probe.window_px = 32;
  spec.probe.diameter_px = 17.5;
  spec.probe.curvature_rad_px2 = -1.0 / 300;
  spec.scan.step_px = 9;
  spec.scan.grid = 3;
  spec.scan.jitter_px = 0.75;
  spec.scan.integer_positions = false;
  spec.detector.photons_per_pattern = 12345.678;
  spec.geometry.energy_keV = 6.2;
  spec.geometry.detector_side_px = 32;
  return spec;
}

/// The spec that arguments describe, by the rule of the command line: --key-with-dashes=value.
SimulationSpec parsed(const QStringList& arguments) {
  SimulationSpec spec;
  for (const QString& argument : arguments) {
    if (argument.startsWith("--seed=")) spec.scan.seed = spec.detector.seed = argument.section('=', 1).toULongLong();
    if (!argument.startsWith("--")) continue;
    const QString key = argument.mid(2).section('=', 0, 0).replace('-', '_');
    bool known = false;
    forEachSection(spec, [&](const char*, auto& section) {
      using Section = std::decay_t<decltype(section)>;
      if (!findField<Section>(key.toStdString())) return;
      known = assignFieldText(section, key.toStdString(), argument.section('=', 1).toStdString()).has_value();
    });
    if (!known) qWarning("not understood: %s", qPrintable(argument));
  }
  spec.geometry.detector_side_px = spec.probe.window_px;
  return spec;
}

}  // namespace

class DesignCommandTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void argumentsParseBackToTheSameSpec() {
    QVERIFY(parsed(simulateArguments(unusualSpec(), "scan.h5")) == unusualSpec());
    QVERIFY(parsed(simulateArguments({}, "scan.h5")) == SimulationSpec{});
    QCOMPARE(simulateArguments({}, "scan.h5"), (QStringList{"simulate", "-o", "scan.h5"}));
  }

  void shellGivesBackTheArguments() {
    SimulationSpec spec = unusualSpec();
    spec.object.source = ObjectSource::Photo;
    spec.object.path = "/photos/it's a $HOME \"cat\" & dog.jpg";
    const QString command = simulateCommand(spec, "my scan.h5");
    QVERIFY(command.startsWith("ptychodesk-cli simulate "));
    QProcess shell;
    shell.start("/bin/sh", {"-c", "printf '%s\\n' " + command});
    QVERIFY(shell.waitForFinished(5000));
    QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
    words.removeFirst();
    QCOMPARE(words, simulateArguments(spec, "my scan.h5"));
  }

  void jsonReadsBackToTheSameSpec() {
    const auto json = parseJson(designJson(unusualSpec()).toStdString(), "spec");
    QVERIFY(json);
    const auto spec = simulationSpecFromJson(*json);
    QVERIFY(spec);
    QVERIFY(*spec == unusualSpec());
  }

  void programSimulatesTheSameSpec() {
    const QString program = qEnvironmentVariable("PTYCHODESK_TEST_CLI");
    if (!QFileInfo::exists(program)) QSKIP("the command-line program is not built");
    QTemporaryDir folder;
    const QString file = folder.filePath("scan.h5");
    QProcess cli;
    cli.setWorkingDirectory(folder.path());
    cli.start(program, simulateArguments(unusualSpec(), file));
    QVERIFY(cli.waitForFinished(60000));
    QVERIFY2(cli.exitCode() == 0, cli.readAllStandardError().constData());
    const auto acquisition = readAcquisition(file.toStdString());
    QVERIFY(acquisition);
    const auto spec = simulationSpecFromJson(*parseJson(acquisition->spec_json, "spec"));
    QVERIFY(spec);
    QVERIFY(*spec == unusualSpec());
  }

  void presetsKeepTheObject() {
    SimulationSpec spec = unusualSpec();
    for (const SimulationPreset& preset : simulationPresets()) {
      const SimulationSpec chosen = withPreset(spec, preset);
      QVERIFY(chosen.object == spec.object);
      QVERIFY(chosen.scan == preset.spec.scan);
      QVERIFY(chosen.probe == preset.spec.probe);
    }
  }

  void changesListEveryDifferenceOnce() {
    SimulationSpec after;
    after.scan.step_px = 20;
    after.object.seed = 3;
    const auto changes = designChanges({}, after);
    QCOMPARE(changes.size(), std::size_t{2});
    QCOMPARE(changes[0].key, QString("object.seed"));
    QCOMPARE(changes[1].key, QString("scan.step_px"));
    QCOMPARE(std::get<double>(changes[1].before), 60.0);
  }

  void windowTakesTheDetectorAlong() {
    SimulationSpec spec;
    QVERIFY(setDesignField(spec, "probe", "window_px", std::int64_t{256}));
    QCOMPARE(spec.geometry.detector_side_px, 256);
    const auto refused = setDesignField(spec, "probe", "window_px", std::int64_t{1});
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, std::string("probe: window_px"));
    QVERIFY_EXCEPTION_THROWN((void)designField(spec, "probe", "absent"), std::invalid_argument);
  }

  void onlyFieldsThatMatterAreShown() {
    SimulationSpec spec;
    QVERIFY(designFieldMatters(spec, "probe", "sigma_px"));
    QVERIFY(!designFieldMatters(spec, "probe", "diameter_px"));
    QVERIFY(!designFieldMatters(spec, "object", "path"));
    QVERIFY(!designFieldMatters(spec, "scan", "scan_seed"));
    spec.scan.jitter_px = 2;
    QVERIFY(designFieldMatters(spec, "scan", "scan_seed"));
  }

  void droppedFilesBecomeSources() {
    QTemporaryDir folder;
    const auto photos = withDroppedFile({}, folder.path());
    QCOMPARE(photos.object.source, ObjectSource::Folder);
    const auto photo = withDroppedFile({}, folder.filePath("a.JPG"));
    QCOMPARE(photo.object.source, ObjectSource::Photo);
    SimulationSpec small = unusualSpec();
    RunContext context;
    const auto simulated = simulate(small, {}, 1, context);
    QVERIFY(simulated);
    const QString file = folder.filePath("scan.h5");
    QVERIFY(writeAcquisition(file.toStdString(), simulated->acquisition));
    const auto acquired = withDroppedFile({}, file);
    QCOMPARE(acquired.probe.kind, ProbeKind::File);
    QCOMPARE(acquired.scan.file, (file + ":/positions").toStdString());
    QCOMPARE(acquired.object.path, (file + ":/truth").toStdString());
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::DesignCommandTest)
#include "design_command_test.moc"
