#include "widgets/setup/design_state.h"

#include "widgets/setup/design_fields.h"

namespace ptycho {

namespace {

QString labelOf(const QString& section, const QString& key) {
  for (const auto& candidate : designSections()) {
    if (candidate.name != section) continue;
    for (const auto& field : candidate.fields) {
      if (field.key == key.toStdString()) return QString::fromStdString(field.label);
    }
  }
  return key;
}

}  // namespace

DesignState::DesignState(QObject* parent)
    : QObject(parent),
      m_designJob([this](Result<DesignResults> result) { takeDesign(std::move(result)); }),
      m_sampleJob([this](Sampled result) { takeSample(std::move(result)); }) {
  connect(&m_history, &EditHistory::restored, this, &DesignState::restore);
  evaluate();
}

void DesignState::setSpec(const SimulationSpec& spec) {
  m_history.stack().clear();
  m_spec = spec;
  m_spec.geometry.detector_side_px = m_spec.probe.window_px;
  Q_EMIT specChanged();
  evaluate();
}

void DesignState::edit(const QString& section, const QString& key, const FieldValue& value) {
  FieldValue before = designField(m_spec, section, key);
  if (before == value) return;
  if (const auto done = setDesignField(m_spec, section, key, value); !done) {
    m_designProblem = done.error();
    Q_EMIT problemChanged();
    return;
  }
  m_history.record(labelOf(section, key), {{section + QLatin1Char('.') + key, std::move(before), value}});
  Q_EMIT specChanged();
  evaluate();
}

void DesignState::apply(const QString& text, const SimulationSpec& spec) {
  auto changes = designChanges(m_spec, spec);
  if (changes.empty()) return;
  m_spec = spec;
  m_history.record(text, std::move(changes));
  Q_EMIT specChanged();
  evaluate();
}

void DesignState::restore(const std::vector<std::pair<QString, FieldValue>>& values) {
  for (const auto& [name, value] : values) {
    // Values that were in force once are inside their ranges.
    (void)setDesignField(m_spec, name.section(QLatin1Char('.'), 0, 0), name.section(QLatin1Char('.'), 1), value);
  }
  Q_EMIT specChanged();
  evaluate();
}

void DesignState::setComparing(bool on) {
  m_reference = on ? m_design : nullptr;
  m_referenceSample = on ? m_sample : nullptr;
  Q_EMIT referenceChanged();
}

void DesignState::evaluate() {
  m_designJob.start([spec = m_spec, sources = m_designSources] { return evaluateDesign(spec, *sources); });
}

void DesignState::takeDesign(Result<DesignResults> result) {
  const bool hadProblem = m_designProblem.has_value();
  m_designProblem.reset();
  if (!result) {
    m_designProblem = std::move(result).error();
    Q_EMIT problemChanged();
    return;
  }
  m_design = std::make_shared<const DesignResults>(std::move(*result));
  if (hadProblem) Q_EMIT problemChanged();
  m_sampleJob.start([design = m_design, sources = m_sampleSources] {
    return Sampled{design, evaluateSample(*design, *sources)};
  });
  Q_EMIT designChanged();
}

void DesignState::takeSample(Sampled result) {
  const bool hadProblem = m_sampleProblem.has_value();
  m_sampleProblem.reset();
  if (!result.sample) {
    m_sampleProblem = std::move(result.sample).error();
    Q_EMIT problemChanged();
    return;
  }
  m_sampledDesign = std::move(result.design);
  m_sample = std::make_shared<const DesignSample>(std::move(*result.sample));
  if (hadProblem) Q_EMIT problemChanged();
  Q_EMIT sampleChanged();
}

}  // namespace ptycho
