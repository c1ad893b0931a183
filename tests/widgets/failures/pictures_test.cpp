#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/store/evaluation_file.h"
#include "tests/widgets/failures/sample_evaluation.h"
#include "widgets/failures/contact_sheet.h"
#include "widgets/failures/picture_loader.h"

namespace ptycho {

class FailuresPicturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    const EvaluationTable whole = sampleEvaluation(6, 3);
    m_file = (m_folder->path() + "/result.h5").toStdString();
    QVERIFY(writeEvaluation(m_file, whole.stored));
    auto read = readEvaluationTable(m_file);
    QVERIFY(read.has_value());
    m_table = std::make_shared<const ImageTable>(std::move(*read));
    m_source = std::make_shared<const PictureSource>(m_file, m_table, std::vector<LaterEstimate>{});
  }

  void keptEstimatesComeWithTheirTruth() {
    const ImagePictures pictures = m_source->pictures(101);
    QCOMPARE(pictures.estimates.size(), 2U);
    QVERIFY(!pictures.estimates[1].object.empty());
    QVERIFY(pictures.truth.sameShape(pictures.estimates[0].object));
    QVERIFY(pictures.problem.isEmpty());
  }

  void truthsThatWereNotKeptAreMadeAgain() {
    const ImagePictures pictures = m_source->pictures(105);
    QVERIFY(pictures.estimates[0].object.empty());
    QCOMPARE(pictures.truth.rows(), 48U);
    bool ofTruth = false;
    const QImage thumbnail = m_source->thumbnail(105, 0, 24, ofTruth);
    QVERIFY(ofTruth);
    QCOMPARE(thumbnail.size(), QSize(24, 24));
    QVERIFY(!m_source->thumbnail(100, 0, 24, ofTruth).isNull());
    QVERIFY(!ofTruth);
  }

  void anEstimateThatCameLaterIsAMethodMore() {
    LaterEstimate tried;
    tried.image = 105;
    tried.label = "awf:5";
    tried.file = m_file;
    const PictureSource source(m_file, m_table, {tried});
    const ImagePictures pictures = source.pictures(105);
    QCOMPARE(pictures.estimates.size(), 3U);
    QCOMPARE(pictures.estimates[2].label, QString("awf:5"));
    QVERIFY(!pictures.estimates[2].object.empty());
  }

  void mapsAreMeansOverWhatWasKept() {
    const auto maps = m_source->errorMaps(0);
    QVERIFY(maps.has_value());
    QCOMPARE(maps->images, 3U);
    QVERIFY(std::abs(maps->amplitude[0] - 0.1F) < 1e-3F);
    QVERIFY(maps->coverage.sameShape(maps->amplitude));
  }

  void theImageComesBeforeThumbnails() {
    PictureLoader loader;
    QStringList arrived;
    connect(&loader, &PictureLoader::imageLoaded, this, [&](const auto&) { arrived << "image"; });
    connect(&loader, &PictureLoader::thumbnailLoaded, this,
            [&](qint64 image, const QImage&, bool, bool) { arrived << QString::number(image); });
    loader.setSource(m_source);
    for (int k = 0; k < 6; ++k) loader.loadThumbnail(100 + k, 0);
    loader.loadImage(102);
    QTRY_COMPARE(arrived.size(), 7);
    QVERIFY2(arrived.indexOf("image") <= 2, qPrintable(arrived.join(' ')));
    QTRY_VERIFY(loader.isIdle());
  }

  void aFileThatIsGoneIsAProblemAndNoCrash() {
    QVERIFY(QFile::remove(QString::fromStdString(m_file)));
    const ImagePictures pictures = m_source->pictures(100);
    QVERIFY(pictures.estimates[0].object.empty());
    QVERIFY(!m_source->errorMaps(0));
  }

  void contactSheetSaysWhatItShows() {
    const FigureSpec sheet = contactSheet(*m_source, *m_table, {100, 105, 101}, 1);
    QCOMPARE(sheet.panels.size(), 3U);
    QVERIFY(sheet.panels[1].quantity.contains("truth"));
    QVERIFY(sheet.caption.startsWith("3 of 3 images of sample, network"));
    QVERIFY(encodeFigure(sheet, "png").has_value());
  }

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  std::filesystem::path m_file;
  std::shared_ptr<const ImageTable> m_table;
  std::shared_ptr<const PictureSource> m_source;
};

}  // namespace ptycho

QTEST_MAIN(ptycho::FailuresPicturesTest)
#include "pictures_test.moc"
