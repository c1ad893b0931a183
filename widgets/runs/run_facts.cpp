#include "widgets/runs/run_facts.h"

#include <utility>

#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/models/shell_line.h"
#include "widgets/runs/spec_lines.h"

namespace ptycho {
namespace {

constexpr int kTyping_ms = 1000;

QToolButton* smallButton(Glyph glyph, const QString& help, const char* name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(glyphIcon(glyph));
  button->setToolTip(help);
  button->setObjectName(name);
  button->setAutoRaise(true);
  return button;
}

QWidget* withButton(QWidget* body, QWidget* button) {
  auto* box = new QWidget;
  auto* layout = new QHBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(body, 1);
  layout->addWidget(button, 0, Qt::AlignTop);
  return box;
}

QString timeText(const std::string& iso) {
  const auto time = QDateTime::fromString(QString::fromStdString(iso), Qt::ISODateWithMs);
  return time.isValid() ? time.toLocalTime().toString(QStringLiteral("d MMM yyyy HH:mm:ss")) : QString();
}

QString launchText(const RunLaunch& launch) {
  QStringList parts;
  parts << (launch.run_on.empty() ? RunFacts::tr("from this program's queue")
                                  : RunFacts::tr("by %1").arg(QString::fromStdString(launch.run_on)));
  if (!launch.version.empty()) parts << RunFacts::tr("version %1").arg(QString::fromStdString(launch.version));
  if (!launch.working_directory.empty()) {
    parts << RunFacts::tr("in %1").arg(QString::fromStdString(launch.working_directory));
  }
  for (const auto& [key, value] : launch.environment) {
    parts << QString::fromStdString(key + "=" + value);
  }
  return parts.join(QStringLiteral(" · "));
}

QString jobText(const SchedulerJob& job) {
  if (!job.problem.empty()) return QString::fromStdString(job.problem);
  QString text = RunFacts::tr("%1 job %2: %3")
                     .arg(QString::fromStdString(job.template_name), QString::fromStdString(job.id),
                          QString::fromStdString(schedulerStateName(job.state)));
  if (!job.reason.empty()) text += QStringLiteral(" (%1)").arg(QString::fromStdString(job.reason));
  if (!job.unknown_since.empty()) text += RunFacts::tr(" · no answer since %1").arg(timeText(job.unknown_since));
  if (!job.cancel_asked_at.empty()) text += RunFacts::tr(" · asked to end %1").arg(timeText(job.cancel_asked_at));
  return text;
}

QString errorText(const RunDigest& digest) {
  if (!digest.hasErrors()) return {};
  const QString errors =
      RunFacts::tr("A %1, φ %2").arg(digest.amplitude_nrmse, 0, 'f', 4).arg(digest.phase_nrmse, 0, 'f', 4);
  if (digest.method.empty()) return RunFacts::tr("%1 at step %2").arg(errors).arg(digest.error_step);
  return RunFacts::tr("%1, mean of %2 over %3 images")
      .arg(errors, QString::fromStdString(digest.method))
      .arg(digest.error_step);
}

QString lostText(const RunStatus& status) {
  return RunFacts::tr("The process is gone without saying why. It was last seen %1, at step %2 of %3.")
      .arg(timeText(status.updated_at))
      .arg(status.done)
      .arg(status.total);
}

}  // namespace

RunFacts::RunFacts(QWidget* parent)
    : QWidget(parent),
      m_layout(new QGridLayout(this)),
      m_title(new QLineEdit(this)),
      m_tags(new QLineEdit(this)),
      m_note(new QPlainTextEdit(this)),
      m_command(new QPlainTextEdit(this)),
      m_cleanUp(new QPushButton(this)),
      m_typing(new QTimer(this)) {
  m_layout->setContentsMargins(10, 8, 10, 8);
  m_layout->setColumnStretch(1, 1);
  m_title->setObjectName("runTitle");
  m_title->setToolTip(tr("A name of your own; the folder keeps its name"));
  m_tags->setObjectName("runTags");
  m_tags->setPlaceholderText(tr("parted by commas"));
  m_tags->setToolTip(tr("Words to find runs by, parted by commas"));
  m_note->setObjectName("runNote");
  m_note->setPlaceholderText(tr("What you want to remember about this run"));
  m_note->setTabChangesFocus(true);
  m_note->setFixedHeight(64);
  m_command->setObjectName("runCommand");
  m_command->setReadOnly(true);
  m_command->setTabChangesFocus(true);
  m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_command->setFixedHeight(84);
  auto* copy = smallButton(Glyph::Copy, tr("Copy the command line"), "copyCommand", this);
  addRow(tr("Name"), m_title);
  addRow(tr("Tags"), m_tags);
  addRow(tr("Note"), m_note);
  addFact("message", tr("Message"), tr("What the run says about itself"));
  addFact("errors", tr("Best"), tr("NRMSE of the best validation of a training, else of the last iteration"));
  auto* open = smallButton(Glyph::Folder, tr("Show the folder"), "showFolder", this);
  addRow(tr("Folder"), withButton(fact("folder", tr("Everything about the run is in here")), open));
  m_cleanUp->setObjectName("cleanUp");
  addRow(tr("On disk"), withButton(fact("size", tr("All files of the folder")), m_cleanUp));
  addFact("spare", {}, tr("What the run can do without; its specification, events and result always stay"));
  addRow(tr("Command"), withButton(m_command, copy));
  addFact("started", tr("Started"), tr("When the worker began, and its last sign of life"));
  addFact("worker", tr("Worker"), tr("Computer and process"));
  addFact("launch", tr("Launched"), tr("How it was started, with what of the environment matters"));
  addFact("job", tr("Scheduler"), tr("What the scheduler says; the run's own state is above"));
  addFact("parent", tr("Clone of"), tr("The run that it was set up from"));
  m_layout->setRowStretch(m_layout->rowCount(), 1);
  connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
  connect(open, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder)); });
  connect(m_cleanUp, &QPushButton::clicked, this, [this] {
    m_cleanUpListed = !m_cleanUpListed;
    if (!m_cleanUpListed) Q_EMIT cleanUpRequested(m_folder, std::exchange(m_spare, {}));
    showCleanUp();
  });
  m_typing->setSingleShot(true);
  m_typing->setInterval(kTyping_ms);
  connect(m_typing, &QTimer::timeout, this, &RunFacts::keepNotes);
  for (QLineEdit* line : {m_title, m_tags}) {
    connect(line, &QLineEdit::textEdited, m_typing, qOverload<>(&QTimer::start));
    connect(line, &QLineEdit::editingFinished, this, &RunFacts::keepNotes);
  }
  connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
    if (m_note->hasFocus()) m_typing->start();
  });
  m_note->installEventFilter(this);
  setRun(nullptr, {});
}

