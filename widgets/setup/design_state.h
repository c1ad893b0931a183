#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "widgets/kit/form/edit_history.h"
#include "widgets/setup/evaluate_design.h"
#include "widgets/setup/latest_job.h"

namespace ptycho {

using DesignPtr = std::shared_ptr<const DesignResults>;
using SamplePtr = std::shared_ptr<const DesignSample>;

/// The design on the table: the spec with undo, and what follows from it, evaluated in the background in two steps,
/// the numbers first (milliseconds), then object and patterns. After an error the last good values stay.
class DesignState : public QObject {
  Q_OBJECT

 public:
  explicit DesignState(QObject* parent = nullptr);

  [[nodiscard]] const SimulationSpec& spec() const { return m_spec; }
  /// A new start: the history is forgotten.
  void setSpec(const SimulationSpec& spec);
  /// One field, as typed; recorded for undo.
  void edit(const QString& section, const QString& key, const FieldValue& value);
  /// Several fields in one step of undo, called `text` there.
  void apply(const QString& text, const SimulationSpec& spec);
  [[nodiscard]] QUndoStack& undoStack() { return m_history.stack(); }

  /// Null before the first evaluation.
  [[nodiscard]] DesignPtr design() const { return m_design; }
  /// The design that the sample was made from; it may be one step behind design().
  [[nodiscard]] DesignPtr sampledDesign() const { return m_sampledDesign; }
  [[nodiscard]] SamplePtr sample() const { return m_sample; }
  [[nodiscard]] std::optional<Error> problem() const { return m_designProblem ? m_designProblem : m_sampleProblem; }
  /// Nothing is being computed or waiting.
  [[nodiscard]] bool settled() const { return !m_designJob.busy() && !m_sampleJob.busy(); }

  /// Keeps the present numbers to compare with, or forgets them.
  void setComparing(bool on);
  [[nodiscard]] DesignPtr reference() const { return m_reference; }
  [[nodiscard]] SamplePtr referenceSample() const { return m_referenceSample; }

 Q_SIGNALS:
  void specChanged();
  void designChanged();
  void sampleChanged();
  void referenceChanged();
  void problemChanged();

 private:
  struct Sampled {
    DesignPtr design;
    Result<DesignSample> sample;
  };
  void restore(const std::vector<std::pair<QString, FieldValue>>& values);
  void evaluate();
  void takeDesign(Result<DesignResults> result);
  void takeSample(Sampled result);

  SimulationSpec m_spec;
  EditHistory m_history;
  DesignPtr m_design;
  DesignPtr m_sampledDesign;
  SamplePtr m_sample;
  DesignPtr m_reference;
  SamplePtr m_referenceSample;
  std::optional<Error> m_designProblem;
  std::optional<Error> m_sampleProblem;
  std::shared_ptr<DesignSources> m_designSources = std::make_shared<DesignSources>();
  std::shared_ptr<DesignSources> m_sampleSources = std::make_shared<DesignSources>();
  LatestJob<Result<DesignResults>> m_designJob;
  LatestJob<Sampled> m_sampleJob;
};

}  // namespace ptycho
