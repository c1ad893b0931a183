#include "app/window/import_session.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>

#include "app/window/app_settings.h"
#include "app/window/launcher.h"
#include "core/base/atomic_file.h"
#include "core/base/spec_json.h"
#include "widgets/import/import_page.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/models/core_text.h"
#include "widgets/models/new_run_folder.h"
#include "widgets/models/run_row.h"

namespace ptycho {
namespace {

constexpr int kDebounce_ms = 200;

}  // namespace

ImportSession::ImportSession(ImportPage& page, Launcher& launcher, AppSettings& settings, QObject* parent)
    : QObject(parent), m_page(page), m_launcher(launcher), m_settings(settings), m_looker(launcher),
      m_lister(launcher) {
  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kDebounce_ms);
  connectLooks();
  connect(&m_page, &ImportPage::openRequested, this, &ImportSession::browse);
  connect(&m_page, &ImportPage::importRequested, this, &ImportSession::import);
  connect(&m_watcher, &RunWatcher::statusChanged, this, &ImportSession::follow);
  connect(&m_launcher, &Launcher::failed, this, [this](const QString& folder) {
    if (folder != m_watcher.folder()) return;
    m_watcher.setFolder({});
    m_page.setImporting(false);
  });
}

void ImportSession::connectLooks() {
  connect(&m_page, &ImportPage::specChanged, this, [this] {
    m_debounce.start();
    m_page.setLooking(true);
  });
  connect(&m_debounce, &QTimer::timeout, this, &ImportSession::look);
  connect(&m_looker, &ImportChild::answered, this,
          [this] { readLook(fileOf(QStringLiteral("look-%1.h5").arg(m_looks))); });
  connect(&m_looker, &ImportChild::failed, this, [this](const QString& message, const QString& details) {
    m_page.setLooking(false);
    m_page.setProblem(message, details);
  });
  connect(&m_lister, &ImportChild::answered, this, [this](const QByteArray& printed) {
    if (const auto datasets = listedDatasets(printed.toStdString())) m_page.setDatasets(*datasets);
  });
}

void ImportSession::open(const QString& file) {
  m_page.setFile(QFileInfo(file).absoluteFilePath());
  look();
  // A file without named data sets has none to choose from; what else is wrong with it, the look says.
  m_lister.start({QStringLiteral("import"), m_page.file(), QStringLiteral("--datasets"), QStringLiteral("--json")});
  Q_EMIT shown();
}

void ImportSession::browse() {
  askForFile(&m_page, m_dialog,
             {tr("Import measured data"),
              tr("Measured data (*.cxi *.h5 *.hdf5 *.nxs *.ptyd *.mat *.npz *.npy *.tif *.tiff);;All files (*)"), {},
              {}, FileQuestion::Open},
             [this](const QString& file) { open(file); });
}

QString ImportSession::writeSpec(const ImportSpec& spec, const QString& name) {
  const QString file = fileOf(name);
  const auto kept = replaceFileText(file.toStdString(), jsonText(specToJson(spec), 2));
  if (kept) return file;
  Q_EMIT errorFound(textOf(kept.error()), {});
  return {};
}

void ImportSession::look() {
  m_debounce.stop();
  m_reading = 0;
  const QString spec = writeSpec(m_page.spec(), QStringLiteral("look.json"));
  if (spec.isEmpty()) return m_page.setLooking(false);
  m_page.setLooking(true);
  const QString answer = fileOf(QStringLiteral("look-%1.h5").arg(++m_looks));
  m_looker.start({QStringLiteral("import"), m_page.file(), QStringLiteral("--spec"), spec, QStringLiteral("--preview"),
                  answer});
}

void ImportSession::readLook(const QString& file) {
  m_reading = m_looks;
  QtConcurrent::run([file] {
    auto look = readShownLook(file.toStdString());
    QFile::remove(file);
    return look;
  }).then(this, [this, number = m_looks](Result<LookPtr> look) {
    if (number != m_reading) return;  // a newer one is on its way
    m_reading = 0;
    m_page.setLooking(m_debounce.isActive());
    if (look) m_page.setLook(*look);
    else m_page.setProblem(textOf(look.error()), {});
  });
}

bool ImportSession::isSettled() const {
  return !m_looker.isBusy() && !m_debounce.isActive() && m_reading == 0 && !m_lister.isBusy() &&
         m_watcher.folder().isEmpty();
}

void ImportSession::import(const ImportSpec& spec, bool reconstruct) {
  if (!m_watcher.folder().isEmpty()) return Q_EMIT noteGiven(tr("An import is under way."));
  const QString name = QFileInfo(m_page.file()).completeBaseName();
  const QString folder = newRunFolder(m_settings.runsRoot(), QStringLiteral("import"), name);
  if (!QDir().mkpath(QFileInfo(folder).path())) {
    return Q_EMIT errorFound(
        tr("The runs folder %1 cannot be made; choose another one in the File menu.").arg(QFileInfo(folder).path()),
        {});
  }
  const QString specFile = writeSpec(spec, QStringLiteral("import.json"));
  if (specFile.isEmpty()) return;
  m_reconstruct = reconstruct;
  m_watcher.setFolder(folder);
  m_page.setImporting(true);
  const QStringList arguments{QStringLiteral("import"), m_page.file(),  QStringLiteral("--spec"),
                              specFile,                 QStringLiteral("--run-folder"), folder};
  if (!m_launcher.start(arguments, folder)) return;
  Q_EMIT noteGiven(tr("Importing %1 …").arg(QFileInfo(m_page.file()).fileName()));
}

void ImportSession::follow(const RunStatus& status, RunLiveness liveness) {
  if (!hasEnded(liveness)) return;
  const QString folder = m_watcher.folder();
  m_watcher.setFolder({});
  m_page.setImporting(false);
  if (liveness == RunLiveness::Done) return Q_EMIT imported(folder + QStringLiteral("/scan.h5"), m_reconstruct);
  const QString said = QString::fromStdString(status.message);
  Q_EMIT errorFound(tr("Nothing was imported: %1").arg(said.isEmpty() ? livenessWord(liveness) : said), folder);
}

}  // namespace ptycho
