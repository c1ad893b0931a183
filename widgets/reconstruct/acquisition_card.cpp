#include "widgets/reconstruct/acquisition_card.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/status_colour.h"
#include "widgets/models/import_report_text.h"

namespace ptycho {
namespace {

QString droppedFile(const QMimeData& data) {
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile()) return url.toLocalFile();
  }
  return {};
}

QString digestText(const AcquisitionDigest& digest) {
  QString text = AcquisitionCard::tr("%1 patterns of %2 × %2 px · object %3 × %4 px")
                     .arg(digest.patterns)
                     .arg(digest.window_px)
                     .arg(digest.object_rows)
                     .arg(digest.object_cols);
  if (digest.probe_modes > 1) text += AcquisitionCard::tr(" · %1 probe modes").arg(digest.probe_modes);
  if (digest.pixel_m > 0) text += AcquisitionCard::tr(" · pixel %1 nm").arg(digest.pixel_m * 1e9, 0, 'g', 3);
  if (digest.near_field) text += AcquisitionCard::tr(" · near field");
  text += digest.hasTruth() ? AcquisitionCard::tr(" · truth known") : AcquisitionCard::tr(" · no truth");
  return text;
}

}  // namespace

AcquisitionCard::AcquisitionCard(QWidget* parent)
    : QFrame(parent),
      m_name(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_origin(new QToolButton(this)),
      m_recent(new QToolButton(this)),
      m_recentMenu(new QMenu(this)) {
  setAcceptDrops(true);
  setFrameShape(QFrame::StyledPanel);
  m_name->setTextFormat(Qt::PlainText);
  QFont bold = font();
  bold.setBold(true);
  m_name->setFont(bold);
  m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_summary->setTextFormat(Qt::PlainText);
  m_summary->setWordWrap(true);
  m_origin->setObjectName("importReport");
  m_origin->setAutoRaise(true);
  m_origin->setMinimumWidth(80);
  m_origin->hide();
  connect(m_origin, &QToolButton::clicked, this, &AcquisitionCard::showReport);
  auto* open = new QToolButton(this);
  open->setIcon(glyphIcon(Glyph::Folder));
  open->setToolTip(tr("Open an acquisition (Ctrl+O)"));
  open->setAutoRaise(true);
  open->setObjectName("openAcquisition");
  m_recent->setText(tr("Recent"));
  m_recent->setPopupMode(QToolButton::InstantPopup);
  m_recent->setMenu(m_recentMenu);
  m_recent->setAutoRaise(true);

  auto* row = new QHBoxLayout;
  row->addWidget(m_name, 1);
  row->addWidget(m_recent);
  row->addWidget(open);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 4, 4, 6);
  layout->setSpacing(2);
  layout->addLayout(row);
  layout->addWidget(m_summary);
  layout->addWidget(m_origin, 0, Qt::AlignLeft);
  connect(open, &QToolButton::clicked, this, &AcquisitionCard::browse);
  connect(m_recentMenu, &QMenu::triggered, this,
          [this](QAction* action) { Q_EMIT fileChosen(action->data().toString()); });
  setRecentFiles({});
  showEmpty();
}

void AcquisitionCard::show(const QString& file, const QString& summary, bool bad) {
  m_file = file;
  m_name->setText(file.isEmpty() ? tr("No acquisition") : QFileInfo(file).fileName());
  m_name->setToolTip(file);
  m_summary->setText(summary);
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText,
                   bad ? signalColour(Signal::Bad, palette()) : palette().color(QPalette::PlaceholderText));
  m_summary->setPalette(colours);
  m_report.reset();
  m_origin->hide();
}

void AcquisitionCard::showEmpty() {
  show({}, tr("Drop an HDF5 acquisition here, open one, or simulate one in Setup."), false);
}
void AcquisitionCard::showLoading(const QString& file) { show(file, tr("Reading …"), false); }
void AcquisitionCard::showDigest(const AcquisitionDigest& digest) {
  show(digest.file, digestText(digest), false);
  m_report = digest.import;
  if (!m_report) return;
  // People know the file that they imported, not the copy in the run's folder.
  if (!m_report->file.empty()) m_name->setText(QString::fromStdString(m_report->file));
  m_origin->setText(importSummary(*m_report));
  m_origin->setToolTip(tr("How it was read. Click for all of it.") + importReportHtml(*m_report));
  m_origin->show();
}
void AcquisitionCard::showProblem(const QString& file, const QString& message) { show(file, message, true); }
QString AcquisitionCard::summary() const { return m_summary->text(); }
QString AcquisitionCard::origin() const { return m_report ? m_origin->text() : QString(); }

void AcquisitionCard::showReport() {
  if (!m_report) return;
  auto* page = new QTextBrowser(this);
  page->setWindowFlags(Qt::Popup);  // any click beside it closes it
  page->setAttribute(Qt::WA_DeleteOnClose);
  page->setObjectName("importReportPage");
  page->setHtml(importReportHtml(*m_report));
  page->resize(760, 460);
  page->move(mapToGlobal(QPoint(0, height())));
  page->show();
}

void AcquisitionCard::setRecentFiles(const QStringList& files) {
  m_recentMenu->clear();
  for (const QString& file : files) {
    QAction* action =
        m_recentMenu->addAction(QFileInfo(file).fileName() + QStringLiteral("  —  ") + QFileInfo(file).path());
    action->setData(file);
  }
  m_recent->setEnabled(!files.isEmpty());
}

void AcquisitionCard::browse() {
  if (m_dialog) return m_dialog->raise();
  m_dialog = new QFileDialog(this, tr("Open acquisition"), QFileInfo(m_file).path(),
                             tr("HDF5 files (*.h5 *.hdf5 *.cxi);;All files (*)"));
  m_dialog->setAttribute(Qt::WA_DeleteOnClose);
  m_dialog->setModal(false);
  m_dialog->setFileMode(QFileDialog::ExistingFile);
  connect(m_dialog, &QFileDialog::fileSelected, this, &AcquisitionCard::fileChosen);
  m_dialog->show();
}

void AcquisitionCard::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedFile(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void AcquisitionCard::dropEvent(QDropEvent* event) {
  const QString file = droppedFile(*event->mimeData());
  if (file.isEmpty()) return;
  event->acceptProposedAction();
  Q_EMIT fileChosen(file);
}

}  // namespace ptycho
