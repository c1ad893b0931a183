#include <QtTest>

#include <cmath>
#include <filesystem>

#include <QXmlStreamReader>

#include "widgets/kit/figure/figure_layout.h"
#include "widgets/kit/figure/reconstruction_figure.h"

using namespace ptycho;

namespace {

ComplexImage object(std::size_t rows, std::size_t cols, double disturbance = 0, double globalPhase = 0) {
  ComplexImage picture(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const double v = 0.5 + 0.5 * std::sin(0.2 * double(r)) * std::cos(0.3 * double(c));
      picture(r, c) = std::polar(float(0.5 + 0.5 * v + disturbance * std::sin(0.9 * double(c))),
                                 float(-M_PI / 3 * v + globalPhase));
    }
  }
  return picture;
}

FigureSpec sampleFigure() {
  FigureSpec figure = reconstructionFigure(object(40, 48), object(40, 48, 0.02, 0.7), 10e-9,
                                           QStringLiteral("Scan <1> & chain \"dm:10\"."));
  figure.recipe = QStringLiteral(R"({"verb": "figure", "note": "a < b & c"})");
  figure.width_mm = 120;
  figure.dpi = 100;
  return figure;
}

QByteArray contents(const QString& file) {
  QFile opened(file);
  return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

}  // namespace

/// Publication figures: every format, metadata, refusals, and what a reconstruction's figure shows.
class FigureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void writesEveryFormat_data();
  void writesEveryFormat();
  void sameFigureSameBytes_data();
  void sameFigureSameBytes();
  void refusesAnUnknownSuffix();
  void refusesWhatCannotBeDrawn();
  void refusesAMissingFolder();
  void sizeFollowsWidthAndResolution();
  void pngCarriesItsRecipe();
  void svgIsWellFormedWithUnresampledPictures();
  void pdfKeepsPicturesLossless();
  void truthAndEstimateShareTheirRange();
  void captionGivesTheErrors();
  void withoutTruthThereAreTwoPanels();
  void wrappedPhaseGetsTheCyclicMap();
  void unknownPixelSizeIsSaid();
  void otherShapesCountAsNoTruth();
  void complexPanelsAndOddShapesAreDrawn();
  void picturesAndPlotsShareOneGrid();
  void plotsStayVectorsAndKeepTheirSpikes();
  void plotsThatCannotBeDrawnAreRefused();

 private:
  QTemporaryDir m_folder;
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  [[nodiscard]] std::filesystem::path file(const char* name) const { return path(name).toStdString(); }
};

void FigureTest::writesEveryFormat_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("magic");
  QTest::newRow("png") << "figure.png" << QByteArray("\x89PNG");
  QTest::newRow("svg") << "figure.svg" << QByteArray("<?xml");
  QTest::newRow("pdf") << "figure.PDF" << QByteArray("%PDF-");
}

void FigureTest::writesEveryFormat() {
  QFETCH(QString, name);
  QFETCH(QByteArray, magic);
  const QString target = m_folder.filePath(name);
  const auto written = writeFigure(sampleFigure(), target.toStdString());
  QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
  QVERIFY(contents(target).startsWith(magic));
  QVERIFY(QDir(m_folder.path()).entryList({QStringLiteral(".*.part")}, QDir::Files | QDir::Hidden).isEmpty());
}

void FigureTest::sameFigureSameBytes_data() {
  QTest::addColumn<QString>("format");
  for (const char* format : {"png", "svg", "pdf"}) QTest::newRow(format) << QString::fromLatin1(format);
}

void FigureTest::sameFigureSameBytes() {
  QFETCH(QString, format);
  const auto first = encodeFigure(sampleFigure(), format);
  if (format == QStringLiteral("pdf")) QTest::qWait(1100);  // a time stamp would count seconds
  const auto second = encodeFigure(sampleFigure(), format);
  QVERIFY(first && second);
  QCOMPARE(*first, *second);
}

