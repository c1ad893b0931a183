#include "widgets/setup/setup_workspace.h"

#include "widgets/kit/status/banner.h"
#include "widgets/kit/status/status_colour.h"
#include "widgets/setup/beam_panel.h"
#include "widgets/setup/coverage_panel.h"
#include "widgets/setup/design_bar.h"
#include "widgets/setup/design_form.h"
#include "widgets/setup/design_state.h"
#include "widgets/setup/dropped_design.h"
#include "widgets/setup/overlap_panel.h"
#include "widgets/setup/pattern_panel.h"
#include "widgets/setup/probe_panel.h"
#include "widgets/setup/sampling_panel.h"
#include "widgets/setup/scan_panel.h"

namespace ptycho {

namespace {

constexpr double kJitterShare = 0.1;
constexpr int kFormWidth = 320;
constexpr int kNumbersWidth = 385;
constexpr int kComparedWidth = 510;  // with two more columns

QIcon lightIcon(Light light, const QPalette& palette) {
  if (light <= Light::Good) return {};
  QPixmap dot(32, 32);
  dot.setDevicePixelRatio(2);
  dot.fill(Qt::transparent);
  QPainter painter(&dot);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(signalColour(light == Light::Fair ? Signal::Caution : Signal::Bad, palette));
  painter.drawEllipse(QRectF(4, 4, 8, 8));
  return dot;
}

ColumnArea* scrolled(QWidget* content) {
  auto* area = new ColumnArea;
  area->setWidget(content);
  return area;
}

QSplitter* split(Qt::Orientation orientation, QWidget* first, QWidget* second) {
  auto* splitter = new QSplitter(orientation);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(first);
  splitter->addWidget(second);
  splitter->setSizes({1000, 1000});
  return splitter;
}

}  // namespace

struct SetupWorkspace::Private {
  explicit Private(SetupWorkspace* owner) : q(owner) {}

  SetupWorkspace* q;
  DesignState state;
  DesignBar* bar = nullptr;
  Banner* banner = nullptr;
  DesignForm* form = nullptr;
  ScanPanel* scan = nullptr;
  CoveragePanel* coverage = nullptr;
  ProbePanel* probe = nullptr;
  PatternPanel* pattern = nullptr;
  OverlapPanel* overlap = nullptr;
  SamplingPanel* sampling = nullptr;
  BeamPanel* beam = nullptr;
  QTabWidget* numbers = nullptr;
  QSplitter* columns = nullptr;

