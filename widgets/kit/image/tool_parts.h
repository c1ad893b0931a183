#pragma once

#include <QIcon>
#include <QString>

#include "widgets/kit/raster/color_map.h"

class QComboBox;
class QLineEdit;
class QToolButton;
class QWidget;

namespace ptycho {

/// The map as a small swatch, low values left.
[[nodiscard]] QIcon mapIcon(ColorMap map);

/// The widgets of the tool row, each with a name for tests (`name`) and one for people (`tip`).
[[nodiscard]] QToolButton* makeButton(QWidget* parent, const char* name, const QString& text, const QString& tip,
                                      bool checkable);
/// @param characters  of its entries that always fit
[[nodiscard]] QComboBox* makeCombo(QWidget* parent, const char* name, const QString& tip, int characters);
/// A field for a number, wide enough for any; still there in a narrow column.
[[nodiscard]] QLineEdit* makeNumber(QWidget* parent, const char* name, const QString& tip);

}  // namespace ptycho
