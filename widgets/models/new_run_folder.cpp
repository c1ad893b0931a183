#include "widgets/models/new_run_folder.h"

#include <QFileInfo>

#include "core/store/run_folder.h"

namespace ptycho {

QString newRunFolder(const QString& root, const QString& verb, const QString& name) {
  const QString first =
      root + QLatin1Char('/') + QString::fromStdString(runFolderName(verb.toStdString(), name.toStdString()));
  QString folder = first;
  for (int copy = 2; QFileInfo::exists(folder); ++copy) folder = first + QStringLiteral("-%1").arg(copy);
  return folder;
}

}  // namespace ptycho
