#include "widgets/models/shell_line.h"

#include "core/store/shell_text.h"

namespace ptycho {

QString shellLine(const QString& program, const QStringList& arguments) {
  std::vector<std::string> words{program.toStdString()};
  for (const QString& argument : arguments) words.push_back(argument.toStdString());
  return QString::fromStdString(shellWords(words));
}

}  // namespace ptycho
