// How quickly the Failures workspace answers on an evaluation of a whole data set: opening, first paint, filters,
// sorting, scrolling. Run it under a screen (xvfb-run) or with QT_QPA_PLATFORM=offscreen; prints milliseconds.
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTemporaryDir>

#include <fmt/format.h>

#include "core/evaluate/evaluation_columns.h"
#include "core/store/evaluation_file.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/gallery_view.h"
#include "widgets/failures/image_list_panel.h"
#include "widgets/failures/image_table_view.h"
#include "widgets/failures/picture_source.h"

namespace {

using namespace ptycho;

constexpr int kImages = 2414;
constexpr int kFrames = 120;

double since(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) * 1e-6; }

StoredEvaluation wholeDataSet() {
  StoredEvaluation stored;
  stored.name = "a data set";
  stored.spec_json = jsonText({{"simulation", simulationSpecToJson({})}});
  Evaluation& evaluation = stored.evaluation;
  evaluation.methods = {"flat-chain", "network", "hybrid"};
  evaluation.images = kImages;
  for (int image = 0; image < kImages; ++image) {
    for (int method = 0; method < 3; ++method) {
      EvaluationRecord record;
      double phase = image + 0.1 * method;
      for (const auto& column : evaluationColumns()) column.set(record, 0.2 + 0.1 * std::sin(phase *= 1.7));
      record.image = image;
      record.name = fmt::format("n02124075_{:05}.jpg", image);
      record.method = method;
      evaluation.records.push_back(record);
    }
  }
  constexpr std::size_t kSide = 428;
  for (int k = 0; k < 24; ++k) {
    KeptEstimate kept{k, 1, ComplexImage(kSide, kSide), ComplexImage(kSide, kSide)};
    for (std::size_t i = 0; i < kept.truth.size(); ++i) {
      kept.truth[i] = std::polar(0.75F + 0.25F * std::sin(1e-3F * static_cast<float>(i * (k + 1))), -0.5F);
      kept.object[i] = kept.truth[i] * 1.01F;
    }
    evaluation.kept.push_back(std::move(kept));
  }
  return stored;
}

void report(const char* what, double ms) { fmt::print("{:<44} {:8.2f} ms\n", what, ms); }

/// Scrolls through everything and paints each place at once.
void scroll(const char* what, QAbstractItemView& view) {
  QScrollBar* bar = view.verticalScrollBar();
  double longest = 0, total = 0;
  for (int frame = 0; frame <= kFrames; ++frame) {
    QElapsedTimer timer;
    timer.start();
    bar->setValue(bar->minimum() + (bar->maximum() - bar->minimum()) * frame / kFrames);
    view.viewport()->repaint();
    const double ms = since(timer);
    total += ms;
    longest = std::max(longest, ms);
  }
  fmt::print("{:<44} {:8.2f} ms a frame, longest {:.2f} ms\n", what, total / (kFrames + 1), longest);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QTemporaryDir folder;
  const auto file = (folder.path() + "/result.h5").toStdString();
  if (const auto written = writeEvaluation(file, wholeDataSet()); !written) {
    fmt::print("{}\n", written.error().text());
    return 1;
  }
  QElapsedTimer timer;
  timer.start();
  auto read = readEvaluationTable(file);
  if (!read) return 1;
  report("file read, without pictures", since(timer));
  const auto table = std::make_shared<const ImageTable>(std::move(*read));
  report("… and arranged by image", since(timer));

  FailuresWorkspace workspace;
  workspace.resize(1590, 1000);
  workspace.show();
  application.processEvents();
  timer.start();
  workspace.setTable(table, "bench", "/bench");
  report("shown: models filled", since(timer));
  workspace.grab();
  report("… and painted for the first time", since(timer));

  PictureSource source(file, table, {});
  bool ofTruth = false;
  timer.start();
  const QImage thumbnail = source.thumbnail(0, 1, 96, ofTruth);
  report("one thumbnail of a kept estimate (worker)", since(timer));
  timer.start();
  const ImagePictures pictures = source.pictures(0);
  report("one image with its estimates (worker)", since(timer));
  for (int image = 0; image < kImages; ++image) workspace.setThumbnail(image, thumbnail, false, false);
  timer.start();
  workspace.selection().setCurrentImage(0);
  workspace.setPictures(std::make_shared<const ImagePictures>(pictures));
  workspace.grab();
  report("image shown and painted", since(timer));

  EvaluationOrder& order = workspace.order();
  constexpr int kRepeats = 20;
  timer.start();
  for (int k = 0; k < kRepeats; ++k) {
    ImageFilter filter;
    filter.column = QStringLiteral("local_contrast");
    filter.low = 0.12 + 0.002 * k;
    filter.high = 0.28;
    order.setFilter(filter);
    workspace.list().gallery().viewport()->repaint();
  }
  report("a step of a range that is dragged", since(timer) / kRepeats);
  order.setFilters({});
  timer.start();
  for (int k = 0; k < kRepeats; ++k) {
    order.sortWorstFirst(k % 2 == 0 ? QStringLiteral("hybrid/residual") : QStringLiteral("network/error"));
  }
  report("sorted by another column", since(timer) / kRepeats);
  workspace.list().showGallery(true);
  application.processEvents();
  scroll("gallery scrolled", workspace.list().gallery());
  workspace.list().showGallery(false);
  application.processEvents();
  scroll("table scrolled", workspace.list().table());
  return 0;
}
