#include "widgets/kit/form/file_question.h"

#include <QFileDialog>
#include <QRegularExpression>

namespace ptycho {

void askForFile(QWidget* parent, QPointer<QFileDialog>& open, const FileQuestion& question,
                std::function<void(const QString&)> chosen) {
  if (open) open->close();
  auto* dialog = new QFileDialog(parent, question.title, {}, question.filters);
  open = dialog;
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setModal(false);
  if (question.purpose == FileQuestion::Save) {
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(question.suffix);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
      static const QRegularExpression kSuffix(QStringLiteral("\\*\\.(\\w+)"));
      if (const auto found = kSuffix.match(filter); found.hasMatch()) dialog->setDefaultSuffix(found.captured(1));
    });
  } else {
    dialog->setFileMode(QFileDialog::ExistingFile);
  }
  if (!question.suggestion.isEmpty()) dialog->selectFile(question.suggestion);
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
  dialog->show();
}

}  // namespace ptycho
