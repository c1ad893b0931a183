#include "app/window/export_session.h"

#include <algorithm>

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QtConcurrent>

#include "app/window/app_settings.h"
#include "core/base/atomic_file.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/table_page.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/models/core_text.h"

namespace ptycho {

namespace {

constexpr int kPreviewDpi = 150;
constexpr int kDelay_ms = 120;

bool isOfInterest(const RunRow& row) {
  const bool ended = row.liveness == RunLiveness::Done || row.liveness == RunLiveness::Stopped;
  if (row.entry.verb == "train") return row.entry.problem.empty() && row.liveness != RunLiveness::Queued;
  return ended && row.entry.problem.empty() && (row.entry.verb == "reconstruct" || row.entry.verb == "evaluate");
}

}  // namespace

ExportSession::ExportSession(ExportWorkspace& workspace, const Launcher& launcher, AppSettings& settings,
                             QObject* parent)
    : QObject(parent), m_workspace(workspace), m_settings(settings), m_gate(launcher) {
  connect(&m_gate, &FileGate::refused, this, &ExportSession::errorFound);
  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelay_ms);
  connect(&m_delay, &QTimer::timeout, this, &ExportSession::draw);
  connectWorkspace();
}

void ExportSession::connectWorkspace() {
  FigurePage& figure = m_workspace.figure();
  connect(&figure, &FigurePage::recipeChanged, &m_delay, qOverload<>(&QTimer::start));
  connect(&figure, &FigurePage::exportRequested, this, &ExportSession::exportFigure);
  connect(&figure, &FigurePage::copyRequested, this, &ExportSession::copyFigure);
  connect(&figure, &FigurePage::sourceRequested, this, &ExportSession::browseForSource);
  connect(&figure, &FigurePage::saveRecipeRequested, this, [this](const QString& file) {
    const std::string text = jsonText(figureRecipeToJson(m_workspace.figure().recipe()), 2) + "\n";
    report(replaceFileText(file.toStdString(), text), file);
  });
  connect(&figure, &FigurePage::loadRecipeRequested, this, [this](const QString& file) {
    const auto json = readJsonFile(file.toStdString());
    if (!json) return Q_EMIT errorFound(textOf(json.error()), {});
    const auto recipe = figureRecipeFromJson(*json);
    if (!recipe) return Q_EMIT errorFound(file + QStringLiteral(": ") + textOf(recipe.error()), {});
    m_workspace.figure().setRecipe(*recipe);
  });
  connect(&m_workspace, &ExportWorkspace::shown, this, &ExportSession::takeRows);
  connect(&m_workspace.tables(), &TablePage::noteGiven, this, &ExportSession::noteGiven);
  connect(&m_workspace.tables(), &TablePage::exportRequested, this, [this](const QString& file) {
    const auto text = encodeTable(m_workspace.tables().table(), file);
    if (!text) return Q_EMIT errorFound(textOf(text.error()), {});
    report(replaceFileText(file.toStdString(), *text), file);
  });
}

void ExportSession::setRunRows(const std::vector<RunRow>& rows) {
  m_rows = rows;
  if (m_workspace.isVisible()) takeRows();
}

void ExportSession::takeRows() {
  std::vector<QString> order;
  for (const RunRow& row : m_rows) {
    if (!isOfInterest(row)) continue;
    order.push_back(row.folder());
    const auto known = m_known.find(row.folder());
    if (known != m_known.end() && known->second.modified_s == row.entry.modified_s) continue;
    m_known[row.folder()].modified_s = row.entry.modified_s;
    read(row.folder(), row.title(), row.entry.modified_s, false);
  }
  for (const QString& name : m_order) {  // what was opened by hand stays in front
    const bool byHand = m_known.contains(name) && m_known[name].modified_s < 0;
    if (byHand) order.insert(order.begin(), name);
  }
  const bool changed = order != m_order;
  m_order = std::move(order);
  if (changed && m_reading == 0) publish();
}

