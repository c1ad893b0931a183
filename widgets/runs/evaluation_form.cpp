#include "widgets/runs/evaluation_form.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "core/reconstruct/presets.h"
#include "core/simulate/presets.h"
#include "widgets/kit/form/field_form.h"

namespace ptycho {
namespace {

const char* const kNone = "none";

QString tr(const char* text) { return EvaluationForm::tr(text); }

FieldInfo textField(const char* key, const QString& label, const QString& help) {
  return {key, label.toStdString(), "", help.toStdString(), FieldKind::Text, 0, 0, {}, {}};
}

FieldInfo flagField(const char* key, const QString& label, const QString& help, const QString& group) {
  return {key, label.toStdString(), "", help.toStdString(), FieldKind::Flag, 0, 0, {}, group.toStdString()};
}

template <class Presets>
FieldInfo presetField(const char* key, const QString& label, const QString& help, const QString& none,
                      const Presets& presets) {
  FieldInfo info{key, label.toStdString(), "", help.toStdString(), FieldKind::Choice, 0, 0, {}, {}};
  info.choices.push_back(kNone);
  info.choice_labels.push_back(none.toStdString());
  info.choice_notes.emplace_back();
  for (const auto& preset : presets) {
    info.choices.push_back(preset.name);
    info.choice_labels.push_back(preset.name);
    info.choice_notes.push_back(preset.help);
  }
  return info;
}

std::vector<FieldInfo> formFields() {
  std::vector<FieldInfo> fields{
      presetField("chain", tr("Chain"), tr("Reconstruction from a flat start, or from what the network predicts"),
                  tr("none"), chainPresets()),
      textField("stages", tr("Own chain"), tr("Stages engine:iterations[:option…] in the place of the preset's, for "
                                              "example dm:300:range,awf:100")),
      presetField("scan", tr("Scan"), tr("How the patterns are simulated"), tr("the network's"), simulationPresets()),
      textField("photos_path", tr("Photos"), tr("Folder of photos; empty: dead leaves that no network has seen")),
      textField("same_as_path", tr("As in"), tr("spec.json of a run: its objects and its scan, in the place of Scan and "
                                                "Photos")),
      textField("name", tr("Name"), tr("Of the run"))};
  for (FieldInfo info : fieldInfos<EvaluationSpec>()) {
    if (info.key == "seed") continue;
    info.group = tr("Images").toStdString();
    fields.push_back(std::move(info));
  }
  const QString methods = tr("Methods");
  fields.push_back(flagField("network", tr("Network alone"), tr("What the network predicts"), methods));
  fields.push_back(flagField("flat-chain", tr("Chain alone"), tr("The chain from its own start"), methods));
  fields.push_back(
      flagField("hybrid", tr("Chain from the network"), tr("The chain starts from the prediction"), methods));
  fields.push_back(textField("device", tr("Device"), tr("auto (CUDA where there is one), cpu or cuda:N")));
  fields.push_back({"threads", tr("Threads").toStdString(), "", tr("0 uses every core").toStdString(),
                    FieldKind::Integer, 0, 1024, {}, {}});
  return fields;
}

const QStringList& allMethods() {
  static const QStringList kMethods{QStringLiteral("flat-chain"), QStringLiteral("network"), QStringLiteral("hybrid")};
  return kMethods;
}

}  // namespace

EvaluationForm::EvaluationForm(QWidget* parent)
    : QWidget(parent), m_network(new QComboBox(this)), m_form(new FieldForm(this)) {
  m_network->setObjectName("evaluatedNetwork");
  m_network->setEditable(true);
  m_network->setInsertPolicy(QComboBox::NoInsert);
  m_network->setToolTip(tr("A training's run folder (its best network) or a network file"));
  m_network->lineEdit()->setPlaceholderText(tr("None: a chain alone"));
  m_network->lineEdit()->setClearButtonEnabled(true);
  m_form->setFields(formFields());
  m_form->setGroupOpen(tr("Images"), true);
  m_form->setGroupOpen(tr("Methods"), true);
  auto* label = new QLabel(tr("Network"), this);
  label->setBuddy(m_network);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 8, 10, 8);
  layout->addWidget(label);
  layout->addWidget(m_network);
  layout->addWidget(m_form);
  layout->addStretch(1);
  connect(m_form, &FieldForm::valueEdited, this, &EvaluationForm::edit);
  connect(m_network, &QComboBox::activated, this, [this](int row) {
    m_request.network = m_network->itemData(row).toString();
    show();
    Q_EMIT requestEdited();
  });
  connect(m_network->lineEdit(), &QLineEdit::textEdited, this, [this](const QString& text) {
    const int row = m_network->findText(text);
    m_request.network = row >= 0 ? m_network->itemData(row).toString() : text;
    Q_EMIT requestEdited();
  });
  EvaluationRequest first;
  first.chain = QString::fromLatin1(kDefaultPreset);
  first.spec.keep = KeepEstimates::Worst;
  setRequest(first);
}