QLabel* RunFacts::fact(const char* name, const QString& help) {
  auto* value = new QLabel(this);
  value->setObjectName(QStringLiteral("fact_") + QLatin1String(name));
  value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  value->setTextFormat(Qt::PlainText);
  value->setWordWrap(true);
  value->setToolTip(help);
  return value;
}

void RunFacts::addFact(const char* name, const QString& label, const QString& help) { addRow(label, fact(name, help)); }

// A grid and not a QFormLayout, which does not give wrapped labels the height they need.
void RunFacts::addRow(const QString& label, QWidget* value) {
  const int row = m_layout->rowCount();
  auto* name = new QLabel(label, this);
  name->setObjectName(value->objectName() + QStringLiteral("_label"));
  name->setBuddy(value);
  m_layout->addWidget(name, row, 0, Qt::AlignTop);
  m_layout->addWidget(value, row, 1);
}

void RunFacts::setFact(const char* name, const QString& text) {
  auto* value = findChild<QLabel*>(QStringLiteral("fact_") + QLatin1String(name));
  if (value->text() != text) value->setText(text);
  value->setVisible(!text.isEmpty());
  auto* label = findChild<QLabel*>(value->objectName() + QStringLiteral("_label"));
  if (label) label->setVisible(!text.isEmpty());
}

QString RunFacts::factText(const QString& name) const {
  const auto* value = findChild<QLabel*>(QStringLiteral("fact_") + name);
  return value ? value->text() : QString();
}

QString RunFacts::command() const { return m_command->toPlainText(); }

