#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include <QApplication>
#include <QSurfaceFormat>
#include <QTemporaryDir>

#include "app/window/app_settings.h"
#include "app/window/main_window.h"
#include "app/window/theme.h"
#include "core/store/run_folder.h"
#include "widgets/kit/volume/surface_view.h"

namespace {

using namespace ptycho;
using Clock = std::chrono::steady_clock;

constexpr int kRepetitions = 7;
constexpr int kRuns = 1'000;

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Notes when its window has been painted for the first time.
class FirstPaint : public QObject {
 public:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::UpdateRequest) painted = true;
    return QObject::eventFilter(watched, event);
  }
  bool painted = false;
};

}  // namespace

/// Time until the window stands, in an ordinary root and in one with a thousand runs; the program itself is warm.
int main(int argc, char** argv) {
  QSurfaceFormat::setDefaultFormat(surfaceViewFormat());
  QApplication application(argc, argv);
  QTemporaryDir folder;
  AppSettings settings(folder.filePath("settings.ini"));
  std::printf("%-12s %-14s %14s %16s\n", "runs", "workspace", "built [ms]", "first paint [ms]");
  for (const int runs : {0, kRuns}) {
    const QString root = folder.filePath(QStringLiteral("runs-%1").arg(runs));
    qputenv("PTYCHODESK_RUNS", root.toUtf8());
    for (int i = 0; i < runs; ++i) {
      const auto made = createRunFolder(root.toStdString(), "train", "bench",
                                        Json{{"schema", 1}, {"verb", "train"}, {"name", "bench"}});
      if (!made) return std::fprintf(stderr, "%s\n", made.error().text().c_str()), 1;
    }
    for (const Workspace workspace : {Workspace::Setup, Workspace::Runs, Workspace::Failures}) {
      std::vector<double> built, painted;
      for (int k = 0; k < kRepetitions; ++k) {
        const auto begin = Clock::now();
        MainWindow window(settings);
        window.showWorkspace(workspace);
        built.push_back(millisecondsSince(begin));
        FirstPaint watch;
        window.installEventFilter(&watch);
        window.show();
        while (!watch.painted) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
        painted.push_back(millisecondsSince(begin));
      }
      std::printf("%-12d %-14s %14.0f %16.0f\n", runs, qPrintable(workspaceName(workspace)), median(built),
                  median(painted));
    }
  }
  return 0;
}