void FigureTest::refusesAnUnknownSuffix() {
  for (const char* name : {"figure.xyz", "figure", "figure.jpg"}) {
    const auto written = writeFigure(sampleFigure(), file(name));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Unsupported);
    QVERIFY(written.error().text().find(".png, .tif, .svg or .pdf") != std::string::npos);
    QVERIFY(!QFile::exists(path(name)));
  }
}

void FigureTest::refusesWhatCannotBeDrawn() {
  FigureSpec empty;
  QVERIFY(!writeFigure(empty, file("none.png")));
  QVERIFY(renderFigure(empty).isNull());
  const auto changed = [](auto change) {
    FigureSpec figure = sampleFigure();
    change(figure);
    return encodeFigure(figure, QStringLiteral("png"));
  };
  QCOMPARE(changed([](FigureSpec& f) { f.dpi = 0; }).error().where, std::string("dpi"));
  QCOMPARE(changed([](FigureSpec& f) { f.width_mm = NAN; }).error().where, std::string("width_mm"));
  QCOMPARE(changed([](FigureSpec& f) { f.font_pt = 0; }).error().where, std::string("font_pt"));
  QCOMPARE(changed([](FigureSpec& f) { f.columns = 0; }).error().where, std::string("columns"));
  QVERIFY(!changed([](FigureSpec& f) { f.panels[2].picture = {}; }));
  QVERIFY(!changed([](FigureSpec& f) { f.width_mm = 2000, f.dpi = 2400; }));
  QVERIFY(!QFile::exists(path("none.png")));
}

void FigureTest::refusesAMissingFolder() {
  const auto written = writeFigure(sampleFigure(), file("nowhere/figure.png"));
  QVERIFY(!written);
  QCOMPARE(written.error().code, ErrorCode::NotFound);
}

void FigureTest::sizeFollowsWidthAndResolution() {
  FigureSpec figure = sampleFigure();
  const QImage image = renderFigure(figure);
  QCOMPARE(image.width(), int(std::round(120 / 25.4 * 100)));
  QCOMPARE(image.dotsPerMeterX(), 3937);
  figure.dpi = 200;
  const QImage finer = renderFigure(figure);
  QVERIFY(std::abs(finer.width() - 2 * image.width()) <= 1);
  QVERIFY(std::abs(finer.height() - 2 * image.height()) < 12);  // fonts have whole sizes
}

void FigureTest::pngCarriesItsRecipe() {
  QVERIFY(writeFigure(sampleFigure(), file("recipe.png")).has_value());
  const QImage image(path("recipe.png"));
  QCOMPARE(image.text(QStringLiteral("Recipe")), sampleFigure().recipe);
  QVERIFY(image.text(QStringLiteral("Description")).startsWith(QStringLiteral("Scan <1>")));
}

void FigureTest::svgIsWellFormedWithUnresampledPictures() {
  const auto bytes = encodeFigure(sampleFigure(), QStringLiteral("svg"));
  QVERIFY(bytes.has_value());
  QXmlStreamReader xml(*bytes);
  int pictures = 0, texts = 0;
  QString description;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QStringLiteral("desc")) description = xml.readElementText();
    else if (xml.name() == QStringLiteral("text")) ++texts;
    else if (xml.name() == QStringLiteral("image")) {
      const QString data = xml.attributes().value(QStringLiteral("xlink:href")).toString();
      const QImage image = QImage::fromData(QByteArray::fromBase64(data.mid(data.indexOf(u',') + 1).toLatin1()));
      if (image.size() == QSize(48, 40)) ++pictures;
    }
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QCOMPARE(pictures, 6);
  QVERIFY(texts > 20);
  QCOMPARE(description, sampleFigure().recipe);
}

void FigureTest::pdfKeepsPicturesLossless() {
  const auto bytes = encodeFigure(sampleFigure(), QStringLiteral("pdf"));
  QVERIFY(bytes.has_value());
  QVERIFY(!bytes->contains("DCTDecode"));
  QVERIFY(bytes->contains("/Width 48"));
  QVERIFY(!bytes->contains("/CreationDate (D:"));
  QVERIFY(bytes->contains("<ptychodesk:recipe>{&quot;verb&quot;"));
}

