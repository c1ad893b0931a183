#include "widgets/runs_monitor/run_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <QCoreApplication>

namespace ptycho {
namespace {

bool isSeed(const std::string& path) { return path.find("seed") != std::string::npos; }

/// The fields of a training's specification by their place; texts of numbers as JSON has them.
std::map<std::string, std::string> fieldsOf(const MonitoredRun& run) {
  std::map<std::string, std::string> fields;
  if (!run.spec || !run.spec->is_object() || !run.spec->contains("training")) return fields;
  const Json flat = (*run.spec)["training"].flatten();
  for (const auto& [path, value] : flat.items()) {
    fields["/training" + path] = value.is_string() ? value.get<std::string>() : jsonText(value);
  }
  return fields;
}

GroupField fieldAt(const std::string& path) {
  const QStringList parts = QString::fromStdString(path).split(QLatin1Char('/'), Qt::SkipEmptyParts).mid(1);
  GroupField field{QString::fromStdString(path), parts.value(parts.size() - 1), parts.value(parts.size() - 1)};
  if (parts.size() > 1)
    field.label += QStringLiteral(" (%1)").arg(parts.first(parts.size() - 1).join(QLatin1Char(' ')));
  return field;
}

}  // namespace

std::vector<GroupField> groupFields(const std::vector<MonitoredRun>& runs) {
  std::map<std::string, std::set<std::string>> values;
  int known = 0;
  for (const MonitoredRun& run : runs) {
    const auto fields = fieldsOf(run);
    if (!fields.empty()) ++known;
    for (const auto& [path, text] : fields) values[path].insert(text);
  }
  std::vector<GroupField> fields;
  if (known < 2) return fields;
  fields.push_back({{}, QCoreApplication::translate("TrainingMonitor", "same settings but for seeds"), {}});
  for (const auto& [path, texts] : values) {
    if (texts.size() > 1 && !isSeed(path)) fields.push_back(fieldAt(path));
  }
  return fields;
}

QString groupText(const MonitoredRun& run, const GroupField& field) {
  const auto fields = fieldsOf(run);
  if (!field.path.isEmpty()) {
    const auto found = fields.find(field.path.toStdString());
    return found == fields.end() ? QString() : QString::fromStdString(found->second);
  }
  std::string all;
  for (const auto& [path, text] : fields) {
    if (!isSeed(path)) all += path + '=' + text + '\n';
  }
  return QString::fromStdString(all);
}

std::vector<Curve> groupedCurves(const std::vector<Curve>& curves, const std::vector<MonitoredRun>& runs,
                                 const GroupField& field, GroupCentre centre, GroupSpread spread) {
  struct Group {
    QString text;
    std::vector<const Curve*> members;
    QString firstName;
  };
  std::vector<Group> groups;  // in the order of their first runs
  for (const MonitoredRun& run : runs) {
    const auto curve =
        std::find_if(curves.begin(), curves.end(), [&run](const Curve& one) { return one.id == run.folder; });
    if (curve == curves.end()) continue;
    const QString text = groupText(run, field);
    auto group = std::find_if(groups.begin(), groups.end(), [&text](const Group& one) { return one.text == text; });
    if (group == groups.end()) group = groups.insert(groups.end(), {text, {}, run.name});
    group->members.push_back(&*curve);
  }
  std::vector<Curve> grouped;
  for (const Group& group : groups) {
    const QString title = field.path.isEmpty() ? group.firstName : field.name + QStringLiteral(" ") + group.text;
    Curve curve = *group.members.front();
    curve.name = QCoreApplication::translate("TrainingMonitor", "%1 (n = %2)").arg(title).arg(group.members.size());
    if (group.members.size() > 1) {
      std::vector<GroupMember> members;
      for (const Curve* member : group.members) members.push_back({&member->x, &member->y});
      GroupCurve middle = groupCurve(members, centre, spread);
      curve.x = std::move(middle.x);
      curve.y = std::move(middle.centre);
      curve.band_low = std::move(middle.low);
      curve.band_high = std::move(middle.high);
      curve.faint_y.clear();
    }
    grouped.push_back(std::move(curve));
  }
  return grouped;
}

}  // namespace ptycho
