#include "widgets/kit/status/tab_by_title.h"

#include <QTabWidget>

namespace ptycho {

bool showTab(QTabWidget& tabs, const QString& word) {
  for (int index = 0; index < tabs.count() && !word.isEmpty(); ++index) {
    if (!tabs.tabText(index).remove(QLatin1Char('&')).startsWith(word, Qt::CaseInsensitive)) continue;
    tabs.setCurrentIndex(index);
    return true;
  }
  return false;
}

}  // namespace ptycho
