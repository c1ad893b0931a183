#include <QApplication>
#include <QCommandLineParser>
#include <QSurfaceFormat>

#include "app/window/app_settings.h"
#include "app/window/main_window.h"
#include "app/window/screenshot.h"
#include "app/window/theme.h"
#include "app/window/work_area.h"
#include "core/base/version.h"
#include "widgets/kit/volume/surface_view.h"

namespace {

constexpr int kBadUsage = 2;

struct Options {
  QCommandLineOption theme{"theme", "light, dark or system", "name"};
  QCommandLineOption workspace{"workspace", "setup, runs, reconstruct, failures or export", "name"};
  QCommandLineOption runsRoot{"runs-root", "where runs are made and looked for", "folder"};
  QCommandLineOption size{"size", "size of the window, for example 1440x900", "WxH"};
  QCommandLineOption tab{"tab", "a tab of the workspace by its title, for example curves, profile or why", "name"};
  QCommandLineOption screenshot{"screenshot", "write the window to a PNG file when everything is shown, and quit",
                                "file"};
};

int refuse(const QString& message) {
  std::fprintf(stderr, "ptychodesk: %s\n", qPrintable(message));
  return kBadUsage;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ptycho;
  QSurfaceFormat::setDefaultFormat(surfaceViewFormat());
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("ptychodesk"));
  QApplication::setApplicationVersion(QString::fromStdString(programVersion()));

  const Options options;
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral("A workbench for ptychographic phase retrieval."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOptions({options.theme, options.workspace, options.runsRoot, options.size, options.tab,
                     options.screenshot});
  parser.addPositionalArgument(QStringLiteral("path"), QStringLiteral("an acquisition, a result or a run folder"),
                               QStringLiteral("[path]"));
  parser.process(application);

  const int workspace = workspaceFromName(parser.value(options.workspace));
  if (parser.isSet(options.workspace) && workspace < 0) {
    return refuse(QStringLiteral("--workspace %1 is not one of setup, runs, reconstruct, failures, export.")
                      .arg(parser.value(options.workspace)));
  }
  const QStringList size = parser.value(options.size).split(QLatin1Char('x'));
  if (parser.isSet(options.size) && (size.size() != 2 || size[0].toInt() < 1 || size[1].toInt() < 1)) {
    return refuse(QStringLiteral("--size must be like 1440x900."));
  }
  if (parser.isSet(options.runsRoot)) qputenv("PTYCHODESK_RUNS", parser.value(options.runsRoot).toUtf8());

  AppSettings settings;
  applyTheme(parser.isSet(options.theme) ? themeFromName(parser.value(options.theme)) : settings.theme());
  MainWindow window(settings);
  if (parser.isSet(options.size)) window.resize(size[0].toInt(), size[1].toInt());
  if (!parser.positionalArguments().isEmpty()) window.open(parser.positionalArguments().front());
  if (workspace >= 0) window.showWorkspace(static_cast<Workspace>(workspace));
  if (parser.isSet(options.tab) && !window.area().showTab(parser.value(options.tab))) {
    return refuse(QStringLiteral("--tab %1 is no tab of this workspace; see the titles of its tabs.")
                      .arg(parser.value(options.tab)));
  }
  window.show();
  const bool asked = !parser.positionalArguments().isEmpty() || parser.isSet(options.screenshot) || workspace >= 0;
  if (!asked && settings.text(settings_key::kTourSeen).isEmpty()) window.startTour();
  if (parser.isSet(options.screenshot)) new Screenshot(window, parser.value(options.screenshot));
  return QApplication::exec();
}
