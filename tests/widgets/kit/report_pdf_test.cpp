#include "widgets/kit/report/report_pdf.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace ptycho {

class ReportPdfTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hasAsManyPagesAsItsText() {
    std::string html = "<html><body><h1>Title &amp; more</h1>";
    for (int k = 0; k < 200; ++k) html += "<p>A paragraph with ± and φ.</p>";
    const QByteArray pdf = written(html + "</body></html>");
    QVERIFY(pdf.startsWith("%PDF-"));
    const auto pages = pdf.count("/Type /Page\n");
    QVERIFY2(pages >= 4 && pages <= 12, qPrintable(QString::number(pages)));
  }

  void drawsImagesOfTheirOwnDataAndNoOthers() {
    const std::string svg = "data:image/svg+xml;base64," +
                            QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 300\"><path "
                                       "fill=\"none\" stroke=\"#0b66c3\" d=\"M0 0L640 300\"/></svg>")
                                .toBase64().toStdString();
    const auto page = [](const std::string& source) {
      return "<html><body><p>x</p><img width=\"480\" height=\"225\" src=\"" + source + "\"/></body></html>";
    };
    const QByteArray none = written(page("data:image/png;base64,bm90aGluZw=="));
    QVERIFY(written(page(svg)).size() > none.size());
    QVERIFY(m_folder.isValid());
    QFile picture(m_folder.filePath(QStringLiteral("a.svg")));
    QVERIFY(picture.open(QIODevice::WriteOnly));
    picture.write(QByteArray::fromBase64(QByteArray::fromStdString(svg.substr(26))));
    picture.close();
    const QByteArray foreign = written(page("file://" + picture.fileName().toStdString()));
    QVERIFY(qAbs(foreign.size() - none.size()) < 40);
  }

  void saysWhenItCannotBeWritten() {
    const auto problem = writeReportPdf("/proc/no/report.pdf", "<p>x</p>", "x");
    QVERIFY(!problem);
    QVERIFY(problem.error().text().find("/proc/no") != std::string::npos);
  }

 private:
  QByteArray written(const std::string& html) {
    const QString file = m_folder.filePath(QStringLiteral("report.pdf"));
    if (const auto done = writeReportPdf(file.toStdString(), html, "A title"); !done) {
      qWarning("%s", done.error().text().c_str());
      return {};
    }
    QFile pdf(file);
    return pdf.open(QIODevice::ReadOnly) ? pdf.readAll() : QByteArray();
  }

  QTemporaryDir m_folder;
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ReportPdfTest)
#include "report_pdf_test.moc"
