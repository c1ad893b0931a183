#include "widgets/runs/launch_request.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/version.h"
#include "core/learn/presets.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/models/core_text.h"
#include "widgets/runs/training_fields.h"

namespace ptycho {
namespace {

constexpr std::size_t kMostOptions = 24;  // more than that nobody reads

QString tr(const char* text) { return QCoreApplication::translate("LaunchRequest", text); }

/// One word with "=", so that a negative number is never taken for an option.
QString option(const QString& name, const QString& value) { return name + QLatin1Char('=') + value; }
QString option(const char* name, const QString& value) { return option(QString::fromLatin1(name), value); }

bool learnsFromFolder(const TrainingSpec& spec) {
  return spec.simulation.object.source == ObjectSource::Folder && !spec.simulation.object.path.empty();
}

/// Options that lead from the preset to the specification; nothing when options cannot.
std::optional<QStringList> changedOptions(const TrainingSpec& spec, const TrainingSpec& base) {
  QStringList options;
  const bool photos = learnsFromFolder(spec);
  for (const auto& field : trainingFields()) {
    const FieldValue value = field.get(spec);
    if (value == field.get(base)) continue;
    if (photos && field.key == QLatin1String("object.source")) continue;
    if (field.option.isEmpty()) return std::nullopt;
    const bool path = photos && field.key == QLatin1String("object.path");
    options << option(path ? QStringLiteral("--photos") : field.option, QString::fromStdString(fieldText(value)));
  }
  if (options.size() > static_cast<qsizetype>(kMostOptions)) return std::nullopt;
  return options;
}

Json commandOf(const QStringList& arguments) {
  Json command = Json::array({"ptychodesk-cli"});
  for (const QString& argument : arguments) command.push_back(argument.toStdString());
  return command;
}

Json firstSpec(const LaunchRequest& launch) {
  return {{"schema", 1},
          {"verb", launch.verb.toStdString()},
          {"program", "ptychodesk-cli"},
          {"version", programVersion()},
          {"name", launch.name.toStdString()},
          {"command", commandOf(launch.arguments)}};
}

}  // namespace

QStringList trainArguments(const TrainingRequest& request) {
  QStringList arguments{QStringLiteral("train")};
  const auto preset = findTrainingPreset(request.preset.toStdString());
  const auto options = preset ? changedOptions(request.spec, *preset) : std::nullopt;
  if (options) arguments << option("--preset", request.preset) << *options;
  else arguments << option("--spec", QString::fromLatin1(kRunFolderWord) + QStringLiteral("/spec.json"));
  if (request.threads > 0) arguments << option("--threads", QString::number(request.threads));
  if (!request.name.isEmpty()) arguments << option("--name", request.name);
  return arguments;
}

LaunchRequest launchOf(const TrainingRequest& request) {
  LaunchRequest launch;
  launch.verb = QStringLiteral("train");
  launch.name = request.name.isEmpty() ? request.preset : request.name;
  launch.arguments = trainArguments(request);
  launch.device = QString::fromStdString(request.spec.loop.device);
  launch.spec = firstSpec(launch);
  launch.spec["training"] = trainingSpecToJson(request.spec);
  launch.spec["threads"] = request.threads;
  if (!request.parent.isEmpty()) launch.spec["parent"] = request.parent.toStdString();
  return launch;
}

Json trainingRequestToJson(const TrainingRequest& request) {
  return {{"preset", request.preset.toStdString()}, {"training", trainingSpecToJson(request.spec)},
          {"name", request.name.toStdString()},     {"threads", request.threads},
          {"parent", request.parent.toStdString()}};
}

TrainingRequest trainingRequestFromJson(const Json& json) {
  TrainingRequest request;
  if (!json.is_object()) return request;
  if (json.contains("training")) {
    if (auto spec = trainingSpecFromJson(json["training"])) request.spec = std::move(*spec);
  }
  request.preset = textAt(json, "preset");
  request.name = textAt(json, "name");
  request.parent = textAt(json, "parent");
  const auto threads = json.find("threads");
  if (threads != json.end() && threads->is_number_integer()) request.threads = std::max(0, threads->get<int>());
  return request;
}

Result<TrainingRequest> trainingRequestOfRun(const Json& spec, const QString& folder) {
  if (!spec.is_object() || !spec.contains("training")) return badInput("is no run of `train`.", folder.toStdString());
  PTYCHO_TRY(TrainingSpec training, trainingSpecFromJson(spec["training"]));
  TrainingRequest request = trainingRequestFromJson(spec);  // the last bits depend on the number of threads
  request.spec = std::move(training);
  request.preset = nearestPreset(request.spec);
  request.name = textAt(spec, "name");
  request.parent = QFileInfo(folder).fileName();
  return request;
}

QString obstacleOf(const EvaluationRequest& request) {
  const bool chain = !request.chain.isEmpty() || !request.stages.isEmpty();
  if (request.network.isEmpty() && !chain) return tr("Choose a network, a chain or both.");
  for (const QString& method : request.methods) {
    if (method != QLatin1String("flat-chain") && request.network.isEmpty()) {
      return tr("The method %1 needs a network.").arg(method);
    }
    if (method != QLatin1String("network") && !chain) {
      return tr("The method %1 needs a chain.").arg(method);
    }
  }
  if (!request.stages.isEmpty()) {
    const auto stages = parseChain(request.stages.toStdString());
    if (!stages) return tr("Own chain: %1").arg(QString::fromStdString(stages.error().text()));
  }
  if (!request.spec.images.empty()) {
    const auto images = imageNumbers(request.spec.images);
    if (!images) return tr("Only these images: %1").arg(QString::fromStdString(images.error().message));
  }
  const bool hasScan = !request.network.isEmpty() || !request.scan.isEmpty() || !request.same_as.isEmpty();
  if (!hasScan) return tr("Without a network choose the scan.");
  return {};
}

QStringList evaluateArguments(const EvaluationRequest& request) {
  QStringList arguments{QStringLiteral("evaluate")};
  if (!request.network.isEmpty()) arguments << option("--network", request.network);
  if (!request.same_as.isEmpty()) arguments << option("--simulation-spec", request.same_as);
  if (!request.scan.isEmpty()) arguments << option("--simulation", request.scan);
  if (!request.chain.isEmpty()) arguments << option("--preset", request.chain);
  if (!request.stages.isEmpty()) arguments << option("--chain", request.stages);
  for (const QString& method : request.methods) arguments << option("--method", method);
  if (!request.photos.isEmpty()) arguments << option("--photos", request.photos);
  const EvaluationSpec plain;
  if (!request.spec.images.empty()) arguments << option("--images", QString::fromStdString(request.spec.images));
  if (request.spec.first != plain.first) arguments << option("--first", QString::number(request.spec.first));
  if (request.spec.count != plain.count) arguments << option("--count", QString::number(request.spec.count));
  if (request.spec.keep != plain.keep) {
    const auto word = std::get<std::string>(findField<EvaluationSpec>("keep")->get(request.spec));
    const bool counted = request.spec.keep != KeepEstimates::All;
    arguments << option("--keep", QString::fromStdString(word) +
                                      (counted ? QStringLiteral(":%1").arg(request.spec.keep_count) : QString()));
  }
  if (request.device != QLatin1String("auto")) arguments << option("--device", request.device);
  if (request.threads > 0) arguments << option("--threads", QString::number(request.threads));
  if (!request.name.isEmpty()) arguments << option("--name", request.name);
  return arguments;
}

LaunchRequest launchOf(const EvaluationRequest& request) {
  LaunchRequest launch;
  launch.verb = QStringLiteral("evaluate");
  launch.name = request.name;
  if (launch.name.isEmpty()) {
    launch.name = request.photos.isEmpty() ? QStringLiteral("dead-leaves") : QFileInfo(request.photos).fileName();
  }
  launch.arguments = evaluateArguments(request);
  launch.device = request.network.isEmpty() ? QStringLiteral("cpu") : request.device;
  launch.spec = firstSpec(launch);
  if (!request.parent.isEmpty()) launch.spec["parent"] = request.parent.toStdString();
  launch.spec["evaluation"] = specToJson(request.spec);
  launch.spec["network"] = request.network.toStdString();
  launch.spec["device"] = launch.device.toStdString();
  return launch;
}

}  // namespace ptycho