void RunFacts::showNotes(const RunNotes& notes) {
  m_shown = notes;
  QStringList tags;
  for (const auto& tag : notes.tags) tags << QString::fromStdString(tag);
  const QSignalBlocker quiet(m_note);
  const auto put = [](QLineEdit& line, const QString& text) {
    if (!line.hasFocus() && line.text() != text) line.setText(text);
  };
  put(*m_title, QString::fromStdString(notes.title));
  put(*m_tags, tags.join(QStringLiteral(", ")));
  const QString note = QString::fromStdString(notes.note);
  if (!m_note->hasFocus() && m_note->toPlainText() != note) m_note->setPlainText(note);
}

void RunFacts::setRun(const RunRow* row, const RunDigest& digest) {
  const QString folder = row ? row->folder() : QString();
  if (folder != m_folder) {
    keepNotes();
    m_typing->stop();
    m_folder = folder;
    for (QWidget* field : std::initializer_list<QWidget*>{m_title, m_tags, m_note}) field->clearFocus();
    m_command->clear();
    m_spare = {};
    m_cleanUpListed = false;
    showCleanUp();
    setFact("size", {});
  }
  setEnabled(row != nullptr);
  if (!row) {
    showNotes({});
    for (const char* name : {"message", "errors", "folder", "started", "worker", "launch", "job", "parent"}) {
      setFact(name, {});
    }
    return;
  }
  showNotes(digest.notes);
  m_title->setPlaceholderText(row->title());
  const RunStatus status = row->entry.status.value_or(RunStatus{});
  const std::string& said = row->entry.problem.empty() ? status.message : row->entry.problem;
  const bool lost = row->liveness == RunLiveness::Lost && row->entry.problem.empty();
  setFact("message", lost ? lostText(status) : QString::fromStdString(said));
  setFact("errors", errorText(digest));
  setFact("folder", folder);
  const QString started = timeText(status.started_at);
  setFact("started", started.isEmpty() ? QString() : tr("%1, last seen %2").arg(started, timeText(status.updated_at)));
  const QString host = QString::fromStdString(status.host);
  setFact("worker", host.isEmpty() ? QString() : tr("%1, process %2").arg(host).arg(status.pid));
  setFact("launch", digest.launch ? launchText(*digest.launch) : QString());
  setFact("job", digest.job ? jobText(*digest.job) : QString());
  setFact("parent", QString::fromStdString(digest.parent));
  if (digest.launch && m_command->toPlainText().isEmpty()) {
    QStringList arguments;
    for (const auto& argument : digest.launch->arguments) arguments << QString::fromStdString(argument);
    m_command->setPlainText(shellLine(QStringLiteral("ptychodesk-cli"), arguments));
  }
}

void RunFacts::setDetails(const RunDetails& details) {
  if (details.folder != m_folder) return;
  setFact("size", bytesText(details.bytes));
  m_spare = details.spare;
  showCleanUp();
  const QString command = commandOfSpec(details.spec);
  if (!command.isEmpty() && m_command->toPlainText().isEmpty()) m_command->setPlainText(command);
}

/// The first press lists what would go, the second removes it.
void RunFacts::showCleanUp() {
  QStringList names;
  for (const auto& file : m_spare.files) names << QString::fromStdString(file.filename().string());
  m_cleanUpListed = m_cleanUpListed && !names.isEmpty();
  m_cleanUp->setVisible(!names.isEmpty());
  m_cleanUp->setText(m_cleanUpListed ? tr("Remove these") : tr("Clean up %1…").arg(bytesText(m_spare.bytes)));
  setFact("spare", m_cleanUpListed ? names.join(QStringLiteral(", ")) : QString());
}

void RunFacts::keepNotes() {
  m_typing->stop();
  if (m_folder.isEmpty()) return;
  const RunNotes notes{m_title->text().trimmed().toStdString(), tagsFromText(m_tags->text().toStdString()),
                       m_note->toPlainText().toStdString()};
  if (notes == m_shown) return;
  m_shown = notes;
  Q_EMIT notesEdited(m_folder, notes);
}

bool RunFacts::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_note && event->type() == QEvent::FocusOut) keepNotes();
  return QWidget::eventFilter(watched, event);
}

}  // namespace ptycho
