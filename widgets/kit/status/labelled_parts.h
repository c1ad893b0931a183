#pragma once

#include <QString>

#include "widgets/kit/status/glyph_icon.h"

class QLabel;
class QPushButton;
class QToolButton;
class QWidget;

namespace ptycho {

/// The bold line above a part of a panel.
/// @param above  room above it, px
[[nodiscard]] QLabel* headingLabel(const QString& text, QWidget* parent = nullptr, int above = 0);
/// A flat button with a word; `name` is its object name.
[[nodiscard]] QToolButton* textButton(const QString& text, const char* name, const QString& help, QWidget* parent);
/// A flat button with a picture; the help is its accessible name too.
[[nodiscard]] QToolButton* glyphButton(Glyph glyph, const QString& help, QWidget* parent);
/// A push button with picture and word.
[[nodiscard]] QPushButton* pushButton(Glyph glyph, const QString& text, const char* name, const QString& help,
                                      QWidget* parent);

}  // namespace ptycho
