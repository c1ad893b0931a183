#include "widgets/reconstruct/command_line.h"

#include <algorithm>

namespace ptycho {
namespace {

QString optionName(const std::string& key) {
  return QStringLiteral("--") + QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char('-'));
}

/// Options for the fields that differ from the defaults.
template <class Spec>
void appendChanged(QStringList& arguments, const Spec& spec, const QStringList& except = {}) {
  const Spec defaults;
  for (const auto& field : Spec::fields()) {
    const FieldValue value = field.get(spec);
    if (value == field.get(defaults) || except.contains(QString::fromStdString(field.info.key))) continue;
    arguments << optionName(field.info.key) << QString::fromStdString(fieldText(value));
  }
}

QString numberText(double value) { return QString::fromStdString(fieldText(value)); }

}  // namespace

bool ReconstructionRequest::wantsSupport() const {
  return std::any_of(spec.stages.begin(), spec.stages.end(), [](const StageSpec& stage) { return stage.support; });
}

QStringList reconstructArguments(const ReconstructionRequest& request, const QString& runFolder) {
  QStringList arguments{QStringLiteral("reconstruct"), request.acquisition, QStringLiteral("--chain"),
                        QString::fromStdString(chainText(request.spec.stages))};
  if (request.spec.start == StartKind::Random) arguments << QStringLiteral("--start") << QStringLiteral("random");
  if (request.spec.start == StartKind::Given) arguments << QStringLiteral("--start") << request.start_file;
  appendChanged(arguments, request.spec, {QStringLiteral("start")});
  appendChanged(arguments, request.spec.range);
  if (request.wantsSupport() && !request.support_file.isEmpty()) {
    arguments << QStringLiteral("--support") << request.support_file;
  }
  if (request.memory_gb > 0) arguments << QStringLiteral("--memory") << numberText(request.memory_gb);
  if (request.checkpoint_every_s != ReconstructionRequest::kCheckpointEvery_s) {
    arguments << QStringLiteral("--checkpoint-every") << numberText(request.checkpoint_every_s);
  }
  if (request.threads > 0) arguments << QStringLiteral("--threads") << QString::number(request.threads);
  if (!runFolder.isEmpty()) arguments << QStringLiteral("--run-folder") << runFolder;
  return arguments;
}

QStringList resumeArguments(const QString& runFolder) {
  return {QStringLiteral("reconstruct"), QStringLiteral("--resume"), runFolder};
}

QStringList simulateArguments(const QString& specFile, const QString& output) {
  return {QStringLiteral("simulate"), QStringLiteral("--spec"), specFile, QStringLiteral("-o"), output};
}

}  // namespace ptycho
