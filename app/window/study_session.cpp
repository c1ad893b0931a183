#include "app/window/study_session.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>
#include <QtConcurrent>

#include "app/window/launcher.h"
#include "core/study/study_report.h"
#include "widgets/export/study_page.h"

namespace ptycho {

namespace {

constexpr qint64 kLargestTable = 4 << 20;

struct StudyTable {
  QString markdown;
  bool has_report = false;
};

StudyTable tableOf(const QString& folder) {
  StudyTable table;
  const QDir place(folder);
  table.has_report = place.exists(QLatin1String(study_file::kHtml));
  QFile file(place.filePath(QLatin1String(study_file::kMarkdown)));
  if (file.open(QIODevice::ReadOnly)) table.markdown = QString::fromUtf8(file.read(kLargestTable));
  return table;
}

}  // namespace

StudySession::StudySession(StudyPage& page, Launcher& launcher, QObject* parent)
    : QObject(parent), m_page(page), m_launcher(launcher) {
  connect(&m_page, &StudyPage::launchRequested, this, &StudySession::launch);
  connect(&m_page, &StudyPage::tableWanted, this, &StudySession::readTable);
  connect(&m_page, &StudyPage::noteGiven, this, &StudySession::noteGiven);
  connect(&m_page, &StudyPage::continueRequested, this, [this](const QString& folder) {
    m_launcher.start({QStringLiteral("study"), QStringLiteral("--resume"), folder}, folder);
  });
  connect(&m_page, &StudyPage::stopRequested, this, [this](const QString& folder) {
    const auto id = requestRun(folder.toStdString(), "stop");
    if (!id) Q_EMIT errorFound(QString::fromStdString(id.error().text()), {});
    else Q_EMIT noteGiven(tr("The study will stop when its present run has saved its work."));
  });
  connect(&m_page, &StudyPage::reportRequested, this, [this](const QString& folder) {
    const QString file = QDir(folder).filePath(QLatin1String(study_file::kHtml));
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(file))) return;
    Q_EMIT errorFound(tr("No program could be found that shows %1; open it in a browser.").arg(file), {});
  });
}

void StudySession::launch(const QStringList& arguments, const QString& folder) {
  if (!QDir().mkpath(QFileInfo(folder).path())) {
    return Q_EMIT errorFound(
        tr("The runs folder %1 cannot be made; choose another one in the File menu.").arg(QFileInfo(folder).path()), {});
  }
  if (m_launcher.start(arguments, folder)) Q_EMIT noteGiven(tr("The study has been started; Runs shows its parts."));
}

void StudySession::readTable(const QString& folder) {
  if (folder.isEmpty()) return m_page.setTable({}, {}, false);
  m_reading = true;
  QtConcurrent::run([folder] { return tableOf(folder); }).then(this, [this, folder](const StudyTable& table) {
    m_reading = false;
    m_page.setTable(folder, table.markdown, table.has_report);
  });
}

void StudySession::setRunRows(const std::vector<RunRow>& rows) { m_page.setRows(rows); }

}  // namespace ptycho
