#include "widgets/runs/training_form.h"

#include <set>

#include <QComboBox>
#include <QLabel>
#include <QUndoStack>
#include <QVBoxLayout>

#include "core/learn/presets.h"
#include "widgets/kit/form/edit_history.h"
#include "widgets/kit/form/field_form.h"

namespace ptycho {
namespace {

const QString kPreset = QStringLiteral("preset");
const QString kName = QStringLiteral("name");
const QString kPhotos = QStringLiteral("photos_path");
const QString kThreads = QStringLiteral("threads");

/// What the upper part of the form says, or only a specification can.
bool isShownAbove(const QString& key) {
  static const std::set<QString> kKeys{QStringLiteral("object.source"), QStringLiteral("object.path"),
                                       QStringLiteral("object.index"), QStringLiteral("object.pair_path")};
  return kKeys.count(key) > 0;
}

/// What stays the user's own when another preset is chosen.
bool isOwn(const QString& key) {
  static const std::set<QString> kKeys{QStringLiteral("data.validation_path"), QStringLiteral("data.loader_threads"),
                                       QStringLiteral("data.cache_gb"), QStringLiteral("loop.device")};
  return kKeys.count(key) > 0 || isShownAbove(key);
}

std::vector<FieldInfo> topFields() {
  const auto text = [](const char* key, const QString& label, const QString& help) {
    return FieldInfo{key, label.toStdString(), "", help.toStdString(), FieldKind::Text, 0, 0, {}, {}};
  };
  return {text("name", TrainingForm::tr("Name"), TrainingForm::tr("Of the run; empty: the preset's")),
          text("photos_path", TrainingForm::tr("Photos"),
               TrainingForm::tr("Folder of JPEG or PNG photos to learn from; empty: dead leaves, which need no files")),
          {"threads", TrainingForm::tr("Threads").toStdString(), "",
           TrainingForm::tr("0 uses every core; the last bits of the weights depend on it").toStdString(),
           FieldKind::Integer, 0, 1024, {}, {}}};
}

}  // namespace

TrainingForm::TrainingForm(QWidget* parent)
    : QWidget(parent),
      m_preset(new QComboBox(this)),
      m_help(new QLabel(this)),
      m_top(new FieldForm(this)),
      m_form(new FieldForm(this)),
      m_history(new EditHistory(this)) {
  build();
  TrainingRequest first;
  first.preset = QStringLiteral("laptop-60");
  first.spec = findTrainingPreset(first.preset.toStdString()).value();
  setRequest(first);
}

void TrainingForm::build() {
  m_preset->setObjectName("trainingPreset");
  m_preset->setToolTip(tr("Settings to begin with; the photos and the device stay yours"));
  for (const auto& preset : trainingPresets()) {
    const QString name = QString::fromStdString(preset.name);
    m_preset->addItem(QStringLiteral("%1   %2").arg(name, QString::fromStdString(preset.title)), name);
    m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(preset.help), Qt::ToolTipRole);
  }
  m_help->setWordWrap(true);
  m_help->setForegroundRole(QPalette::PlaceholderText);
  m_top->setFields(topFields());
  std::vector<FieldInfo> infos;
  for (const auto& field : trainingFields()) {
    if (!isShownAbove(field.key)) infos.push_back(field.info);
  }
  m_form->setFields(infos);
  m_form->setGroupOpen(tr("Network"), true);
  m_form->setGroupOpen(QString::fromStdString(trainingField("loop.steps")->info.group), true);
  const int width = std::max(m_top->labelWidthHint(), m_form->labelWidthHint());
  m_top->setLabelWidth(width);
  m_form->setLabelWidth(width);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 8, 10, 8);
  layout->addWidget(m_preset);
  layout->addWidget(m_help);
  layout->addWidget(m_top);
  layout->addSpacing(6);
  layout->addWidget(m_form);
  layout->addStretch(1);
  connect(m_preset, &QComboBox::activated, this, [this](int row) { choosePreset(m_preset->itemData(row).toString()); });
  connect(m_top, &FieldForm::valueEdited, this, &TrainingForm::edit);
  connect(m_form, &FieldForm::valueEdited, this, &TrainingForm::edit);
  connect(m_history, &EditHistory::restored, this, &TrainingForm::restore);
}

