#pragma once

#include <QByteArray>
#include <QString>

namespace ptycho {

/// An XMP packet (ISO 16684-1) with the caption as dc:description and the recipe as ptychodesk:recipe; for PDF.
[[nodiscard]] QByteArray xmpPacket(const QString& caption, const QString& recipe);

/// The PDF without the time of its making: blanks of the same length, so that no offset changes and the same figure
/// gives the same bytes.
[[nodiscard]] QByteArray withoutCreationDate(QByteArray pdf);

/// The SVG with <title> and <desc>, escaped.
[[nodiscard]] QByteArray withTitleAndDescription(const QByteArray& svg, const QString& title,
                                                 const QString& description);

}  // namespace ptycho
