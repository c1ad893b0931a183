#include "widgets/runs/training_fields.h"

#include <algorithm>
#include <type_traits>

#include <QCoreApplication>

#include "core/learn/presets.h"

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("TrainingFields", text); }

template <class Section, class Spec>
auto& sectionOf(Spec& spec) {
  using S = std::decay_t<Section>;
  if constexpr (std::is_same_v<S, NetworkSpec>) return spec.network;
  else if constexpr (std::is_same_v<S, DataSpec>) return spec.data;
  else if constexpr (std::is_same_v<S, LossSpec>) return spec.loss;
  else if constexpr (std::is_same_v<S, OptimiserSpec>) return spec.optimiser;
  else if constexpr (std::is_same_v<S, LoopSpec>) return spec.loop;
  else if constexpr (std::is_same_v<S, ObjectSpec>) return spec.simulation.object;
  else if constexpr (std::is_same_v<S, ProbeSpec>) return spec.simulation.probe;
  else if constexpr (std::is_same_v<S, ScanSpec>) return spec.simulation.scan;
  else if constexpr (std::is_same_v<S, DetectorSpec>) return spec.simulation.detector;
  else return spec.simulation.geometry;
}

/// As the train verb names its options: after the key, with --seed for the weights' seed alone.
QString optionOf(const QString& section, const std::string& key) {
  const bool object = section == QLatin1String("object");
  if (object && (key == "index" || key == "pair_path")) return {};
  if (object && key == "seed") return QStringLiteral("--object-seed");
  return QStringLiteral("--") + QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char('-'));
}

template <class Section>
void add(std::vector<TrainingField>& list, const QString& section, const QString& heading) {
  for (const auto& field : Section::fields()) {
    TrainingField one;
    one.key = section + QLatin1Char('.') + QString::fromStdString(field.info.key);
    one.info = field.info;
    one.info.key = one.key.toStdString();
    one.info.group = heading.toStdString();
    one.option = optionOf(section, field.info.key);
    one.get = [&field](const TrainingSpec& spec) { return field.get(sectionOf<Section>(spec)); };
    one.set = [&field](TrainingSpec& spec, const FieldValue& value) {
      if (const auto checked = checkFieldValue(field.info, value)) field.set(sectionOf<Section>(spec), *checked);
    };
    list.push_back(std::move(one));
  }
}

QString valueText(const FieldInfo& info, const FieldValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? tr("on") : tr("off");
  const QString text = QString::fromStdString(fieldLabel(info, value));
  if (text.isEmpty()) return tr("none");
  return info.unit.empty() ? text : text + QLatin1Char(' ') + QString::fromStdString(info.unit);
}

}  // namespace

const std::vector<TrainingField>& trainingFields() {
  static const std::vector<TrainingField> fields = [] {
    std::vector<TrainingField> list;
    add<NetworkSpec>(list, QStringLiteral("network"), tr("Network"));
    add<LoopSpec>(list, QStringLiteral("loop"), tr("Steps and time"));
    add<OptimiserSpec>(list, QStringLiteral("optimiser"), tr("Optimiser"));
    add<LossSpec>(list, QStringLiteral("loss"), tr("Loss"));
    add<DataSpec>(list, QStringLiteral("data"), tr("Images"));
    add<ObjectSpec>(list, QStringLiteral("object"), tr("Object"));
    add<ProbeSpec>(list, QStringLiteral("probe"), tr("Probe"));
    add<ScanSpec>(list, QStringLiteral("scan"), tr("Scan"));
    add<DetectorSpec>(list, QStringLiteral("detector"), tr("Detector and noise"));
    add<Geometry>(list, QStringLiteral("geometry"), tr("Geometry"));
    return list;
  }();
  return fields;
}

const TrainingField* trainingField(const QString& key) {
  const auto& fields = trainingFields();
  const auto found = std::ranges::find(fields, key, &TrainingField::key);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<FieldDifference> differences(const TrainingSpec& spec, const TrainingSpec& base) {
  std::vector<FieldDifference> list;
  for (const auto& field : trainingFields()) {
    const FieldValue value = field.get(spec);
    const FieldValue before = field.get(base);
    if (value == before) continue;
    list.push_back({field.key, QString::fromStdString(field.info.label), valueText(field.info, value),
                    valueText(field.info, before)});
  }
  return list;
}

QString nearestPreset(const TrainingSpec& spec) {
  QString nearest;
  std::size_t fewest = trainingFields().size() + 1;
  for (const auto& preset : trainingPresets()) {
    const std::size_t count = differences(spec, preset.spec).size();
    if (count >= fewest) continue;
    fewest = count;
    nearest = QString::fromStdString(preset.name);
  }
  return nearest;
}

FieldProblem firstProblem(const TrainingSpec& spec) {
  const auto checked = checkTrainingSpec(spec);
  if (checked) return {};
  const QString where = QString::fromStdString(checked.error().where);
  const QString message = QString::fromStdString(checked.error().message);
  if (const TrainingField* field = trainingField(where)) {
    return {where, QString::fromStdString(field->info.label) + QLatin1Char(' ') + message};
  }
  const QString key = where.contains(QLatin1String("loss")) ? QStringLiteral("loss.mse_weight") : QString();
  return {key, where + QLatin1Char(' ') + message};
}

}  // namespace ptycho
