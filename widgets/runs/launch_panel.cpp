#include "widgets/runs/launch_panel.h"

#include <optional>

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/learn/presets.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"
#include "widgets/models/shell_line.h"
#include "widgets/runs/evaluation_form.h"
#include "widgets/runs/training_form.h"

namespace ptycho {
namespace {

QScrollArea* scrolled(QWidget* body) {
  auto* area = new QScrollArea;
  area->setWidget(body);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  return area;
}

QPlainTextEdit* readOnly(const char* name, int height) {
  auto* text = new QPlainTextEdit;
  text->setObjectName(name);
  text->setReadOnly(true);
  text->setTabChangesFocus(true);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setFixedHeight(height);
  return text;
}

const QString kProgram = QStringLiteral("ptychodesk-cli");

}  // namespace

LaunchPanel::LaunchPanel(QWidget* parent)
    : QWidget(parent),
      m_verbs(new QTabBar(this)),
      m_forms(new QStackedWidget(this)),
      m_training(new TrainingForm(this)),
      m_evaluation(new EvaluationForm(this)),
      m_differenceTitle(headingLabel({}, nullptr, 6)),
      m_differences(new QTreeWidget(this)),
      m_runOn(new QComboBox(this)),
      m_variables(new FieldForm(this)),
      m_scriptTitle(new QLabel(tr("Script that is handed over"), this)),
      m_script(readOnly("scriptPreview", 150)),
      m_command(readOnly("launchCommand", 96)),
      m_surroundings(new QLabel(this)),
      m_obstacle(new QLabel(this)),
      m_start(new QPushButton(glyphIcon(Glyph::Play), tr("&Start"), this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(buildForms(), 5);
  layout->addWidget(buildPlan(), 4);
  connect(m_verbs, &QTabBar::currentChanged, this, [this](int verb) {
    m_forms->setCurrentIndex(verb);
    showPlan();
  });
  for (const auto changed : {&LaunchPanel::showPlan, &LaunchPanel::requestEdited}) {
    connect(m_training, &TrainingForm::requestEdited, this, changed);
    connect(m_evaluation, &EvaluationForm::requestEdited, this, changed);
  }
  connect(m_runOn, &QComboBox::currentIndexChanged, this, &LaunchPanel::chooseRunOn);
  connect(m_variables, &FieldForm::valueEdited, this, [this](const QString& key, const FieldValue& value) {
    m_values[key.toStdString()] = std::get<std::string>(value);
    m_variables->setValue(key, value);
    showPlan();
  });
  connect(m_start, &QPushButton::clicked, this, [this] {
    if (obstacle().isEmpty()) Q_EMIT launchRequested(launch());
  });
  setTemplates({});
}

QWidget* LaunchPanel::buildForms() {
  m_verbs->addTab(tr("Training"));
  m_verbs->addTab(tr("Evaluation"));
  m_verbs->setObjectName("launchVerb");
  m_verbs->setExpanding(false);
  m_verbs->setDrawBase(false);
  m_forms->addWidget(scrolled(m_training));
  m_forms->addWidget(scrolled(m_evaluation));
  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 4, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_verbs);
  layout->addWidget(m_forms, 1);
  return box;
}

QWidget* LaunchPanel::buildPlan() {
  m_differences->setObjectName("presetDifferences");
  m_differences->setHeaderLabels({tr("Field"), tr("Now"), tr("Preset")});
  m_differences->setRootIsDecorated(false);
  m_differences->setUniformRowHeights(true);
  m_differences->header()->resizeSection(0, 150);
  m_differences->header()->resizeSection(1, 130);
  m_runOn->setObjectName("runOn");
  m_runOn->setToolTip(
      tr("This computer's queue, or a scheduler by a launch template (JSON files in the settings folder)"));
  m_surroundings->setWordWrap(true);
  m_surroundings->setForegroundRole(QPalette::PlaceholderText);
  m_surroundings->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_obstacle->setObjectName("launchObstacle");
  m_obstacle->setWordWrap(true);
  m_start->setObjectName("launch");
  auto* copy = new QToolButton(this);
  copy->setIcon(glyphIcon(Glyph::Copy));
  copy->setObjectName("copyLaunch");
  copy->setAutoRaise(true);
  copy->setToolTip(tr("Copy the command line; run in a shell it gives a run that is listed here"));
  connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });

  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(10, 8, 10, 8);
  layout->addWidget(m_differenceTitle);
  layout->addWidget(m_differences, 1);
  layout->addWidget(headingLabel(tr("Run on"), nullptr, 6));
  layout->addWidget(m_runOn);
  layout->addWidget(m_variables);
  layout->addWidget(m_scriptTitle);
  layout->addWidget(m_script);
  auto* commandRow = new QHBoxLayout;
  commandRow->addWidget(headingLabel(tr("Command line"), nullptr, 6), 1);
  commandRow->addWidget(copy);
  layout->addLayout(commandRow);
  layout->addWidget(m_command);
  layout->addWidget(m_surroundings);
  auto* startRow = new QHBoxLayout;
  startRow->addWidget(m_obstacle, 1);
  startRow->addWidget(m_start, 0, Qt::AlignBottom);
  layout->addLayout(startRow);
  layout->addStretch(0);
  return box;
}

void LaunchPanel::setVerb(int verb) { m_verbs->setCurrentIndex(verb); }

