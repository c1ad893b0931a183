#pragma once

#include <QPoint>
#include <QString>

#include "widgets/kit/image/shown_picture.h"

namespace ptycho {

/// The numbers of one pixel, never changed by norm or limits: row, column, value with unit (complex: A, φ, re, im),
/// physical position when the pixel size is known; for diffraction the distance from the optical axis in px, as a
/// spatial frequency and as an angle, as far as they are known. Pixels that are no plain values say why.
[[nodiscard]] QString readOutText(const ShownPicture& picture, QPoint pixel);

/// What the line says without a cursor: shape (rows × columns) and pixel size.
[[nodiscard]] QString pictureSummary(const ShownPicture& picture);

}  // namespace ptycho