  void layOut();
  void connectBar();
  void connectNumbers();
  void connectPositions();
  void showDesign();
  void showProblem();
  void showPosition(std::size_t position);
  void showLights();
};

SetupWorkspace::SetupWorkspace(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(this)) {
  setAcceptDrops(true);
  d->layOut();
  d->connectBar();
  d->connectNumbers();
  d->connectPositions();
  connect(d->form, &DesignForm::fieldEdited, &d->state, &DesignState::edit);
  connect(&d->state, &DesignState::specChanged, this, [this] {
    d->form->setSpec(d->state.spec());
    Q_EMIT specChanged(d->state.spec());
  });
  connect(&d->state, &DesignState::designChanged, this, [this] { d->showDesign(); });
  connect(&d->state, &DesignState::sampleChanged, this, [this] {
    d->scan->setDesign(d->state.sampledDesign(), d->state.sample());
    d->pattern->setDesign(d->state.sampledDesign(), d->state.sample());
    d->beam->setDesign(d->state.design(), d->state.sample());
    d->showLights();
  });
  connect(&d->state, &DesignState::problemChanged, this, [this] { d->showProblem(); });
  d->form->setSpec(d->state.spec());
}

SetupWorkspace::~SetupWorkspace() = default;

void SetupWorkspace::Private::layOut() {
  bar = new DesignBar(state.undoStack(), q);
  banner = new Banner(q);
  banner->setObjectName(QStringLiteral("setupBanner"));
  banner->hide();
  form = new DesignForm(q);
  scan = new ScanPanel(q);
  coverage = new CoveragePanel(q);
  probe = new ProbePanel(q);
  pattern = new PatternPanel(q);
  overlap = new OverlapPanel;
  sampling = new SamplingPanel;
  beam = new BeamPanel;

  auto* first = new QWidget;
  auto* firstColumn = new QVBoxLayout(first);
  firstColumn->setContentsMargins(8, 8, 8, 8);
  firstColumn->setSpacing(10);
  firstColumn->addWidget(overlap);
  firstColumn->addWidget(sampling);
  firstColumn->addStretch(1);
  beam->layout()->setContentsMargins(8, 8, 8, 8);
  numbers = new QTabWidget(q);
  numbers->setObjectName(QStringLiteral("numbers"));
  numbers->setDocumentMode(true);
  numbers->addTab(scrolled(first), SetupWorkspace::tr("Overlap"));
  numbers->addTab(scrolled(beam), SetupWorkspace::tr("Beam and dose"));

  auto* pictures = split(Qt::Vertical, split(Qt::Horizontal, scan, pattern), split(Qt::Horizontal, probe, coverage));
  columns = new QSplitter(Qt::Horizontal, q);
  columns->setChildrenCollapsible(false);
  columns->addWidget(form);
  columns->addWidget(pictures);
  columns->addWidget(numbers);
  columns->setStretchFactor(1, 1);
  columns->setSizes({kFormWidth, 1000, kNumbersWidth});

  auto* rows = new QVBoxLayout(q);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addWidget(bar);
  rows->addWidget(banner);
  rows->addWidget(columns, 1);
}

void SetupWorkspace::Private::connectBar() {
  QObject::connect(bar, &DesignBar::presetChosen, q, [this](const SimulationPreset& preset) {
    state.apply(QString::fromStdString(preset.title), withPreset(state.spec(), preset));
  });
  QObject::connect(bar, &DesignBar::compareToggled, q, [this](bool on) { state.setComparing(on); });
  QObject::connect(bar, &DesignBar::copyCommandRequested, q,
                   [this] { bar->copyText(simulateCommand(state.spec(), QStringLiteral("scan.h5"))); });
  QObject::connect(bar, &DesignBar::copySpecRequested, q, [this] { bar->copyText(designJson(state.spec())); });
  QObject::connect(bar, &DesignBar::simulateRequested, q, [this] { Q_EMIT q->simulateRequested(state.spec()); });
  QObject::connect(bar, &DesignBar::trainRequested, q, [this] { Q_EMIT q->trainRequested(state.spec()); });
  QObject::connect(bar, &DesignBar::reconstructRequested, q, [this] { Q_EMIT q->reconstructRequested(state.spec()); });
}

void SetupWorkspace::Private::connectNumbers() {
  QObject::connect(overlap, &OverlapPanel::diameterHovered, scan, &ScanPanel::setDiameter);
  QObject::connect(sampling, &SamplingPanel::diameterHovered, scan, &ScanPanel::setDiameter);
  QObject::connect(beam, &BeamPanel::diameterHovered, scan, &ScanPanel::setDiameter);
  QObject::connect(&state, &DesignState::referenceChanged, q, [this] {
    overlap->setReference(state.reference());
    sampling->setReference(state.reference());
    beam->setReference(state.reference(), state.referenceSample());
    bar->setComparing(state.reference() != nullptr);
    // Two more columns of numbers want room.
    auto sizes = columns->sizes();
    const int room = state.reference() ? kComparedWidth : kNumbersWidth;
    sizes[1] += sizes[2] - room;
    sizes[2] = room;
    columns->setSizes(sizes);
  });
  QObject::connect(sampling, &SamplingPanel::jitterRequested, q, [this] {
    SimulationSpec spec = state.spec();
    spec.scan.jitter_px = kJitterShare * spec.scan.step_px;
    state.apply(SetupWorkspace::tr("Jitter"), spec);
  });
  QObject::connect(sampling, &SamplingPanel::spiralRequested, q, [this] {
    SimulationSpec spec = state.spec();
    spec.scan.pattern = ScanPattern::Fermat;
    spec.scan.positions = spec.scan.grid * spec.scan.grid;
    state.apply(SetupWorkspace::tr("Spiral"), spec);
  });
  QObject::connect(beam, &BeamPanel::photonsEdited, q, [this](double photons) {
    const FieldInfo& info = findField<DetectorSpec>("photons")->info;
    state.edit(QStringLiteral("detector"), QStringLiteral("photons"), std::clamp(photons, info.minimum, info.maximum));
  });
}

void SetupWorkspace::Private::connectPositions() {
  QObject::connect(scan, &ScanPanel::positionHovered, q, [this](std::optional<std::size_t> position) {
    pattern->setHovered(position);
    showPosition(pattern->shownIndex());
  });
  QObject::connect(scan, &ScanPanel::positionClicked, pattern, &PatternPanel::setPosition);
  QObject::connect(coverage, &CoveragePanel::positionClicked, pattern, &PatternPanel::setPosition);
  QObject::connect(pattern, &PatternPanel::positionChosen, q, [this](std::size_t position) { showPosition(position); });
}

void SetupWorkspace::Private::showPosition(std::size_t position) {
  scan->setShownPosition(position);
  coverage->setShownPosition(position);
}

void SetupWorkspace::Private::showDesign() {
  const DesignPtr design = state.design();
  coverage->setDesign(design);
  probe->setDesign(design);
  overlap->setDesign(design);
  sampling->setDesign(design);
  beam->setDesign(design, state.sample());
  showLights();
}

void SetupWorkspace::Private::showLights() {
  numbers->setTabIcon(0, lightIcon(sampling->worst(), q->palette()));
  numbers->setTabIcon(1, lightIcon(beam->worst(), q->palette()));
}

void SetupWorkspace::Private::showProblem() {
  const auto problem = state.problem();
  form->setProblem(problem);
  if (problem) banner->showError(QString::fromStdString(problem->text()));
  else banner->hide();
}

const SimulationSpec& SetupWorkspace::spec() const { return d->state.spec(); }

void SetupWorkspace::setSpec(const SimulationSpec& spec) { d->state.setSpec(spec); }

bool SetupWorkspace::isSettled() const { return d->state.settled(); }

QByteArray SetupWorkspace::saveLayout() const { return d->columns->saveState(); }

void SetupWorkspace::restoreLayout(const QByteArray& layout) { d->columns->restoreState(layout); }

void SetupWorkspace::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && d->numbers) d->showLights();
  QWidget::changeEvent(event);
}

void SetupWorkspace::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void SetupWorkspace::dropEvent(QDropEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.isEmpty() || !urls.front().isLocalFile()) return;
  event->acceptProposedAction();
  const QString file = urls.front().toLocalFile();
  if (isPhotoSource(file)) takeFile(file);
  else Q_EMIT fileDropped(file);
}

void SetupWorkspace::takeFile(const QString& file) {
  d->state.apply(tr("Dropped file"), withDroppedFile(d->state.spec(), file));
}

}  // namespace ptycho
