#include "tests/widgets/app/focus_walk.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QButtonGroup>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>

namespace ptycho::test {
namespace {

constexpr int kMostStops = 400;

template <class Parent>
bool isPartOf(const QWidget& widget) {
  for (const QWidget* parent = widget.parentWidget(); parent; parent = parent->parentWidget()) {
    if (qobject_cast<const Parent*>(parent)) return true;
  }
  return false;
}

bool isOneOfAChoice(const QAbstractButton& button) {
  return (button.group() && button.group()->exclusive()) || button.autoExclusive();
}

/// Made to be used, by its type or because it takes the focus from a click.
bool isControl(const QWidget& widget) {
  if (qobject_cast<const QScrollBar*>(&widget) || qobject_cast<const QHeaderView*>(&widget) ||
      qobject_cast<const QMenuBar*>(&widget)) {
    return false;
  }
  if (widget.inherits("QTableCornerButton") || widget.inherits("QComboBoxListView")) return false;
  if (isPartOf<QComboBox>(widget) || isPartOf<QAbstractSpinBox>(widget) || isPartOf<QLineEdit>(widget) ||
      isPartOf<QTabBar>(widget) || isPartOf<QHeaderView>(widget)) {
    return false;
  }
  if (qobject_cast<const QLabel*>(&widget)) return false;  // texts that can be copied
  return qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QComboBox*>(&widget) ||
         qobject_cast<const QAbstractSpinBox*>(&widget) || qobject_cast<const QLineEdit*>(&widget) ||
         qobject_cast<const QAbstractSlider*>(&widget) || qobject_cast<const QAbstractItemView*>(&widget) ||
         qobject_cast<const QTabBar*>(&widget) || (widget.focusPolicy() & Qt::ClickFocus);
}

QImage looks(QWidget& widget) { return widget.grab().toImage(); }

/// A scrolled panel is wholly covered by what it scrolls.
bool isInSight(const QWidget& widget) {
  const auto* area = qobject_cast<const QAbstractScrollArea*>(&widget);
  if (!area) return !widget.visibleRegion().isEmpty();
  return QRect(area->mapTo(area->window(), QPoint()), area->size()).intersects(area->window()->rect());
}

}  // namespace

FocusWalk walkFocus(QWidget& window, Qt::Key key, bool sight) {
  FocusWalk walk;
  const auto press = [&] {
    QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, key);
    return window.focusWidget();
  };
  for (QWidget* at = press(); at; at = press()) {
    if (walk.stops.contains(at)) {
      walk.closed = at == walk.stops.front();
      break;
    }
    walk.stops << at;
    if (walk.stops.size() > kMostStops) break;
    if (!sight) continue;
    if (!isInSight(*at)) walk.unseen << QStringLiteral("out of sight: ") + describe(*at);
    const QImage with = looks(*at);
    at->clearFocus();
    if (looks(*at) == with) walk.unseen << QStringLiteral("no mark of the focus: ") + describe(*at);
    at->setFocus(Qt::TabFocusReason);
  }
  return walk;
}

QStringList outOfReach(QWidget& window, const QList<QWidget*>& stops) {
  QStringList missed;
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    if (!widget->isVisible() || !widget->isEnabled() || !isControl(*widget) || widget->window() != &window) continue;
    if (stops.contains(widget) || stops.contains(widget->focusProxy())) continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    if (button && isOneOfAChoice(*button) && !button->isChecked()) continue;
    missed << describe(*widget);
  }
  return missed;
}

QString describe(const QWidget& widget) {
  QString text = QString::fromLatin1(widget.metaObject()->className());
  if (!widget.objectName().isEmpty()) text += QLatin1Char(' ') + widget.objectName();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
    text += QStringLiteral(" “%1” (%2)").arg(button->text(), button->toolTip().left(40));
  }
  QStringList parents;
  for (const QWidget* parent = widget.parentWidget(); parent && parents.size() < 3; parent = parent->parentWidget()) {
    if (!parent->objectName().startsWith(QLatin1String("qt_"))) {
      parents << QString::fromLatin1(parent->metaObject()->className()).section(QStringLiteral("::"), -1);
    }
  }
  return text + QStringLiteral(" in ") + parents.join(QStringLiteral(" < "));
}

}  // namespace ptycho::test
