#pragma once

#include <functional>

#include <QPointer>
#include <QString>

class QFileDialog;
class QWidget;

namespace ptycho {

/// A question for a file that blocks nothing.
struct FileQuestion {
  enum Purpose { Save, Open };
  QString title;
  QString filters;     ///< "PDF (*.pdf);;SVG (*.svg)"
  QString suffix;      ///< of a name without one; then that of the filter that was chosen
  QString suggestion;  ///< the name that is offered
  Purpose purpose = Save;
};

/// Shows the question; one that is still open is closed first.
/// @param open    the dialog of the owner's last question, and now of this one
/// @param chosen  called with the file while the parent lives
void askForFile(QWidget* parent, QPointer<QFileDialog>& open, const FileQuestion& question,
                std::function<void(const QString&)> chosen);

}  // namespace ptycho