void FigureTest::truthAndEstimateShareTheirRange() {
  const FigureSpec figure = sampleFigure();
  QCOMPARE(figure.columns, 3);
  QCOMPARE(figure.panels.size(), std::size_t(6));
  for (const std::size_t row : {0u, 3u}) {
    const FigurePanel &truth = figure.panels[row], &estimate = figure.panels[row + 1], &error = figure.panels[row + 2];
    QCOMPARE(std::pair(estimate.low, estimate.high), std::pair(truth.low, truth.high));
    QCOMPARE(error.low, -error.high);
    QVERIFY(error.high > 0);
    QCOMPARE(error.map, ColorMap::Coolwarm);
    QCOMPARE(estimate.map, truth.map);
  }
  QCOMPARE(figure.panels[0].map, ColorMap::Gray);
  QCOMPARE(figure.panels[3].map, ColorMap::Viridis);
  QVERIFY(figure.panels[0].low >= 0.5 && figure.panels[0].high <= 1.0);
  // The global phase of 0.7 rad is gone.
  QVERIFY(std::abs(figure.panels[5].high) < 0.1);
}

void FigureTest::captionGivesTheErrors() {
  const ComplexImage truth = object(40, 48);
  const QString exact = reconstructionFigure(truth, object(40, 48, 0, 1.0), 1e-8, {}).caption;
  QVERIFY2(exact.contains(QStringLiteral("amplitude 0.0000, phase 0.0000")), qPrintable(exact));
  QVERIFY(sampleFigure().caption.startsWith(QStringLiteral("Scan <1>")));
  QVERIFY(!sampleFigure().caption.contains(QStringLiteral("amplitude 0.0000")));
}

void FigureTest::withoutTruthThereAreTwoPanels() {
  const FigureSpec figure = reconstructionFigure({}, object(40, 48, 0, 2.5), 0, {});
  QCOMPARE(figure.columns, 2);
  QCOMPARE(figure.panels.size(), std::size_t(2));
  QCOMPARE(figure.panels[1].map, ColorMap::Viridis);
  QVERIFY(figure.panels[1].high - figure.panels[1].low < 1.1);
  QVERIFY(!renderFigure(figure).isNull());
}

void FigureTest::wrappedPhaseGetsTheCyclicMap() {
  ComplexImage picture(64, 64);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = std::polar(1.0f, 0.05f * float(i % 64) * float(i % 7));
  const FigureSpec figure = reconstructionFigure({}, picture, 0, {});
  QCOMPARE(figure.panels[1].map, ColorMap::Twilight);
  QVERIFY(!renderFigure(figure).isNull());
}

void FigureTest::unknownPixelSizeIsSaid() {
  FigureSpec figure = sampleFigure();
  const auto known = encodeFigure(figure, QStringLiteral("svg"));
  figure.pixel_m = 0;
  const auto unknown = encodeFigure(figure, QStringLiteral("svg"));
  QVERIFY(known && unknown);
  QVERIFY(!known->contains("pixel size is unknown") && known->contains("100 nm"));
  QVERIFY(unknown->contains("pixel size is unknown") && !unknown->contains("100 nm"));
}

void FigureTest::otherShapesCountAsNoTruth() {
  QCOMPARE(reconstructionFigure(object(8, 8), object(16, 16), 0, {}).panels.size(), std::size_t(2));
}

void FigureTest::complexPanelsAndOddShapesAreDrawn() {
  FigureSpec figure;
  FigurePanel complex, tall, flat;
  complex.complex_picture = object(20, 60);
  tall.picture = RealImage(90, 3, 4.f);
  tall.picture[4] = NAN;
  flat.picture = RealImage(1, 1, 0.f);
  figure.panels = {complex, tall, flat};
  figure.columns = 7;
  figure.dpi = 60;
  const QImage image = renderFigure(figure);
  QVERIFY(!image.isNull());
  QVERIFY(image.height() < 6000);
}

