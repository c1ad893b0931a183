#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

#include "widgets/import/import_page.h"
#include "widgets/import/look_column.h"
#include "widgets/import/look_figures.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/shown_picture.h"
#include "widgets/kit/status/banner.h"

namespace ptycho {
namespace {

/// A look at three patterns of which two were sampled.
std::shared_ptr<ShownLook> sampleLook() {
  auto look = std::make_shared<ShownLook>();
  ScanPreview& preview = look->preview;
  preview.mean = RealImage(8, 8, 2);
  preview.samples = RealStack(2, 8, 8, 1);
  preview.sample_indices = {0, 2};
  preview.mask = MaskImage(8, 8, 1);
  preview.mask(0, 0) = 0;
  preview.probe = ComplexImage(8, 8, {1, 1});
  preview.scan = {{{0, 0}, {0, 4}, {4, 4}}, 8, 12, 12};
  preview.object_pixel_m = 20e-9;
  preview.geometry = Geometry{Radiation::Photons, 8.8, 2, 75, 8};
  preview.stored_count = 4;
  preview.stored_rows = 10;
  preview.stored_cols = 12;
  preview.stored_type = "uint16";
  preview.report.file = "star.cxi";
  preview.report.title = "CXI, as nobody writes it";
  preview.report.conventions = {{"position_axes", "xy", Certainty::Format, "CXI translations are x, y, z."},
                                {"position_unit", "m", Certainty::Stated, "The file says: units = m."},
                                {"radiation", "photons", Certainty::Assumed,
                                 "Nothing says that <electrons> were used."}};
  preview.report.checks = {
      {"mask", CheckLevel::Fine, "All pixels are valid.", ""},
      {"scan_axes", CheckLevel::Warning, "Shadows move with rows and columns exchanged.",
       "Set position_axes to yx (or orientation to transpose) and position_sign_y to minus."}};
  preview.report.notes = {"One pattern has no position and was left out."};
  preview.report.ignored = {"/entry_1/notes"};
  look->map = makeScanMap(preview.scan);
  return look;
}

std::vector<ListedDataset> sampleDatasets() {
  return {{"/about", {}, "text", {}},
          {"/raw/a", {4, 10, 12}, "uint16", {"patterns"}},
          {"/raw/b", {4, 10, 12}, "uint16", {"patterns"}},
          {"/raw/xy", {4, 2}, "float64", {"positions"}}};
}

}  // namespace

class ImportPageTest : public QObject {
  Q_OBJECT

  std::unique_ptr<ImportPage> m_page;

