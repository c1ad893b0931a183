#include <cmath>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/failures/sample_evaluation.h"
#include "widgets/models/evaluation_text.h"
#include "widgets/models/image_selection.h"
#include "widgets/models/evaluation_order.h"

namespace ptycho {
namespace {

/// An evaluation with its order and selection.
struct Shown {
  ImageMarks marks;
  EvaluationModel model{marks};
  EvaluationOrder order{model};
  ImageSelection selection{order};
  explicit Shown(const std::shared_ptr<const ImageTable>& table) { model.setTable(table); }
  explicit Shown(int images) : Shown(sampleTable(images)) {}
};

ImageFilter range(const QString& column, double low, double high) {
  ImageFilter filter;
  filter.column = column;
  filter.low = low;
  filter.high = high;
  return filter;
}

using Images = std::vector<std::int64_t>;

}  // namespace

class EvaluationModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void behavesAsAModel() {
    Shown shown(5);
    const QAbstractItemModelTester model(&shown.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester order(&shown.order, QAbstractItemModelTester::FailureReportingMode::QtTest);
    shown.order.sortWorstFirst("network/error");
    shown.order.setFilter(range("local_contrast", 0.03, 1));
    shown.model.setTable(sampleTable(9));
    shown.model.setTable(std::make_shared<ImageTable>());
    QCOMPARE(shown.order.rowCount(), 0);
  }

  void showsErrorsChangesAndFeatures() {
    Shown shown(3);
    const auto value = [&](const char* key) { return shown.model.value(0, shown.model.columnOf(key)); };
    QVERIFY(std::abs(value("flat-chain/error") - 0.6) < 1e-12);
    QVERIFY(std::abs(value("network/change") + 0.06) < 1e-12);
    QVERIFY(std::abs(value("local_contrast") - 0.02) < 1e-12);
    QCOMPARE(shown.model.columnOf("network/local_contrast"), -1);
    shown.model.setReference(1);
    QVERIFY(std::abs(value("network/change")) < 1e-12);
    const QModelIndex cell = shown.model.index(0, shown.model.columnOf("flat-chain/amplitude_nrmse"));
    QCOMPARE(cell.data(EvaluationModel::kWarningRole).toInt(),
             static_cast<int>(EvaluationModel::Warning::WorseThanFlat));
  }

  void failedImagesComeBeforeTheWorst() {
    EvaluationTable table = sampleEvaluation(4);
    auto& records = table.stored.evaluation.records;
    records[5].amplitude_nrmse = std::nan("");  // image 102, network
    records[5].problem = "diverged";
    Shown shown(sampleTable(table));
    shown.order.sortWorstFirst("network/amplitude_nrmse");
    QCOMPARE(shown.order.images(), (Images{102, 100, 101, 103}));
    QCOMPARE(shown.model.failedCount(), 1);
    QCOMPARE(shown.model.text(2, shown.model.columnOf("network/amplitude_nrmse")), QString("failed"));
    shown.order.sort(shown.order.sortColumn(), Qt::AscendingOrder);
    QCOMPARE(shown.order.images(), (Images{103, 101, 100, 102}));
    ImageFilter failed;
    failed.kind = ImageFilter::Kind::Failed;
    shown.order.setFilter(failed);
    QCOMPARE(shown.order.images(), Images{102});
  }

  void aLowSimilarityIsTheWorst() {
    EvaluationTable table = sampleEvaluation(3);
    const double values[] = {0.5, std::nan(""), 0.2};
    for (int k = 0; k < 3; ++k) table.stored.evaluation.records[static_cast<std::size_t>(2 * k)].amplitude_ssim = values[k];
    Shown shown(sampleTable(table));
    shown.order.sortWorstFirst("flat-chain/amplitude_ssim");
    QCOMPARE(shown.order.images(), (Images{101, 102, 100}));
  }

  void equalValuesKeepTheOrderOfImages() {
    EvaluationTable table = sampleEvaluation(50);
    for (auto& record : table.stored.evaluation.records) record.residual = 0.5;
    Shown shown(sampleTable(table));
    const int column = shown.model.columnOf("network/residual");
    for (const auto order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
      shown.order.sort(column, order);
      const Images images = shown.order.images();
      QVERIFY(std::ranges::is_sorted(images));
    }
  }

  void filtersAreAllMetAndReplaceTheirOwnKind() {
    Shown shown(10);
    shown.order.setFilter(range("local_contrast", 0.04, 0.08));  // images 102 … 106
    QCOMPARE(shown.order.rowCount(), 5);
    shown.order.setFilter(range("flat-chain/amplitude_nrmse", 0, 0.171));
    QCOMPARE(shown.order.images(), (Images{103, 104, 105, 106}));
    shown.order.setFilter(range("local_contrast", 0, 0.061));
    QCOMPARE(shown.order.filters().size(), 2U);
    QCOMPARE(shown.order.images(), (Images{103, 104}));
    shown.order.removeFilter(range("local_contrast", 5, 6));
    QCOMPARE(shown.order.filters().size(), 1U);
    ImageFilter text;
    text.kind = ImageFilter::Kind::Text;
    text.text = "PHOTO9";
    shown.order.setFilter(text);
    QCOMPARE(shown.order.images(), Images{109});
  }

