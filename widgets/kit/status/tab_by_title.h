#pragma once

class QString;
class QTabWidget;

namespace ptycho {

/// Brings the first tab to the front whose title begins with the word, whatever its case; false when there is none.
bool showTab(QTabWidget& tabs, const QString& word);

}  // namespace ptycho
