#pragma once

#include <map>
#include <memory>

#include <QObject>
#include <QTemporaryDir>

#include "widgets/failures/picture_source.h"
#include "widgets/models/evaluation_watcher.h"

namespace ptycho {

class AppSettings;
class Launcher;

/// Evaluations of single images, asked for while looking at them: an estimate that was not kept, or another chain. Each
/// is a run of its own; its estimate is told when it is there.
class LaterEstimates : public QObject {
  Q_OBJECT

 public:
  LaterEstimates(Launcher& launcher, AppSettings& settings, QObject* parent);

  /// Another evaluation: what is under way goes on, but is no longer waited for.
  /// @param specFile  spec.json of its run; empty: written from `spec` where it is needed
  void setEvaluation(const QString& specFile, const Json& spec);
  /// The same evaluation from now on; only what it was asked for is replaced.
  void compute(std::int64_t image, int method, const QString& methodName);
  void tryChain(std::int64_t image, const QString& chain);
  [[nodiscard]] const std::vector<LaterEstimate>& estimates() const { return m_estimates; }
  [[nodiscard]] int underWay() const { return static_cast<int>(m_waiting.size()); }

  /// Arguments of `ptychodesk-cli`.
  /// @param chain  empty: that of the specification
  [[nodiscard]] static QStringList arguments(const Json& spec, const QString& specFile, std::int64_t image,
                                             const QString& method, const QString& chain, const QString& folder);

 Q_SIGNALS:
  void arrived(qint64 image);
  void changed();
  void errorFound(const QString& message, const QString& details);

 private:
  struct Waiting {
    LaterEstimate wish;
    QString method;  ///< as the child calls it
  };
  void start(const LaterEstimate& wish, const QString& method, const QString& chain);
  void take(const QString& folder, const EvaluationLook& look);
  void giveUp(const QString& folder, const QString& message);
  void forget(const QString& folder);
  [[nodiscard]] Result<QString> specFile();

  Launcher& m_launcher;
  AppSettings& m_settings;
  QString m_specFile;
  Json m_spec;
  QTemporaryDir m_temporary;
  std::map<QString, Waiting> m_waiting;  ///< by run folder
  std::map<QString, std::unique_ptr<EvaluationWatcher>> m_watchers;
  std::vector<LaterEstimate> m_estimates;
};

}  // namespace ptycho
