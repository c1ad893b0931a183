#include "widgets/export/study_page.h"

#include <algorithm>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>

#include "core/study/study_presets.h"
#include "widgets/kit/form/path_edit.h"
#include "widgets/models/new_run_folder.h"
#include "widgets/models/shell_line.h"

namespace ptycho {

namespace {

constexpr int kFolderRole = Qt::UserRole;

QString lineOf(const RunRow& row) {
  QString text = row.title() + QStringLiteral("   ") + livenessWord(row.liveness);
  if (row.isActive() && row.entry.status && row.entry.status->total > 0) {
    text += QStringLiteral(", %1 of %2").arg(row.entry.status->done).arg(row.entry.status->total);
  }
  return text;
}

}  // namespace

QStringList StudyPage::arguments() const {
  QStringList words{QStringLiteral("study"), QStringLiteral("--preset"), m_preset->currentData().toString()};
  const auto add = [&](const char* option, const QString& value) {
    if (!value.isEmpty()) words << QLatin1String(option) << value;
  };
  add("--photos", m_photos->lineEdit()->text());
  add("--test-photos", m_testPhotos->lineEdit()->text());
  if (m_minutes->value() > 0) add("--minutes", QString::number(m_minutes->value()));
  return words;
}

void StudyPage::showPreset() {
  const auto preset = findStudyPreset(m_preset->currentData().toString().toStdString());
  if (!preset) return;
  QStringList methods;
  for (const StudyMethod& method : preset->methods) methods << QString::fromStdString(method.title);
  QStringList steps;
  for (const double step : preset->steps_px) steps << QString::fromStdString(stepText(step));
  m_help->setText(tr("%1 Methods: %2. Steps: %3 px, %4 images.")
                      .arg(QString::fromStdString(preset->help), methods.join(QStringLiteral(", ")),
                           steps.join(QStringLiteral(", ")))
                      .arg(preset->images.front().count));
  refreshCommand();
}

void StudyPage::refreshCommand() {
  m_command->setText(shellLine(QStringLiteral("ptychodesk-cli"), arguments()));
  m_command->setCursorPosition(0);
}

void StudyPage::start() {
  const QString folder = newRunFolder(m_root, QStringLiteral("study"), m_preset->currentData().toString());
  Q_EMIT launchRequested(arguments() << QStringLiteral("--run-folder") << folder, folder);
}

void StudyPage::setRows(const std::vector<RunRow>& rows) {
  m_rows.clear();
  std::ranges::copy_if(rows, std::back_inserter(m_rows), [](const RunRow& row) { return row.entry.verb == "study"; });
  const QString shown = shownStudy();
  const QSignalBlocker quiet(m_studies);
  m_studies->clear();
  for (const RunRow& row : m_rows) {
    auto* item = new QListWidgetItem(lineOf(row), m_studies);
    item->setData(kFolderRole, row.folder());
    item->setToolTip(row.folder());
    if (row.folder() == shown) m_studies->setCurrentItem(item);
  }
  if (!m_studies->currentItem() && m_studies->count() > 0) m_studies->setCurrentRow(0);
  refreshButtons();
  const QString now = shownStudy();
  const auto row = std::ranges::find(m_rows, now, &RunRow::folder);
  if (now != m_tableOf || (row != m_rows.end() && row->isActive())) Q_EMIT tableWanted(now);
}

QString StudyPage::shownStudy() const {
  const QListWidgetItem* item = m_studies->currentItem();
  return item ? item->data(kFolderRole).toString() : QString();
}

void StudyPage::setTable(const QString& folder, const QString& markdown, bool hasReport) {
  if (folder != shownStudy()) return;
  m_tableOf = folder;
  m_hasReport = hasReport;
  if (folder.isEmpty()) {
    m_table->setMarkdown(tr("*No study has been made yet. Choose one on the left and start it: it trains, evaluates and "
                            "compares by itself, and can be stopped and continued at any time.*"));
  } else if (markdown.isEmpty()) {
    m_table->setMarkdown(tr("*The table appears when the first methods have been evaluated.*"));
  } else {
    m_table->setMarkdown(markdown);
  }
  refreshButtons();
}

void StudyPage::refreshButtons() {
  const auto row = std::ranges::find(m_rows, shownStudy(), &RunRow::folder);
  const bool any = row != m_rows.end();
  m_report->setEnabled(any && m_hasReport && m_tableOf == shownStudy());
  m_stop->setEnabled(any && row->isActive());
  m_continue->setEnabled(any && !row->isActive() && row->liveness != RunLiveness::Done);
}

}  // namespace ptycho
