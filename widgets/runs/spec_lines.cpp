#include "widgets/runs/spec_lines.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "core/evaluate/evaluation_spec.h"
#include "core/learn/presets.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/models/shell_line.h"

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("SpecLines", text); }

struct Section {
  const char* key;
  QString title;
  std::vector<FieldInfo> fields;
};

template <class Spec>
std::vector<FieldInfo> infosOf() {
  std::vector<FieldInfo> infos;
  for (const auto& field : Spec::fields()) infos.push_back(field.info);
  return infos;
}

const std::vector<Section>& sections() {
  static const std::vector<Section> all{{"network", tr("Network"), infosOf<NetworkSpec>()},
                                        {"loop", tr("Steps and time"), infosOf<LoopSpec>()},
                                        {"optimiser", tr("Optimiser"), infosOf<OptimiserSpec>()},
                                        {"loss", tr("Loss"), infosOf<LossSpec>()},
                                        {"data", tr("Images"), infosOf<DataSpec>()},
                                        {"evaluation", tr("Evaluation"), infosOf<EvaluationSpec>()},
                                        {"object", tr("Object"), infosOf<ObjectSpec>()},
                                        {"probe", tr("Probe"), infosOf<ProbeSpec>()},
                                        {"scan", tr("Scan"), infosOf<ScanSpec>()},
                                        {"detector", tr("Detector and noise"), infosOf<DetectorSpec>()},
                                        {"geometry", tr("Geometry"), infosOf<Geometry>()},
                                        {"reconstruction", tr("Chain"), infosOf<ReconstructionSpec>()},
                                        {"stages", tr("Stages"), infosOf<StageSpec>()}};
  return all;
}

QString valueOf(const Json& value, const FieldInfo* info) {
  QString text;
  if (value.is_boolean()) {
    text = value.get<bool>() ? tr("on") : tr("off");
  } else if (value.is_string()) {
    const auto word = value.get<std::string>();
    text = QString::fromStdString(info ? fieldLabel(*info, word) : word);
    if (text.isEmpty()) text = tr("none");
  } else if (value.is_number_float()) {
    text = QString::number(value.get<double>(), 'g', 10);
  } else {
    text = QString::fromStdString(jsonText(value));
  }
  const bool unit = info && !info->unit.empty() && value.is_number();
  return unit ? text + QLatin1Char(' ') + QString::fromStdString(info->unit) : text;
}

/// What no field list names.
QString plainLabel(const QString& key) {
  static const std::map<QString, QString> kLabels{{QStringLiteral("threads"), tr("Threads")},
                                                  {QStringLiteral("processes"), tr("Processes")},
                                                  {QStringLiteral("version"), tr("Program version")},
                                                  {QStringLiteral("subpixel"), tr("Shifts by parts of a pixel")},
                                                  {QStringLiteral("parent"), tr("Clone of")},
                                                  {QStringLiteral("acquisition"), tr("Acquisition")},
                                                  {QStringLiteral("network"), tr("Network")},
                                                  {QStringLiteral("methods"), tr("Methods")},
                                                  {QStringLiteral("device"), tr("Device")}};
  const auto found = kLabels.find(key);
  return found == kLabels.end() ? key : found->second;
}

/// A path's last known section decides how its value is called.
class Collector {
 public:
  void walk(const Json& json, const QString& path, int section) {
    for (const auto& [key, value] : json.items()) {
      if (key == "schema" || (path.isEmpty() && isBookkeeping(key))) continue;
      const QString name = QString::fromStdString(key);
      const QString here = path.isEmpty() ? name : path + QLatin1Char('/') + name;
      const int inner = sectionOf(key, value, section);
      const bool nested = value.is_object() || (value.is_array() && !value.empty() && value.front().is_object());
      if (nested) walk(value, here, inner);
      else add(here, name, value, section);
    }
  }
  std::vector<SpecLine> take() {
    std::ranges::stable_sort(m_lines, {}, &Ordered::order);
    std::vector<SpecLine> lines;
    for (auto& item : m_lines) lines.push_back(std::move(item.line));
    return lines;
  }

 private:
  struct Ordered {
    int order;
    SpecLine line;
  };

  static bool isBookkeeping(const std::string& key) {
    return key == "command" || key == "program" || key == "verb" || key == "name" || key == "arguments";
  }

  static int sectionOf(const std::string& key, const Json& value, int outer) {
    if (!value.is_structured()) return outer;
    for (std::size_t i = 0; i < sections().size(); ++i) {
      if (key == sections()[i].key) return static_cast<int>(i);
    }
    return outer;
  }

  void add(const QString& path, const QString& key, const Json& value, int section) {
    const FieldInfo* info = nullptr;
    int place = 0;
    if (section >= 0) {
      const auto& fields = sections()[static_cast<std::size_t>(section)].fields;
      const auto found = std::ranges::find(fields, key.toStdString(), &FieldInfo::key);
      if (found != fields.end()) info = &*found;
      place = static_cast<int>(found - fields.begin());
    }
    SpecLine line;
    line.path = path;
    line.section = section < 0 ? QString() : sections()[static_cast<std::size_t>(section)].title;
    line.label = info ? QString::fromStdString(info->label) : plainLabel(key);
    // Several stages have the same fields: their number tells them apart.
    const QString number = path.section(QLatin1Char('/'), -2, -2);
    bool counted = false;
    const int index = number.toInt(&counted);
    if (counted) line.label = tr("Stage %1: %2").arg(index + 1).arg(line.label);
    line.value = valueOf(value, info);
    if (value.is_number()) line.number = value.get<double>();
    constexpr int kMostFields = 1000;
    m_lines.push_back({((section + 1) * kMostFields + (counted ? index : 0)) * kMostFields + place, std::move(line)});
  }

  std::vector<Ordered> m_lines;
};

}  // namespace

std::vector<SpecLine> specLines(const Json& spec) {
  Collector collector;
  if (spec.is_object()) collector.walk(spec, {}, -1);
  return collector.take();
}

Json trainingPresetSpec(const QString& preset) {
  const auto found = findTrainingPreset(preset.toStdString());
  if (!found) return {};
  return {{"training", trainingSpecToJson(*found)}};
}

QString commandOfSpec(const Json& spec) {
  const auto command = spec.is_object() ? spec.find("command") : spec.end();
  if (command == spec.end() || !command->is_array()) return {};
  QStringList words;
  for (const Json& word : *command) {
    if (word.is_string()) words << QString::fromStdString(word.get<std::string>());
  }
  return words.isEmpty() ? QString() : shellLine(words.first(), words.mid(1));
}

}  // namespace ptycho
