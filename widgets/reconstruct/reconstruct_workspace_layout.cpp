#include <QDataStream>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/attempts_panel.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/export_bar.h"
#include "widgets/reconstruct/phase_menu.h"
#include "widgets/reconstruct/positions_panel.h"
#include "widgets/reconstruct/probe_result_panel.h"
#include "widgets/kit/plot/profile_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/reconstruct/resolution_panel.h"
#include "widgets/reconstruct/run_list_panel.h"

namespace ptycho {
namespace {

constexpr int kLeftWidth = 350;

QToolButton* viewButton(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setObjectName(name);
  button->setToolTip(help);
  button->setCheckable(true);
  button->setAutoRaise(true);
  return button;
}

QWidget* titled(const QString& title, QWidget* body) {
  auto* box = new QWidget;
  auto* label = new QLabel(title);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setContentsMargins(10, 4, 0, 2);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(label);
  layout->addWidget(body, 1);
  return box;
}

}  // namespace

ReconstructWorkspace::ReconstructWorkspace(QWidget* parent)
    : QWidget(parent),
      m_form(new ReconstructionForm(this)),
      m_runs(new RunListPanel(this)),
      m_title(new ElidedLine(this)),
      m_phase(new PhaseMenu(this)),
      m_controls(
          viewButton(tr("Display"), "displayControls", tr("Colour map, norm and limits of every picture"), this)),
      m_blink(viewButton(tr("Blink"), "blink", tr("Truth in the place of the estimate (Space)"), this)),
      m_exports(new ExportBar(this)),
      m_strip(new RunStatusStrip(this)),
      m_comparison(new ComparisonPanel(this)),
      m_convergence(new ConvergencePanel(this)),
      m_profile(new ProfilePanel(this)),
      m_probe(new ProbeResultPanel(this)),
      m_positions(new PositionsPanel(this)),
      m_resolution(new ResolutionPanel(this)),
      m_attempts(new AttemptsPanel(this)),
      m_tabs(new QTabWidget(this)) {
  build();
  connectPanels();
  m_comparison->clear(tr("Choose an acquisition and press Run, or open a run from the list."));
  m_strip->showIdle(tr("No run is shown."));
  updateExports();
}

void ReconstructWorkspace::build() {
  m_across = new QSplitter(Qt::Horizontal, this);
  m_across->addWidget(buildLeft());
  m_across->addWidget(buildRight());
  m_across->setStretchFactor(1, 1);
  m_across->setSizes({kLeftWidth, 1000});
  m_across->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_across);
}

QWidget* ReconstructWorkspace::buildLeft() {
  m_left = new QSplitter(Qt::Vertical);
  m_left->addWidget(m_form);
  m_left->addWidget(titled(tr("Runs"), m_runs));
  m_left->setStretchFactor(0, 3);
  m_left->setStretchFactor(1, 1);
  m_left->setSizes({620, 220});
  m_left->setMinimumWidth(300);
  return m_left;
}

