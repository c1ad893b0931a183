#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"

#ifdef PTYCHODESK_WITH_FIGURES
#include <QGuiApplication>

#include "widgets/kit/figure/result_figure.h"
#endif

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct FigureCommand {
  std::string input;
  std::string output;
  double width_mm = 180;
  int dpi = 200;
  std::string caption;

  Result<int> run() const;
};

#ifdef PTYCHODESK_WITH_FIGURES

/// Fonts and painters want an application object; no display is needed.
class OffscreenApplication {
 public:
  OffscreenApplication() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks on the desktop session mean nothing to a program without one.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
      if (type == QtCriticalMsg || type == QtFatalMsg) fmt::print(stderr, "{}\n", message.toStdString());
    });
    m_application = std::make_unique<QGuiApplication>(m_argumentCount, m_arguments);
  }

 private:
  char m_name[15] = "ptychodesk-cli";
  char* m_arguments[2] = {m_name, nullptr};
  int m_argumentCount = 1;
  std::unique_ptr<QGuiApplication> m_application;
};

Result<int> FigureCommand::run() const {
  std::error_code status;
  const fs::path file = fs::is_directory(input, status) ? fs::path(input) / run_file::kResult : fs::path(input);
  PTYCHO_TRY(const ResultRecord record, readResult(file));
  const OffscreenApplication application;
  FigureSpec figure = resultFigure(record);
  if (!caption.empty()) figure.caption = QString::fromStdString(caption);
  figure.width_mm = width_mm;
  figure.dpi = dpi;
  PTYCHO_CHECK(writeFigure(figure, output));
  fmt::print("{}\n", output);
  return kExitDone;
}

#else

Result<int> FigureCommand::run() const {
  return fail(ErrorCode::Unsupported, "cannot be drawn: this program was built without figures (PTYCHODESK_GUI=OFF); "
                                      "use a build with Qt.", input);
}

#endif

}  // namespace

Verb makeFigureVerb(CLI::App& program) {
  auto command = std::make_shared<FigureCommand>();
  CLI::App* app = program.add_subcommand(
      "figure", "Truth, estimate and signed error of amplitude and phase, with colour bars and NRMSE");
  app->add_option("result", command->input, "HDF5 result or run folder")->required()->type_name("FILE|RUN");
  app->add_option("-o,--output", command->output, "Figure to write: .png, .svg or .pdf")->required()->type_name("FILE");
  app->add_option("--width-mm", command->width_mm, "Width [mm]")->check(CLI::Range(30.0, 1000.0))->capture_default_str();
  app->add_option("--dpi", command->dpi, "Resolution of PNG [dots per inch]")->check(CLI::Range(30, 1200))
      ->capture_default_str();
  app->add_option("--caption", command->caption, "Caption instead of the default one")->type_name("TEXT");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
