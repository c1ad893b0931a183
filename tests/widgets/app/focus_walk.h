#pragma once

#include <QList>
#include <QStringList>
#include <QWidget>

namespace ptycho::test {

/// What pressing Tab (or Shift+Tab) again and again comes by.
struct FocusWalk {
  QList<QWidget*> stops;       ///< each once, in their order
  bool closed = false;         ///< the first one was reached again
  QStringList unseen;          ///< stops that look the same with and without the focus, or were out of sight
};

/// @param sight  whether every stop is to be looked at with and without the focus (takes a moment each)
[[nodiscard]] FocusWalk walkFocus(QWidget& window, Qt::Key key, bool sight);

/// Controls that can be used with the mouse, are shown and enabled, and are not among the stops: no key reaches them.
/// Parts of other controls (the field of a spin box, the unchosen buttons of a choice) are reached through those.
[[nodiscard]] QStringList outOfReach(QWidget& window, const QList<QWidget*>& stops);

/// "QPushButton simulate “Simulate”" with the names of its parents, for messages.
[[nodiscard]] QString describe(const QWidget& widget);

}  // namespace ptycho::test