QUndoStack& LaunchPanel::undoStack() const { return m_training->undoStack(); }

void LaunchPanel::setTemplates(const std::vector<LaunchTemplate>& templates) {
  const QString chosen = m_runOn->currentData().toString();
  const LaunchTemplate* shown = chosenTemplate();
  const std::optional<LaunchTemplate> before = shown ? std::optional(*shown) : std::nullopt;
  m_templates = templates;
  {
    const QSignalBlocker quiet(m_runOn);
    m_runOn->clear();
    m_runOn->addItem(tr("This computer, one run at a time for each device"), QString());
    for (const auto& one : m_templates) {
      m_runOn->addItem(QString::fromStdString(one.title), QString::fromStdString(one.name));
      m_runOn->setItemData(m_runOn->count() - 1, QString::fromStdString(one.help), Qt::ToolTipRole);
    }
    m_runOn->setCurrentIndex(std::max(0, m_runOn->findData(chosen)));
  }
  const LaunchTemplate* now = chosenTemplate();
  const bool same = before && now && *before == *now;
  if (same) showPlan();  // what has been typed stays
  else chooseRunOn();
}

void LaunchPanel::setSurroundings(const QString& text) { m_surroundings->setText(text); }

void LaunchPanel::setBusyDevices(const QStringList& devices) {
  if (m_busy == devices) return;
  m_busy = devices;
  showPlan();
}

const LaunchTemplate* LaunchPanel::chosenTemplate() const {
  const std::string name = m_runOn->currentData().toString().toStdString();
  for (const auto& one : m_templates) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

void LaunchPanel::chooseRunOn() {
  const LaunchTemplate* chosen = chosenTemplate();
  std::vector<FieldInfo> fields;
  m_values.clear();
  if (chosen) {
    for (const auto& variable : chosen->variables) {
      fields.push_back({variable.key, variable.label, "", variable.help, FieldKind::Text, 0, 0, {}, {}});
      m_values[variable.key] = variable.value;
    }
  }
  m_variables->setFields(fields);
  for (const auto& [key, value] : m_values) m_variables->setValue(QString::fromStdString(key), value);
  for (QWidget* part : std::initializer_list<QWidget*>{m_variables, m_scriptTitle, m_script}) {
    part->setVisible(chosen != nullptr);
  }
  showPlan();
}

LaunchRequest LaunchPanel::launch() const {
  const bool training = m_verbs->currentIndex() == 0;
  LaunchRequest launch = training ? launchOf(m_training->request()) : launchOf(m_evaluation->request());
  if (const LaunchTemplate* chosen = chosenTemplate()) {
    launch.run_on = QString::fromStdString(chosen->name);
    launch.values = m_values;
  }
  return launch;
}

QString LaunchPanel::command() const { return m_command->toPlainText(); }

void LaunchPanel::setRootObstacle(const QString& obstacle) {
  m_rootObstacle = obstacle;
  showPlan();
}

QString LaunchPanel::obstacle() const {
  if (!m_rootObstacle.isEmpty()) return m_rootObstacle;
  return m_verbs->currentIndex() == 0 ? m_training->problem().message : obstacleOf(m_evaluation->request());
}

void LaunchPanel::showPlan() {
  const bool training = m_verbs->currentIndex() == 0;
  m_differenceTitle->setVisible(training);
  m_differences->setVisible(training);
  m_differences->clear();
  if (training) {
    const TrainingRequest& request = m_training->request();
    const auto preset = findTrainingPreset(request.preset.toStdString());
    const auto changed = preset ? differences(request.spec, *preset) : std::vector<FieldDifference>();
    m_differenceTitle->setText(changed.empty() ? tr("Exactly the preset %1").arg(request.preset)
                                               : tr("Differs from %1").arg(request.preset));
    for (const auto& one : changed) {
      auto* item = new QTreeWidgetItem(m_differences, {one.label, one.value, one.before});
      item->setToolTip(0, one.key);
      item->setToolTip(1, one.value);
    }
  }
  const LaunchRequest request = launch();
  m_command->setPlainText(shellLine(kProgram, request.arguments));
  const QString obstacle = this->obstacle();
  m_obstacle->setText(obstacle);
  m_start->setEnabled(obstacle.isEmpty());
  const QString device = request.device == QLatin1String("auto") ? m_autoDevice : request.device;
  const bool waits = request.run_on.isEmpty() && m_busy.contains(device);
  m_start->setText(!request.run_on.isEmpty() ? tr("Hand &over") : waits ? tr("&Add to queue") : tr("&Start"));
  m_start->setToolTip(waits ? tr("%1 is at work; this run begins when its turn comes").arg(device) : QString());
  showScript();
}

void LaunchPanel::showScript() {
  const LaunchTemplate* chosen = chosenTemplate();
  if (!chosen) return;
  TemplateValues values = m_values;
  values["command"] = command().toStdString() + " --run-folder RUN_FOLDER";
  values["folder"] = "RUN_FOLDER";
  values["name"] = launch().name.toStdString();
  const auto script = fillScript(*chosen, values);
  m_script->setPlainText(QString::fromStdString(script ? *script : script.error().text()));
  if (script) return;
  m_obstacle->setText(QString::fromStdString(script.error().text()));
  m_start->setEnabled(false);
}

}  // namespace ptycho