QWidget* ReconstructWorkspace::buildRight() {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  auto* header = new QHBoxLayout;
  header->setContentsMargins(10, 4, 8, 0);
  header->setSpacing(4);
  header->addWidget(m_title, 1);
  header->addWidget(m_blink);
  header->addWidget(m_phase);
  header->addWidget(m_controls);
  header->addSpacing(12);
  header->addWidget(m_exports);

  m_tabs->addTab(m_convergence, tr("Convergence"));
  m_tabs->addTab(m_profile, tr("Profile"));
  m_tabs->addTab(m_probe, tr("Probe"));
  m_tabs->addTab(m_positions, tr("Positions"));
  m_tabs->addTab(m_resolution, tr("Resolution"));
  m_tabs->addTab(m_attempts, tr("Attempts"));
  m_tabs->setDocumentMode(true);
  m_down = new QSplitter(Qt::Vertical);
  m_down->addWidget(m_comparison);
  m_down->addWidget(m_tabs);
  m_down->setStretchFactor(0, 3);
  m_down->setStretchFactor(1, 1);
  m_down->setSizes({560, 230});
  m_down->setChildrenCollapsible(false);

  auto* right = new QWidget;
  auto* layout = new QVBoxLayout(right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(header);
  layout->addWidget(m_strip);
  layout->addWidget(m_down, 1);
  return right;
}

QByteArray ReconstructWorkspace::saveLayout() const {
  QByteArray layout;
  QDataStream stream(&layout, QIODevice::WriteOnly);
  for (const QSplitter* splitter : {m_across, m_left, m_down}) stream << splitter->saveState();
  stream << m_tabs->currentIndex();
  for (const CurvePlot* plot : {&m_convergence->residualPlot(), &m_convergence->errorPlot()}) {
    stream << plot->logX() << plot->logY();
  }
  return layout;
}

void ReconstructWorkspace::restoreLayout(const QByteArray& layout) {
  QDataStream stream(layout);
  for (QSplitter* splitter : {m_across, m_left, m_down}) {
    QByteArray state;
    stream >> state;
    if (stream.status() != QDataStream::Ok) return;
    splitter->restoreState(state);
  }
  int tab = 0;
  stream >> tab;
  if (stream.status() == QDataStream::Ok) m_tabs->setCurrentIndex(tab);
  for (CurvePlot* plot : {&m_convergence->residualPlot(), &m_convergence->errorPlot()}) {
    bool logX = false;
    bool logY = true;
    stream >> logX >> logY;
    if (stream.status() != QDataStream::Ok) return;
    plot->setLogX(logX);
    plot->setLogY(logY);
  }
}

void ReconstructWorkspace::connectPanels() {
  connect(&m_form->acquisitionCard(), &AcquisitionCard::fileChosen, this, &ReconstructWorkspace::acquisitionChosen);
  connect(m_form, &ReconstructionForm::runRequested, this, &ReconstructWorkspace::run);
  connect(m_form, &ReconstructionForm::requestEdited, this, &ReconstructWorkspace::requestEdited);
  connect(m_runs, &RunListPanel::openRequested, this, &ReconstructWorkspace::runOpenRequested);
  connect(m_runs, &RunListPanel::resumeRequested, this, &ReconstructWorkspace::runResumeRequested);
  connect(m_runs, &RunListPanel::useAcquisitionRequested, this, &ReconstructWorkspace::sameSetupRequested);
  connect(m_attempts, &AttemptsPanel::openRequested, this, &ReconstructWorkspace::runOpenRequested);
  connect(m_strip, &RunStatusStrip::pauseRequested, this, [this] { Q_EMIT requestMade(QStringLiteral("pause")); });
  connect(m_strip, &RunStatusStrip::resumeRequested, this, [this] { Q_EMIT requestMade(QStringLiteral("resume")); });
  connect(m_strip, &RunStatusStrip::stopRequested, this, [this] { Q_EMIT requestMade(QStringLiteral("stop")); });
  connect(m_comparison, &ComparisonPanel::cursorMoved, m_profile, &ProfilePanel::setPixel);
  connect(m_comparison, &ComparisonPanel::lineDrawn, this, [this](QPointF from, QPointF to) {
    m_profile->setLine(from, to);
    if (m_result) m_tabs->setCurrentWidget(m_profile);
  });
  connect(m_phase, &PhaseMenu::toolsChanged, this, [this](const PhaseTools& tools) {
    m_comparison->setPhaseTools(tools);
    showProfilePictures();
  });
  connect(m_comparison, &ComparisonPanel::blinkingChanged, m_blink, &QToolButton::setChecked);
  connect(m_blink, &QToolButton::toggled, m_comparison, &ComparisonPanel::setBlinking);
  connect(m_controls, &QToolButton::toggled, m_comparison, &ComparisonPanel::setControlsVisible);
  connect(m_exports, &ExportBar::figureRequested, this, &ReconstructWorkspace::figureExportRequested);
  connect(m_exports, &ExportBar::resultRequested, this, &ReconstructWorkspace::resultExportRequested);
  connect(m_exports, &ExportBar::curvesRequested, this, &ReconstructWorkspace::curvesExportRequested);
}

}  // namespace ptycho
