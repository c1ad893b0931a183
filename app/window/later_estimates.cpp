#include "app/window/later_estimates.h"

#include <QDir>
#include <QFileInfo>

#include "app/window/app_settings.h"
#include "app/window/launcher.h"
#include "core/base/atomic_file.h"
#include "widgets/models/core_text.h"
#include "widgets/models/new_run_folder.h"
#include "widgets/models/run_reader.h"

namespace ptycho {
namespace {

const QString kFlatChain = QStringLiteral("flat-chain");

}  // namespace

LaterEstimates::LaterEstimates(Launcher& launcher, AppSettings& settings, QObject* parent)
    : QObject(parent), m_launcher(launcher), m_settings(settings) {
  connect(&launcher, &Launcher::failed, this,
          [this](const QString& folder) { forget(folder); });  // the launcher's error is on the screen already
}

void LaterEstimates::setEvaluation(const QString& specFile, const Json& spec) {
  m_specFile = specFile;
  m_spec = spec;
  m_waiting.clear();
  m_watchers.clear();
  m_estimates.clear();
  Q_EMIT changed();
}

QStringList LaterEstimates::arguments(const Json& spec, const QString& specFile, std::int64_t image,
                                      const QString& method, const QString& chain, const QString& folder) {
  QStringList arguments{QStringLiteral("evaluate")};
  const QString network = textAt(spec, "network");
  const bool usesNetwork = method != kFlatChain;
  if (usesNetwork) {
    arguments << QStringLiteral("--network") << network;
    const QString device = textAt(spec, "device");
    if (!device.isEmpty()) arguments << QStringLiteral("--device") << device;
  }
  if (method != QStringLiteral("network")) {
    if (chain.isEmpty()) arguments << QStringLiteral("--spec") << specFile;
    else arguments << QStringLiteral("--chain") << chain;
  }
  arguments << QStringLiteral("--method") << method << QStringLiteral("--simulation-spec") << specFile
            << QStringLiteral("--first") << QString::number(image) << QStringLiteral("--count") << QStringLiteral("1")
            << QStringLiteral("--keep") << QStringLiteral("all") << QStringLiteral("--run-folder") << folder;
  return arguments;
}

Result<QString> LaterEstimates::specFile() {
  if (!m_specFile.isEmpty()) return m_specFile;
  const QString file = m_temporary.filePath(QStringLiteral("spec.json"));
  PTYCHO_CHECK(replaceFileText(file.toStdString(), jsonText(m_spec, 2)));
  m_specFile = file;
  return file;
}

void LaterEstimates::compute(std::int64_t image, int method, const QString& methodName) {
  LaterEstimate wish;
  wish.image = image;
  wish.method = method;
  wish.label = methodName;
  start(wish, methodName, {});
}

void LaterEstimates::tryChain(std::int64_t image, const QString& chain) {
  LaterEstimate wish;
  wish.image = image;
  wish.label = chain;
  start(wish, kFlatChain, chain);
}

void LaterEstimates::start(const LaterEstimate& wish, const QString& method, const QString& chain) {
  const auto file = specFile();
  if (!file) return Q_EMIT errorFound(QString::fromStdString(file.error().text()), {});
  const QString root = m_settings.runsRoot();
  if (!QDir().mkpath(root)) {
    return Q_EMIT errorFound(tr("The runs folder %1 cannot be made; choose another one in the File menu.").arg(root), {});
  }
  const QString folder =
      newRunFolder(root, QStringLiteral("evaluate"), QStringLiteral("image-%1").arg(wish.image));
  if (!m_launcher.start(arguments(m_spec, *file, wish.image, method, chain, folder), folder)) return;
  m_waiting[folder] = {wish, method};
  auto watcher = std::make_unique<EvaluationWatcher>();
  connect(watcher.get(), &EvaluationWatcher::looked, this,
          [this, folder](const EvaluationLook& look) { take(folder, look); });
  watcher->setFolder(folder);
  m_watchers[folder] = std::move(watcher);
  Q_EMIT changed();
}

void LaterEstimates::forget(const QString& folder) {
  if (m_waiting.erase(folder) == 0) return;
  const auto watcher = m_watchers.find(folder);
  if (watcher != m_watchers.end()) {
    watcher->second.release()->deleteLater();  // it may be the one that is telling
    m_watchers.erase(watcher);
  }
  Q_EMIT changed();
}

void LaterEstimates::giveUp(const QString& folder, const QString& message) {
  forget(folder);
  Q_EMIT errorFound(message, folder);
}

void LaterEstimates::take(const QString& folder, const EvaluationLook& look) {
  const auto found = m_waiting.find(folder);
  if (found == m_waiting.end()) return;
  if (look.gone) return giveUp(folder, tr("%1 is gone before its estimate was there.").arg(folder));
  if (look.status && hasEnded(look.liveness) && look.liveness != RunLiveness::Done) {
    return giveUp(folder, tr("The image was not computed: %1").arg(QString::fromStdString(look.status->message)));
  }
  if (!look.complete) return;
  const ImageTable& table = *look.table;
  LaterEstimate estimate = found->second.wish;
  for (int method = 0; method < table.methodCount(); ++method) {
    const auto row = table.rowOf(estimate.image);
    const auto index = table.keptIndex(estimate.image, method);
    if (!row || !index) continue;
    estimate.record = *table.record(*row, method);
    estimate.file = (folder + QStringLiteral("/result.h5")).toStdString();
    estimate.index = *index;
    m_estimates.push_back(estimate);
    forget(folder);
    return Q_EMIT arrived(estimate.image);
  }
  giveUp(folder, tr("The image was not computed: its run kept no estimate."));
}

}  // namespace ptycho
