#include "widgets/reconstruct/reconstruction_form.h"

#include <algorithm>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "core/reconstruct/presets.h"
#include "widgets/kit/form/edit_history.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/reconstruct/chain_editor.h"

namespace ptycho {
namespace {

const QString kChain = QStringLiteral("chain");
const QString kThreads = QStringLiteral("threads");
const QString kStartFile = QStringLiteral("start_file");
const QString kSupportFile = QStringLiteral("support_file");
const QString kMemory = QStringLiteral("memory");
const QString kProbeModes = QStringLiteral("probe_modes");
const QString kCheckpoints = QStringLiteral("checkpoint_every");

}  // namespace

QUndoStack& ReconstructionForm::undoStack() { return m_history->stack(); }

void ReconstructionForm::setRequest(const ReconstructionRequest& request) {
  const QString acquisition = m_request.acquisition;
  m_request = request;
  if (m_request.acquisition.isEmpty()) m_request.acquisition = acquisition;
  m_history->stack().clear();
  showRequest();
}

void ReconstructionForm::setAcquisition(const QString& file, bool usable) {
  m_request.acquisition = file;
  m_usable = usable;
  showDependents();
}

void ReconstructionForm::setRunsRoot(const QString& root) {
  m_runsRoot = root;
  showDependents();
}

QString ReconstructionForm::commandLine() const { return m_command->text(); }

QString ReconstructionForm::obstacle() const {
  if (m_request.acquisition.isEmpty()) return tr("Choose an acquisition first.");
  if (!m_usable) return tr("The acquisition cannot be used.");
  if (!m_chain->errorText().isEmpty()) return tr("The chain cannot be read.");
  if (m_request.spec.stages.empty()) return tr("The chain has no stages.");
  const RangeSpec& range = m_request.spec.range;
  if (range.amplitude_min > range.amplitude_max || range.phase_min_rad > range.phase_max_rad) {
    return tr("A range ends before it begins.");
  }
  if (m_request.spec.start == StartKind::Given && m_request.start_file.isEmpty()) return tr("Name the start file.");
  if (m_request.wantsSupport() && m_request.support_file.isEmpty()) {
    return tr("A stage keeps to the support: name the support file.");
  }
  return {};
}

void ReconstructionForm::choosePreset(int index) {
  const auto& presets = chainPresets();
  if (index < 0 || index >= static_cast<int>(presets.size())) return;
  const auto& preset = presets[static_cast<std::size_t>(index)];
  const std::string before = chainText(m_request.spec.stages);
  m_request.spec.stages = preset.spec.stages;
  m_chain->setStages(preset.spec.stages);
  std::vector<FieldChange> changes{{kChain, before, chainText(preset.spec.stages)}};
  if (preset.spec.probe_modes != m_request.spec.probe_modes) {
    const FieldValue modes = valueOf(kProbeModes);
    if (assign(kProbeModes, std::int64_t{preset.spec.probe_modes})) {
      m_options->setValue(kProbeModes, valueOf(kProbeModes));
      changes.push_back({kProbeModes, modes, valueOf(kProbeModes)});
    }
  }
  m_history->record(tr("Preset %1").arg(QString::fromStdString(preset.name)), std::move(changes));
  edited();
}

void ReconstructionForm::suggestPreset(std::string_view name) {
  const auto& presets = chainPresets();
  const auto indexOf = [&presets](std::string_view wanted) {
    return static_cast<int>(std::ranges::find(presets, wanted, &ChainPreset::name) - presets.begin());
  };
  // What somebody chose or wrote stays; only one default gives way to the other.
  const auto shows = [&](std::string_view preset) {
    return m_request.spec.stages == presets[static_cast<std::size_t>(indexOf(preset))].spec.stages;
  };
  if (!shows(name) && (shows(kDefaultPreset) || shows(kMeasuredPreset))) choosePreset(indexOf(name));
}

void ReconstructionForm::editChain(const std::vector<StageSpec>& stages) {
  m_history->record(tr("Chain"), {{kChain, chainText(m_request.spec.stages), chainText(stages)}});
  m_request.spec.stages = stages;
  edited();
}

void ReconstructionForm::editField(const QString& key, const FieldValue& value) {
  const FieldValue before = valueOf(key);
  if (!assign(key, value)) return;
  m_history->record(key, {{key, before, valueOf(key)}});
  edited();
}

FieldValue ReconstructionForm::valueOf(const QString& key) const {
  if (key == kChain) return chainText(m_request.spec.stages);
  if (key == kThreads) return static_cast<std::int64_t>(m_request.threads);
  if (key == kStartFile) return m_request.start_file.toStdString();
  if (key == kSupportFile) return m_request.support_file.toStdString();
  if (key == kMemory) return m_request.memory_gb;
  if (key == kCheckpoints) return m_request.checkpoint_every_s;
  if (const auto* field = findField<RangeSpec>(key.toStdString())) return field->get(m_request.spec.range);
  return findField<ReconstructionSpec>(key.toStdString())->get(m_request.spec);
}

bool ReconstructionForm::assign(const QString& key, const FieldValue& value) {
  if (key == kThreads) {
    m_request.threads = static_cast<int>(std::get<std::int64_t>(value));
  } else if (key == kStartFile) {
    m_request.start_file = QString::fromStdString(std::get<std::string>(value));
  } else if (key == kSupportFile) {
    m_request.support_file = QString::fromStdString(std::get<std::string>(value));
  } else if (key == kMemory) {
    m_request.memory_gb = std::get<double>(value);
  } else if (key == kCheckpoints) {
    m_request.checkpoint_every_s = std::get<double>(value);
  } else if (key == kChain) {
    auto stages = parseChain(std::get<std::string>(value));
    if (!stages) return false;
    m_request.spec.stages = std::move(*stages);
  } else if (findField<RangeSpec>(key.toStdString())) {
    return assignField(m_request.spec.range, key.toStdString(), value).has_value();
  } else {
    return assignField(m_request.spec, key.toStdString(), value).has_value();
  }
  return true;
}

void ReconstructionForm::restore(const std::vector<std::pair<QString, FieldValue>>& values) {
  for (const auto& [key, value] : values) assign(key, value);
  showRequest();
  Q_EMIT requestEdited();
}

void ReconstructionForm::edited() {
  showDependents();
  Q_EMIT requestEdited();
}

void ReconstructionForm::showRequest() {
  m_chain->setStages(m_request.spec.stages);
  for (const auto& field : RangeSpec::fields()) {
    m_ranges->setValue(QString::fromStdString(field.info.key), field.get(m_request.spec.range));
  }
  for (const auto& field : ReconstructionSpec::fields()) {
    m_options->setValue(QString::fromStdString(field.info.key), field.get(m_request.spec));
  }
  m_options->setValue(kStartFile, m_request.start_file.toStdString());
  m_options->setValue(kSupportFile, m_request.support_file.toStdString());
  m_options->setValue(kThreads, static_cast<std::int64_t>(m_request.threads));
  m_options->setValue(kMemory, m_request.memory_gb);
  m_options->setValue(kCheckpoints, m_request.checkpoint_every_s);
  showDependents();
}

void ReconstructionForm::showDependents() {
  const RangeSpec& range = m_request.spec.range;
  m_ranges->setFieldError(QStringLiteral("amplitude_max"),
                          range.amplitude_min > range.amplitude_max ? tr("Must not be below “from”.") : QString());
  m_ranges->setFieldError(QStringLiteral("phase_max_rad"),
                          range.phase_min_rad > range.phase_max_rad ? tr("Must not be below “from”.") : QString());
  m_options->setFieldVisible(kStartFile, m_request.spec.start == StartKind::Given);
  m_options->setFieldVisible(kSupportFile, m_request.wantsSupport());
  const bool unnamed = m_request.wantsSupport() && m_request.support_file.isEmpty();
  m_options->setFieldError(kSupportFile, unnamed ? tr("A stage keeps to the support.") : QString());

  int preset = -1;
  for (int i = 0; i < static_cast<int>(chainPresets().size()); ++i) {
    if (chainPresets()[static_cast<std::size_t>(i)].spec.stages == m_request.spec.stages) preset = i;
  }
  const QSignalBlocker quiet(m_preset);
  m_preset->setCurrentIndex(preset);
  m_presetHelp->setText(preset < 0 ? tr("Your own chain.")
                                   : QString::fromStdString(chainPresets()[static_cast<std::size_t>(preset)].help));

  QStringList arguments = reconstructArguments(m_request, {});
  if (m_request.acquisition.isEmpty()) arguments[1] = QStringLiteral("scan.h5");
  if (!m_runsRoot.isEmpty()) arguments << QStringLiteral("--runs-root") << m_runsRoot;
  m_command->setText(shellLine(QStringLiteral("ptychodesk-cli"), arguments));
  m_command->setCursorPosition(0);
  m_command->setToolTip(m_command->text());
  m_run->setEnabled(obstacle().isEmpty());
  colourRun();
  m_run->setToolTip(obstacle().isEmpty() ? tr("Run the reconstruction (Ctrl+R)") : obstacle());
}

}  // namespace ptycho