  template <class T>
  T* find(const char* name) const {
    T* found = m_page->findChild<T*>(QLatin1String(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  QString note(const char* key) const { return find<QLabel>((QByteArray(key) + "_note").constData())->text(); }
  void choose(const char* key, int steps) const {
    auto* box = find<QComboBox>(key);
    box->setFocus();
    for (int k = 0; k < steps; ++k) QTest::keyClick(box, Qt::Key_Down);
  }
  void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
  void tick(int row, int column) const {
    auto* table = find<QTableWidget>("datasets");
    table->setCurrentCell(row, column);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Space);
  }

 private Q_SLOTS:
  void init() {
    m_page = std::make_unique<ImportPage>();
    m_page->resize(1500, 950);
    m_page->show();
    m_page->setFile(QStringLiteral("/data/star.cxi"));
  }
  void cleanup() { m_page.reset(); }

  void conventionsSayWhatTheyCameToHowSurelyAndWhy() {
    m_page->setLook(sampleLook());
    QVERIFY2(note("position_axes").contains("x</b>, by the format") && note("position_axes").contains("x, y, z."),
             qPrintable(note("position_axes")));
    QVERIFY(note("position_unit").contains("the file says so"));
    QVERIFY(note("radiation").contains("assumed") && note("radiation").contains("&lt;electrons&gt;"));
    QVERIFY(note("energy_unit").isEmpty());
    QVERIFY(find<QLabel>("position_axes_note")->isVisible());
    QCOMPARE(find<QLabel>("position_axes_note")->toolTip(), QStringLiteral("CXI translations are x, y, z."));
  }

  void anEditIsReportedMarkedAndUndone() {
    m_page->setLook(sampleLook());
    QSignalSpy changed(m_page.get(), &ImportPage::specChanged);
    choose("position_axes", 2);
    QVERIFY(m_page->spec().position_axes == AxesChoice::Yx);
    QVERIFY(changed.count() >= 1);
    auto* form = m_page->findChild<FieldForm*>(QStringLiteral("importForm"));
    QLabel* label = nullptr;
    for (QLabel* each : form->findChildren<QLabel*>()) {
      if (each->buddy() == form->editor(QStringLiteral("position_axes"))) label = each;
    }
    QVERIFY(label && label->font().bold());
    click("undoImport");
    QVERIFY(m_page->spec() == ImportSpec{});
    QVERIFY(!label->font().bold());
    QCOMPARE(find<QComboBox>("position_axes")->currentIndex(), 0);
    click("redoImport");
    QVERIFY(m_page->spec().position_axes == AxesChoice::Yx);
    click("resetImport");
    QVERIFY(m_page->spec() == ImportSpec{});
    m_page->undoStack().undo();
    QVERIFY(m_page->spec().position_axes == AxesChoice::Yx);
  }

  void aRemedyIsOneClick() {
    m_page->setLook(sampleLook());
    auto* text = find<QLabel>("check_scan_axes");
    QVERIFY2(text->text().contains("Warning") && text->text().contains("First column is"), qPrintable(text->text()));
    click("set_scan_axes");
    QTRY_VERIFY(m_page->spec().position_axes == AxesChoice::Yx);
    QVERIFY(m_page->spec().position_sign_y == SignChoice::Minus);
    QCOMPARE(m_page->undoStack().count(), 1);
    QVERIFY(!m_page->findChild<QPushButton*>(QStringLiteral("set_mask")));
  }

  void picturesFollowTheSlider() {
    m_page->setLook(sampleLook());
    QCOMPARE(find<QLabel>("sampleNumber")->text(), QStringLiteral("Pattern 0"));
    auto* slider = find<QSlider>("sampleSlider");
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Right);
    QCOMPARE(find<QLabel>("sampleNumber")->text(), QStringLiteral("Pattern 2"));
    QCOMPARE(find<ImageView>("samplePattern")->shownPicture().meaning().title, QStringLiteral("Pattern 2"));
    QVERIFY(find<ImageView>("meanPattern")->norm() == Norm::Log);
  }

  void figuresSayWhatIsKeptAndWhatIsUnknown() {
    auto look = sampleLook();
    m_page->setLook(look);
    const LookFigures& figures = m_page->findChild<LookColumn*>()->figures();
    QCOMPARE(figures.value("Patterns"), QStringLiteral("3 of 4"));
    QCOMPARE(figures.value("Stored as"), QStringLiteral("uint16, 10 × 12 px"));
    QCOMPARE(figures.value("Object pixel"), QStringLiteral("20 nm"));
    auto blind = std::make_shared<ShownLook>(*look);
    blind->preview.geometry.reset();
    blind->preview.object_pixel_m = 0;
    m_page->setLook(blind);
    QCOMPARE(figures.value("Energy"), QStringLiteral("not in the file"));
    QVERIFY(figures.value("Object pixel").contains("unknown"));
    QVERIFY(find<QLabel>("importNotes")->text().contains("/entry_1/notes"));
  }

  void aProblemKeepsThePicturesAndForbidsTheImport() {
    const LookPtr look = sampleLook();
    m_page->setLook(look);
    QVERIFY(find<QPushButton>("import")->isEnabled());
    m_page->setProblem(QStringLiteral("crop_px is larger than the frame."), {});
    QCOMPARE(m_page->banner().message(), QStringLiteral("“Crop to” is larger than the frame."));
    QVERIFY(m_page->banner().isVisible());
    QVERIFY(m_page->look() == look);
    QCOMPARE(find<ImageView>("meanPattern")->shownPicture().meaning().title, QStringLiteral("Mean pattern"));
    QVERIFY(!find<QPushButton>("import")->isEnabled());
    QVERIFY(!find<QTableWidget>("datasets")->isVisible());
    m_page->setLook(look);
    QVERIFY(m_page->banner().isHidden());
    QVERIFY(find<QPushButton>("import")->isEnabled());
  }

  void aFileInNoKnownFormatOffersItsDataSets() {
    m_page->setDatasets(sampleDatasets());
    QVERIFY(!find<QTableWidget>("datasets")->isVisible());
    m_page->setProblem(QStringLiteral("is in none of the known formats."), {});
    QVERIFY(find<QTableWidget>("datasets")->isVisible());
    QCOMPARE(find<QTableWidget>("datasets")->item(3, 0)->text(), QStringLiteral("/about"));
    tick(0, 3);
    QCOMPARE(m_page->spec().patterns_path, std::string("/raw/a"));
    tick(1, 3);
    QCOMPARE(m_page->spec().patterns_path, std::string("/raw/b"));
    auto* table = find<QTableWidget>("datasets");
    QCOMPARE(table->item(0, 3)->checkState(), Qt::Unchecked);
    tick(2, 4);
    QCOMPARE(m_page->spec().positions_path, std::string("/raw/xy"));
    tick(2, 3);  // no patterns have that shape
    QCOMPARE(m_page->spec().patterns_path, std::string("/raw/b"));
    tick(1, 3);
    QCOMPARE(m_page->spec().patterns_path, std::string());
    m_page->setLook(sampleLook());
    QVERIFY(!table->isVisible());
  }

  void datasetsThatComeAfterTheProblemAreOfferedToo() {
    m_page->setProblem(QStringLiteral("is in none of the known formats."), {});
    QVERIFY(!find<QTableWidget>("datasets")->isVisible());
    m_page->setDatasets(sampleDatasets());
    QVERIFY(find<QTableWidget>("datasets")->isVisible());
  }

  void nearFieldsAreReconstructedWhenTheirGeometryIsKnown() {
    auto look = sampleLook();
    look->preview.propagation = Propagation::NearField;
    look->preview.geometry = Geometry{};
    m_page->setLook(look);
    QVERIFY(find<QPushButton>("importAndReconstruct")->isEnabled());
    look = sampleLook();
    look->preview.propagation = Propagation::NearField;
    look->preview.geometry.reset();
    m_page->setLook(look);
    QVERIFY(find<QPushButton>("import")->isEnabled());
    QVERIFY(!find<QPushButton>("importAndReconstruct")->isEnabled());
    QVERIFY(find<QPushButton>("importAndReconstruct")->toolTip().contains("near field"));
  }

  void buttonsAskForTheImport() {
    m_page->setLook(sampleLook());
    choose("position_axes", 2);
    QSignalSpy asked(m_page.get(), &ImportPage::importRequested);
    click("import");
    click("importAndReconstruct");
    QCOMPARE(asked.count(), 2);
    QCOMPARE(asked[0][1].toBool(), false);
    QCOMPARE(asked[1][1].toBool(), true);
    QVERIFY(asked[0][0].value<ImportSpec>().position_axes == AxesChoice::Yx);
    click("copyCommand");
    QCOMPARE(QApplication::clipboard()->text(),
             QStringLiteral("ptychodesk-cli import /data/star.cxi --position-axes=yx -o star.h5"));
    m_page->setImporting(true);
    QVERIFY(!find<QPushButton>("import")->isEnabled());
  }

  void anotherFileStartsAnew() {
    m_page->setLook(sampleLook());
    choose("position_axes", 2);
    QSignalSpy changed(m_page.get(), &ImportPage::specChanged);
    m_page->setFile(QStringLiteral("/data/other.cxi"));
    QVERIFY(m_page->spec() == ImportSpec{});
    QCOMPARE(m_page->undoStack().count(), 0);
    QCOMPARE(changed.count(), 0);
    QVERIFY(m_page->look() == nullptr);
    QVERIFY(note("position_axes").isEmpty());
    QVERIFY(!find<QPushButton>("import")->isEnabled());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ImportPageTest)
#include "import_page_test.moc"