  void selectionKnowsImagesNotRows() {
    Shown shown(10);
    shown.order.sortWorstFirst("network/error");
    shown.selection.setImages({101, 105});
    shown.selection.setCurrentImage(105);
    QCOMPARE(shown.selection.currentImage(), 105);
    shown.selection.setImages({101, 105});
    QSignalSpy current(&shown.selection, &ImageSelection::currentImageChanged);
    shown.order.sort(shown.order.sortColumn(), Qt::AscendingOrder);
    QCOMPARE(shown.selection.shownImages(), (Images{105, 101}));
    QCOMPARE(shown.selection.selectedRows().size(), 2);
    shown.order.setFilter(range("local_contrast", 0.06, 1));  // 104 and on
    QCOMPARE(shown.selection.shownImages(), Images{105});
    shown.order.setFilters({});
    QCOMPARE(shown.selection.shownImages(), (Images{105, 101}));
    QCOMPARE(shown.selection.currentImage(), 105);
    QCOMPARE(current.count(), 0);
    shown.selection.step(-1);
    QCOMPARE(shown.selection.currentImage(), 106);
    shown.selection.step(-100);
    QCOMPARE(shown.selection.currentImage(), 109);
  }

  void rowsThatArriveLeaveTheRest() {
    Shown shown(4);
    shown.order.sortWorstFirst("network/error");
    shown.selection.setCurrentImage(102);
    QSignalSpy resets(&shown.model, &QAbstractItemModel::modelReset);
    shown.model.setTable(sampleTable(7));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(shown.order.rowCount(), 7);
    QCOMPARE(shown.selection.currentImage(), 102);
    shown.model.setTable(sampleTable(2));
    QCOMPARE(resets.count(), 1);
    QCOMPARE(shown.selection.currentImage(), -1);
  }

  void marksComeBackFromJson() {
    ImageMarks marks;
    marks.setMark(7, {0b10001, "halo at the rim"});
    marks.setTagName(4, "fine");
    SavedView view;
    view.name = "low contrast";
    view.filters = {range("local_contrast", 0, 0.05)};
    ImageFilter chosen;
    chosen.kind = ImageFilter::Kind::Chosen;
    chosen.images = {1, 2};
    view.filters.push_back(chosen);
    view.sort_column = "network/error";
    view.columns = QStringList{"name", "network/error"};
    marks.saveView(view);
    ImageMarks read;
    QVERIFY(read.setFromJson(marks.toJson()));
    QCOMPARE(read.mark(7), (ImageMark{0b10001, "halo at the rim"}));
    QCOMPARE(read.tagText(read.mark(7)), QString("fails, fine"));
    QCOMPARE(read.views().size(), 1U);
    QCOMPARE(read.views()[0].filters.size(), 1U);  // rules, no lists
    QCOMPARE(read.views()[0].columns, view.columns);
    QVERIFY(!read.setFromJson({{"schema", 99}}));
    QCOMPARE(read.mark(7).tags, 0b10001U);  // nothing lost
    QVERIFY(!read.setFromJson(Json::array()));
  }

  void tagsFilter() {
    Shown shown(5);
    ImageFilter tag;
    tag.kind = ImageFilter::Kind::Tag;
    tag.tag = 2;
    shown.order.setFilter(tag);
    QCOMPARE(shown.order.rowCount(), 0);
    shown.marks.setMark(103, {0b100, {}});
    QCOMPARE(shown.order.images(), Images{103});
    shown.marks.setMark(103, {});
    QCOMPARE(shown.order.rowCount(), 0);
  }

  void tablesAndListsAreTexts() {
    Shown shown(3);
    const std::vector<int> columns{0, shown.model.columnOf("network/amplitude_nrmse")};
    const TextTable all = imageTexts(shown.model, {102, 100}, columns, true);
    QCOMPARE(all.header[1], std::string("network/amplitude_nrmse"));
    QCOMPARE(all.rows.size(), 2U);
    QCOMPARE(std::stod(all.rows[1][1]), 0.2 * 0.9);
    QCOMPARE(imageTexts(shown.model, {100}, columns, false).rows[0][1], std::string("0.1800"));
    QVERIFY(imageListText(shown.model, {101}).endsWith("\nphoto1.jpg\n"));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::EvaluationModelTest)
#include "evaluation_model_test.moc"