namespace {

FigurePanel plotPanel(std::size_t points, double spike = 0) {
  FigurePanel panel;
  panel.title = QStringLiteral("Training loss");
  panel.plot.x_label = QStringLiteral("step");
  panel.plot.y_label = QStringLiteral("loss");
  panel.plot.log_y = true;
  panel.plot.references = {{QStringLiteral("flat 0.16"), 0.16}};
  for (const char* name : {"mse", "dse"}) {
    FigureCurve curve{QString::fromLatin1(name), {}, {}, {}, false};
    for (std::size_t i = 0; i < points; ++i) {
      curve.x.push_back(double(i));
      curve.y.push_back(0.1 + std::exp(-5.0 * double(i) / double(points)));
    }
    if (spike > 0) curve.y[points / 3] = spike;
    curve.faint_y = curve.y;
    panel.plot.curves.push_back(curve);
  }
  return panel;
}

}  // namespace

void FigureTest::picturesAndPlotsShareOneGrid() {
  FigureSpec figure = sampleFigure();
  figure.panels.resize(2);
  figure.width_mm = 180;
  figure.panels.insert(figure.panels.begin(), plotPanel(300));
  const FigureLayout layout = layoutFigure(figure);
  const PlacedPanel &plot = layout.panels[0], &picture = layout.panels[1];
  QCOMPARE(plot.picture.top(), picture.picture.top());
  QCOMPARE(plot.picture.bottom(), picture.picture.bottom());
  QVERIFY(plot.picture.right() < picture.picture.left());
  QVERIFY(plot.picture.width() >= picture.picture.width());
  const auto svg = encodeFigure(figure, QStringLiteral("svg"));
  QVERIFY(svg && svg->contains("100 nm"));  // the scale bar stands in the first picture
  figure.panels.resize(1);
  QVERIFY(!encodeFigure(figure, QStringLiteral("svg"))->contains("scale bar"));
}

void FigureTest::plotsStayVectorsAndKeepTheirSpikes() {
  FigureSpec figure;
  figure.panels = {plotPanel(200'000, 50.0)};
  figure.width_mm = 90;
  const auto svg = encodeFigure(figure, QStringLiteral("svg"));
  QVERIFY(svg.has_value());
  QVERIFY(!svg->contains("<image"));
  for (const char* text : {"Training loss", ">step [×10", ">loss<", ">mse<", ">dse<", "flat 0.16"}) {
    QVERIFY2(svg->contains(text), text);
  }
  QVERIFY2(svg->size() < 500'000, "two curves of 200,000 points are thinned");
  QVERIFY(svg->contains("polyline"));
  QVERIFY(svg->contains(">10<"));  // the axis reaches the spike
  const auto pdf = encodeFigure(figure, QStringLiteral("pdf"));
  QVERIFY(pdf && !pdf->contains("/Subtype /Image") && pdf->contains("/Font"));
  QVERIFY(!renderFigure(figure).isNull());
}

void FigureTest::plotsThatCannotBeDrawnAreRefused() {
  FigureSpec figure;
  figure.panels = {plotPanel(10)};
  figure.panels[0].plot.curves[0].y.pop_back();
  const auto refused = encodeFigure(figure, QStringLiteral("svg"));
  QVERIFY(!refused && refused.error().text().find("mse") != std::string::npos);
  figure.panels = {plotPanel(3)};
  for (FigureCurve& curve : figure.panels[0].plot.curves) {
    curve.y = {NAN, -1, 0};  // nothing has a place on a logarithmic axis
    curve.faint_y.clear();
    curve.x = {-2, 0, NAN};
  }
  figure.panels[0].plot.log_x = true;
  QVERIFY(!renderFigure(figure).isNull());
}

QTEST_MAIN(FigureTest)
#include "figure_test.moc"
