#include "widgets/kit/report/report_pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QUrl>

#include "core/base/atomic_file.h"

namespace ptycho {

namespace {

constexpr int kDpi = 600;
constexpr double kMargin_mm = 15;
constexpr double kTextDpi = 96;  ///< pixels of the HTML
constexpr double kAir_px = 6;    ///< above images: Qt lets them stand out of their lines, into the page before

/// The bytes of "data:image/…;base64,…"; nothing for another name.
QByteArray bytesOf(const QString& name) {
  const auto comma = name.indexOf(QLatin1String(";base64,"));
  if (!name.startsWith(QLatin1String("data:image/")) || comma < 0) return {};
  return QByteArray::fromBase64(QStringView(name).mid(comma + 8).toLatin1());
}

/// Draws images from their data URLs.
class DataImages : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)

 public:
  explicit DataImages(double width) : m_width(width) {}

  QSizeF intrinsicSize(QTextDocument* /*document*/, int /*position*/, const QTextFormat& format) override {
    const QTextImageFormat image = format.toImageFormat();
    const double shrink = image.width() > m_width ? m_width / image.width() : 1;
    return {shrink * image.width(), shrink * image.height() + kAir_px};
  }

  void drawObject(QPainter* painter, const QRectF& whole, QTextDocument* /*document*/, int /*position*/,
                  const QTextFormat& format) override {
    const QRectF rect = whole.adjusted(0, kAir_px, 0, 0);
    const QString name = format.toImageFormat().name();
    const QByteArray bytes = bytesOf(name);
    if (name.startsWith(QLatin1String("data:image/svg+xml"))) {
      QSvgRenderer(bytes).render(painter, rect);
    } else if (const QImage image = QImage::fromData(bytes); !image.isNull()) {
      painter->drawImage(rect, image);
    }
  }

 private:
  double m_width;
};

/// One page of the document and its number below.
void drawPage(QPainter& painter, QTextDocument& document, int page, const QSizeF& size) {
  painter.save();
  painter.translate(0, -page * size.height());
  QAbstractTextDocumentLayout::PaintContext context;
  context.clip = QRectF(0, page * size.height(), size.width(), size.height());
  context.palette.setColor(QPalette::Text, Qt::black);
  painter.setClipRect(context.clip);
  document.documentLayout()->draw(&painter, context);
  painter.restore();
  QFont font(QStringLiteral("sans-serif"));
  font.setPixelSize(9);
  painter.setFont(font);
  painter.setPen(QColor(0x5b, 0x68, 0x75));
  painter.drawText(QRectF(0, size.height(), size.width(), 30), Qt::AlignHCenter | Qt::AlignBottom,
                   QStringLiteral("%1 / %2").arg(page + 1).arg(document.pageCount()));
}

bool writePages(const QString& file, const std::string& html, const std::string& title) {
  QPdfWriter writer(file);
  writer.setResolution(kDpi);
  writer.setTitle(QString::fromStdString(title));
  writer.setCreator(QStringLiteral("Ptychodesk"));
  writer.setPageSize(QPageSize(QPageSize::A4));
  writer.setPageMargins(QMarginsF(kMargin_mm, kMargin_mm, kMargin_mm, kMargin_mm), QPageLayout::Millimeter);
  const double scale = kDpi / kTextDpi;
  const QSizeF size(writer.width() / scale, writer.height() / scale);
  DataImages images(size.width());
  QTextDocument document;
  document.documentLayout()->registerHandler(QTextFormat::ImageObject, &images);
  document.setDocumentMargin(0);
  document.setHtml(QString::fromStdString(html));
  document.setPageSize(size);
  QPainter painter;
  if (!painter.begin(&writer)) return false;
  painter.scale(scale, scale);
  for (int page = 0; page < document.pageCount(); ++page) {
    if (page > 0 && !writer.newPage()) return false;
    drawPage(painter, document, page, size);
  }
  return painter.end();
}

}  // namespace

Result<void> writeReportPdf(const std::filesystem::path& file, const std::string& html, const std::string& title) {
  return replaceFile(file, [&](const std::filesystem::path& temporary) -> Result<void> {
    if (writePages(QString::fromStdString(temporary.string()), html, title)) return {};
    return fail(ErrorCode::Io, "cannot be written; check that the folder is there and has room.", file.string());
  });
}

}  // namespace ptycho

#include "report_pdf.moc"