QUndoStack& TrainingForm::undoStack() { return m_history->stack(); }

void TrainingForm::setRequest(const TrainingRequest& request) {
  m_request = request;
  if (!findTrainingPreset(m_request.preset.toStdString())) m_request.preset = nearestPreset(m_request.spec);
  m_history->stack().clear();
  show();
  Q_EMIT requestEdited();
}

FieldValue TrainingForm::valueOf(const QString& key) const {
  if (key == kPreset) return m_request.preset.toStdString();
  if (key == kName) return m_request.name.toStdString();
  if (key == kThreads) return static_cast<std::int64_t>(m_request.threads);
  if (key == kPhotos) {
    const ObjectSpec& object = m_request.spec.simulation.object;
    return object.source == ObjectSource::Folder ? object.path : std::string();
  }
  const TrainingField* field = trainingField(key);
  return field ? field->get(m_request.spec) : FieldValue();
}

void TrainingForm::setValueOf(const QString& key, const FieldValue& value) {
  if (key == kPreset) {
    m_request.preset = QString::fromStdString(std::get<std::string>(value));
  } else if (key == kName) {
    m_request.name = QString::fromStdString(std::get<std::string>(value));
  } else if (key == kThreads) {
    m_request.threads = static_cast<int>(std::get<std::int64_t>(value));
  } else if (key == kPhotos) {
    ObjectSpec& object = m_request.spec.simulation.object;
    object.path = std::get<std::string>(value);
    object.source = object.path.empty() ? ObjectSource::DeadLeaves : ObjectSource::Folder;
  } else if (const TrainingField* field = trainingField(key)) {
    field->set(m_request.spec, value);
  }
}

void TrainingForm::edit(const QString& key, const FieldValue& value) {
  const FieldValue before = valueOf(key);
  setValueOf(key, value);
  const TrainingField* field = trainingField(key);
  m_history->record(field ? QString::fromStdString(field->info.label) : key, {{key, before, valueOf(key)}});
  show();
  Q_EMIT requestEdited();
}

void TrainingForm::choosePreset(const QString& name) {
  const auto preset = findTrainingPreset(name.toStdString());
  if (!preset) return;
  std::vector<FieldChange> changes{{kPreset, valueOf(kPreset), name.toStdString()}};
  for (const auto& field : trainingFields()) {
    if (!isOwn(field.key)) changes.push_back({field.key, field.get(m_request.spec), field.get(*preset)});
  }
  for (const auto& change : changes) setValueOf(change.key, change.after);
  m_history->record(tr("Preset %1").arg(name), std::move(changes));
  show();
  Q_EMIT requestEdited();
}

void TrainingForm::restore(const std::vector<std::pair<QString, FieldValue>>& values) {
  for (const auto& [key, value] : values) setValueOf(key, value);
  show();
  Q_EMIT requestEdited();
}

void TrainingForm::show() {
  const auto preset = findTrainingPreset(m_request.preset.toStdString());
  m_preset->setCurrentIndex(m_preset->findData(m_request.preset));
  m_help->setText(m_preset->currentData(Qt::ToolTipRole).toString());
  for (const QString& key : {kName, kPhotos, kThreads}) m_top->setValue(key, valueOf(key));
  std::map<QString, int> changed;
  for (const auto& field : trainingFields()) {
    m_form->setValue(field.key, field.get(m_request.spec));
    const bool differs = preset && !isShownAbove(field.key) && field.get(m_request.spec) != field.get(*preset);
    changed[QString::fromStdString(field.info.group)] += differs ? 1 : 0;
  }
  for (const auto& [group, count] : changed) {
    m_form->setGroupNote(group, count == 0 ? QString() : tr("%n changed", nullptr, count));
  }
  m_problem = firstProblem(m_request.spec);
  if (m_errorKey != m_problem.key && !m_errorKey.isEmpty()) m_form->setFieldError(m_errorKey, {});
  m_errorKey = m_problem.key;
  if (!m_errorKey.isEmpty()) m_form->setFieldError(m_errorKey, m_problem.message);
}

}  // namespace ptycho
