#include "widgets/kit/form/path_edit.h"

#include <QFileSystemModel>

namespace ptycho {

PathEdit::PathEdit(bool folders, QWidget* parent) : QWidget(parent), m_line(new QLineEdit(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(m_line, 1);
  auto* button = new QToolButton(this);
  button->setText(QStringLiteral("…"));
  button->setToolTip(tr("Choose a file"));
  layout->addWidget(button);
  setFocusProxy(m_line);
  m_line->setClearButtonEnabled(true);

  if (folders) {
    auto* menu = new QMenu(button);
    menu->addAction(tr("File…"), this, [this] { browse(false); });
    menu->addAction(tr("Folder…"), this, [this] { browse(true); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tr("Choose a file or a folder"));
  } else {
    connect(button, &QToolButton::clicked, this, [this] { browse(false); });
  }

  // The completer's model reads folders in its own thread, and only once somebody types.
  connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
    if (!m_line->completer()) {
      auto* completer = new QCompleter(m_line);
      auto* files = new QFileSystemModel(completer);
      files->setRootPath(QString());
      completer->setModel(files);
      m_line->setCompleter(completer);
      connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &PathEdit::pathEdited);
    }
    Q_EMIT pathEdited(text);
  });
  m_line->installEventFilter(this);
}

void PathEdit::setPath(const QString& path) {
  if (m_line->text() != path) m_line->setText(path);
}

bool PathEdit::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::DragEnter) {
    auto* drag = static_cast<QDragEnterEvent*>(event);
    if (drag->mimeData()->hasUrls()) {
      drag->acceptProposedAction();
      return true;
    }
  }
  if (event->type() == QEvent::Drop) {
    const auto urls = static_cast<QDropEvent*>(event)->mimeData()->urls();
    if (!urls.isEmpty() && urls.front().isLocalFile()) {
      setPath(urls.front().toLocalFile());
      Q_EMIT pathEdited(m_line->text());
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void PathEdit::browse(bool folder) {
  if (m_dialog) m_dialog->close();
  const QString start = m_line->text().section(QStringLiteral(":/"), 0, 0);
  auto* dialog = new QFileDialog(this, folder ? tr("Choose a folder") : tr("Choose a file"), start);
  m_dialog = dialog;
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setModal(false);
  dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    setPath(file);
    Q_EMIT pathEdited(file);
  });
  dialog->show();
}

}  // namespace ptycho
