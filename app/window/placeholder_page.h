#pragma once

#include <QWidget>

#include "widgets/kit/status/glyph_icon.h"

namespace ptycho {

/// A workspace that is still to come: what it will show, and what serves until then.
class PlaceholderPage : public QWidget {
  Q_OBJECT

 public:
  PlaceholderPage(Glyph glyph, const QString& title, const QString& text, const QString& meanwhile,
                  QWidget* parent = nullptr);
};

}  // namespace ptycho
