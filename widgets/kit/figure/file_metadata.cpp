#include "widgets/kit/figure/file_metadata.h"

#include <algorithm>

namespace ptycho {

QByteArray xmpPacket(const QString& caption, const QString& recipe) {
  return QStringLiteral(
             "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
             "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
             "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
             " xmlns:ptychodesk=\"urn:ptychodesk:figure\">"
             "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt></dc:description>"
             "<ptychodesk:recipe>%2</ptychodesk:recipe>"
             "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
             "<?xpacket end=\"r\"?>")
      .arg(caption.toHtmlEscaped(), recipe.toHtmlEscaped())
      .toUtf8();
}

QByteArray withoutCreationDate(QByteArray pdf) {
  const qsizetype start = pdf.indexOf("/CreationDate (");
  const qsizetype end = start < 0 ? -1 : pdf.indexOf(')', start);
  // Only within the information dictionary, which comes first.
  if (end < 0 || end > pdf.indexOf("endobj")) return pdf;
  return pdf.replace(start, end + 1 - start, QByteArray(end + 1 - start, ' '));
}

QByteArray withTitleAndDescription(const QByteArray& svg, const QString& title, const QString& description) {
  QByteArray text;
  if (!title.isEmpty()) text += "<title>" + title.toHtmlEscaped().toUtf8() + "</title>\n";
  if (!description.isEmpty()) text += "<desc>" + description.toHtmlEscaped().toUtf8() + "</desc>\n";
  const qsizetype root = svg.indexOf("<svg");
  const qsizetype inside = svg.indexOf('>', root) + 1;
  // In the place of what Qt says of itself there, where it does.
  const qsizetype body = std::max(inside, svg.indexOf("<defs>"));
  return svg.left(inside) + '\n' + text + svg.mid(body);
}

}  // namespace ptycho
