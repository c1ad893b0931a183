#include "widgets/runs/rerun.h"

#include <QFileInfo>

#include "widgets/models/core_text.h"

namespace ptycho {
namespace {

/// Options with a value that say where results go and what the run is called.
bool isTarget(const QString& name) {
  static const QStringList kNames{QStringLiteral("--run-folder"), QStringLiteral("--runs-root"),
                                  QStringLiteral("--name"),       QStringLiteral("-o"),
                                  QStringLiteral("--output"),     QStringLiteral("--csv")};
  return kNames.contains(name);
}

QStringList withoutTargets(const QStringList& words) {
  QStringList kept;
  for (qsizetype i = 0; i < words.size(); ++i) {
    if (isTarget(words[i])) ++i;  // and its value
    else if (!isTarget(words[i].section(QLatin1Char('='), 0, 0))) kept << words[i];
  }
  return kept;
}

}  // namespace

QStringList continueArguments(const QString& verb, const QString& folder) {
  return {verb, QStringLiteral("--resume"), folder};
}

Result<LaunchRequest> rerunOf(const Json& spec, const QString& folder) {
  if (spec.is_object() && spec.contains("training")) {
    PTYCHO_TRY(const TrainingRequest request, trainingRequestOfRun(spec, folder));
    return launchOf(request);
  }
  QStringList words;
  if (spec.is_object()) {
    for (const Json& word : spec.value("command", Json::array())) {
      if (word.is_string()) words << QString::fromStdString(word.get<std::string>());
    }
  }
  if (words.size() < 2) return badInput("has recorded no command line to carry out again.", folder.toStdString());
  LaunchRequest launch;
  launch.verb = textAt(spec, "verb");
  launch.name = textAt(spec, "name");
  launch.arguments = withoutTargets(words.mid(1));
  launch.spec = spec;
  launch.spec["parent"] = QFileInfo(folder).fileName().toStdString();
  const QString device = textAt(spec, "device");
  launch.device = device.isEmpty() ? QStringLiteral("cpu") : device;
  return launch;
}

}  // namespace ptycho