void EvaluationForm::setRequest(const EvaluationRequest& request) {
  m_request = request;
  show();
  Q_EMIT requestEdited();
}

void EvaluationForm::setNetworks(const std::vector<std::pair<QString, QString>>& networks) {
  bool same = m_network->count() == static_cast<int>(networks.size());
  for (int i = 0; same && i < m_network->count(); ++i) {
    const auto& [title, folder] = networks[static_cast<std::size_t>(i)];
    same = m_network->itemText(i) == title && m_network->itemData(i).toString() == folder;
  }
  if (same) return;
  const QSignalBlocker quiet(m_network);
  const QString typed = m_network->currentText();
  m_network->clear();
  for (const auto& [title, folder] : networks) {
    m_network->addItem(title, folder);
    m_network->setItemData(m_network->count() - 1, folder, Qt::ToolTipRole);
  }
  m_network->setEditText(typed);
  show();
}

void EvaluationForm::edit(const QString& key, const FieldValue& value) {
  const auto text = [&] { return QString::fromStdString(std::get<std::string>(value)); };
  if (key == QLatin1String("chain")) m_request.chain = text() == QLatin1String(kNone) ? QString() : text();
  else if (key == QLatin1String("scan")) m_request.scan = text() == QLatin1String(kNone) ? QString() : text();
  else if (key == QLatin1String("stages")) m_request.stages = text();
  else if (key == QLatin1String("same_as_path")) {
    m_request.same_as = text();
    m_request.parent.clear();  // they are no longer that evaluation's images
  } else if (key == QLatin1String("photos_path")) m_request.photos = text();
  else if (key == QLatin1String("name")) m_request.name = text();
  else if (key == QLatin1String("device")) m_request.device = text();
  else if (key == QLatin1String("threads")) m_request.threads = static_cast<int>(std::get<std::int64_t>(value));
  else if (allMethods().contains(key)) {
    m_request.methods.removeAll(key);
    if (std::get<bool>(value)) m_request.methods << key;
  } else if (const auto set = assignField(m_request.spec, key.toStdString(), value); !set) {
    return;
  }
  show();
  Q_EMIT requestEdited();
}

void EvaluationForm::show() {
  const auto word = [](const QString& text) { return text.isEmpty() ? std::string(kNone) : text.toStdString(); };
  m_form->setValue("chain", word(m_request.chain));
  m_form->setValue("scan", word(m_request.scan));
  m_form->setValue("stages", m_request.stages.toStdString());
  m_form->setValue("same_as_path", m_request.same_as.toStdString());
  for (const char* key : {"scan", "photos_path"}) m_form->setFieldVisible(key, m_request.same_as.isEmpty());
  for (const char* key : {"first", "count"}) m_form->setFieldVisible(key, m_request.spec.images.empty());
  m_form->setValue("photos_path", m_request.photos.toStdString());
  m_form->setValue("name", m_request.name.toStdString());
  m_form->setValue("device", m_request.device.toStdString());
  m_form->setValue("threads", static_cast<std::int64_t>(m_request.threads));
  for (const auto& field : EvaluationSpec::fields()) {
    m_form->setValue(QString::fromStdString(field.info.key), field.get(m_request.spec));
  }
  const bool counted = m_request.spec.keep != KeepEstimates::None && m_request.spec.keep != KeepEstimates::All;
  m_form->setFieldVisible("keep_count", counted);
  for (const QString& method : allMethods()) m_form->setValue(method, m_request.methods.contains(method));
  m_form->setGroupNote(tr("Methods"), m_request.methods.isEmpty() ? tr("all that can be") : QString());
  const int row = m_network->findData(m_request.network);
  const QSignalBlocker quiet(m_network);
  const QString shown = row >= 0 ? m_network->itemText(row) : m_request.network;
  if (m_network->currentText() != shown) m_network->setEditText(shown);
}

}  // namespace ptycho