void ExportSession::openSource(const QString& path) {
  const QString name = QFileInfo(path).absoluteFilePath();
  std::erase(m_order, name);
  m_order.insert(m_order.begin(), name);
  m_known[name].modified_s = -1;
  read(name, {}, -1, true);
}

void ExportSession::read(const QString& folder, const QString& title, std::int64_t modified_s, bool asked) {
  ++m_reading;
  QtConcurrent::run([folder, title] { return readExportSource(folder, title); })
      .then(this, [this, folder, modified_s, asked](Result<ExportSource> source) {
        --m_reading;
        Known& known = m_known[folder];
        if (known.modified_s == modified_s) {
          known.readable = source.has_value();
          if (source) known.source = std::move(*source);
          else if (asked) Q_EMIT errorFound(textOf(source.error()), {});
        }
        if (m_reading == 0) publish();
      });
}

void ExportSession::publish() {
  std::vector<ExportSource> sources;
  for (const QString& name : m_order) {
    const Known& known = m_known[name];
    if (known.readable) sources.push_back(known.source);
  }
  m_workspace.setSources(sources);
}

void ExportSession::draw() {
  if (m_drawing) {
    m_drawAgain = true;
    return;
  }
  FigureRecipe recipe = m_workspace.figure().recipe();
  if (recipe.items.empty()) return;
  m_drawing = true;
  QtConcurrent::run([recipe]() -> Result<QImage> {
    PTYCHO_TRY(FigureSpec figure, composeFigure(recipe));
    figure.dpi = kPreviewDpi;
    QImage image = renderFigure(figure);
    if (image.isNull()) return badInput("The figure cannot be drawn with this style; see its fields for their ranges.");
    return image;
  }).then(this, [this](Result<QImage> image) {
    m_drawing = false;
    if (std::exchange(m_drawAgain, false)) return draw();
    if (m_workspace.figure().recipe().items.empty()) return;
    if (image) m_workspace.figure().showFigure(*image);
    else m_workspace.figure().showProblem(textOf(image.error()));
  });
}

void ExportSession::exportFigure(const QString& file) {
  QtConcurrent::run([recipe = m_workspace.figure().recipe(), file]() -> Result<void> {
    if (file.endsWith(QLatin1String(".h5"), Qt::CaseInsensitive)) return writeFigureData(recipe, file.toStdString());
    PTYCHO_TRY(const FigureSpec figure, composeFigure(recipe));
    return writeFigure(figure, file.toStdString());
  }).then(this, [this, file](Result<void> done) { report(done, file); });
}

void ExportSession::copyFigure() {
  QtConcurrent::run([recipe = m_workspace.figure().recipe()]() -> Result<QImage> {
    PTYCHO_TRY(const FigureSpec figure, composeFigure(recipe));
    return renderFigure(figure);
  }).then(this, [this](Result<QImage> image) {
    if (!image) return Q_EMIT errorFound(textOf(image.error()), {});
    QGuiApplication::clipboard()->setImage(*image);
    Q_EMIT noteGiven(tr("The figure is on the clipboard."));
  });
}

void ExportSession::report(const Result<void>& done, const QString& file) {
  if (!done) Q_EMIT errorFound(textOf(done.error()), {});
  else Q_EMIT noteGiven(tr("%1 written.").arg(file));
}

void ExportSession::browseForSource() {
  askForFile(&m_workspace, m_dialog,
             {tr("Open a result or an evaluation"), tr("HDF5 (*.h5);;All files (*)"), {}, {}, FileQuestion::Open},
             [this](const QString& file) {
               m_gate.ask(file, [this, file](FileKind) { openSource(file); });
             });
}

void ExportSession::restore() {
  const auto json = parseJson(m_settings.text(settings_key::kFigure).toStdString(), "session");
  if (!json) return;
  if (const auto recipe = figureRecipeFromJson(*json)) m_workspace.figure().setRecipe(*recipe);
}

void ExportSession::save() {
  m_settings.setText(settings_key::kFigure,
                     QString::fromStdString(jsonText(figureRecipeToJson(m_workspace.figure().recipe()))));
}

}  // namespace ptycho
