#pragma once

#include <QString>
#include <QStringList>

#include "core/base/spec_json.h"
#include "core/evaluate/evaluation_spec.h"
#include "core/learn/training_spec.h"
#include "core/store/launch_template.h"

namespace ptycho {

/// A run that is to be put into the queue.
struct LaunchRequest {
  QString verb;
  QString name;
  QStringList arguments;  ///< as they are shown; --run-folder comes last and is added when the folder is there
  Json spec;              ///< what waits in spec.json
  QString device;         ///< "auto", "cpu", "cuda:0"
  QString run_on;         ///< launch template; empty: this computer
  TemplateValues values;  ///< of its variables
};

/// Stands for the run folder in an argument, until it is made: "--spec={run}/spec.json".
inline constexpr const char* kRunFolderWord = "{run}";

/// A training to be launched.
struct TrainingRequest {
  QString preset;  ///< what it is compared with
  TrainingSpec spec;
  QString name;
  int threads = 0;  ///< 0: all cores
  QString parent;   ///< folder name of the run that it is a clone of
};
/// `ptychodesk-cli train …`: the preset and what differs from it, as options; the whole specification as a file where
/// an option cannot say it or there are too many to read.
[[nodiscard]] QStringList trainArguments(const TrainingRequest& request);
[[nodiscard]] LaunchRequest launchOf(const TrainingRequest& request);
/// For the session. Unknown or damaged parts keep their defaults.
[[nodiscard]] Json trainingRequestToJson(const TrainingRequest& request);
[[nodiscard]] TrainingRequest trainingRequestFromJson(const Json& json);
/// The request that spec.json of a training comes from. Error: no training.
[[nodiscard]] Result<TrainingRequest> trainingRequestOfRun(const Json& spec, const QString& folder);

/// An evaluation to be launched.
struct EvaluationRequest {
  QString network;  ///< run of a training, or network file; empty: none
  QString scan;     ///< preset of the simulation; empty: the network's
  QString chain;    ///< preset of the reconstruction; empty: none
  QStringList methods;  ///< flat-chain, network, hybrid; empty: what network and chain allow
  QString stages;   ///< a chain of its own, in the place of the preset's: "dm:300:range,awf:100"; empty: the preset's
  QString photos;   ///< folder; empty: dead leaves
  QString same_as;  ///< specification of the simulation, or a run's spec.json; its objects and scan then count
  EvaluationSpec spec;
  QString device = QStringLiteral("auto");
  int threads = 0;
  QString name;
  QString parent;   ///< folder name of the evaluation whose images are tried again
};
[[nodiscard]] QStringList evaluateArguments(const EvaluationRequest& request);
[[nodiscard]] LaunchRequest launchOf(const EvaluationRequest& request);
/// What is missing, in one sentence; empty: nothing.
[[nodiscard]] QString obstacleOf(const EvaluationRequest& request);

}  // namespace ptycho
