#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/reconstruct/presets.h"
#include "widgets/kit/form/edit_history.h"
#include "widgets/kit/form/field_form.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/reconstruction_form.h"

namespace ptycho {
namespace {

/// Fields of the specification, then what belongs to the run alone.
std::vector<FieldInfo> optionFields() {
  std::vector<FieldInfo> fields = fieldInfos<ReconstructionSpec>();
  FieldInfo startFile{
      "start_file", "Start file", "",
      "Result or HDF5 data set that the object starts from; imported: the object that an imported file held",
      FieldKind::Text, 0, 0, {}, {}};
  fields.insert(fields.begin() + 1, std::move(startFile));
  fields.push_back({"support_file", "Support file", "", "Image of the object's size that is not zero inside the support",
                    FieldKind::Text, 0, 0, {}, {}});
  fields.push_back({"threads", "Threads", "", "0 uses every core; the result is the same for any number",
                    FieldKind::Integer, 0, 1024, {}, {}});
  fields.push_back({"memory", "Pattern memory", "GB",
                    "What does not fit stays in the file and is read in each pass, with the same result; 0 = half of "
                    "the available memory", FieldKind::Real, 0, 1e6, {}, {}});
  fields.push_back({"checkpoint_every", "Checkpoint every", "s",
                    "A lost run goes on from its last checkpoint; 0 = only when it is stopped", FieldKind::Real, 0, 1e7,
                    {}, {}});
  return fields;
}

}  // namespace

ReconstructionForm::ReconstructionForm(QWidget* parent)
    : QWidget(parent),
      m_card(new AcquisitionCard(this)),
      m_preset(new QComboBox(this)),
      m_presetHelp(new QLabel(this)),
      m_chain(new ChainEditor(this)),
      m_ranges(new FieldForm(this)),
      m_options(new FieldForm(this)),
      m_command(new QLineEdit(this)),
      m_run(new QPushButton(tr("Run"), this)),
      m_history(new EditHistory(this)) {
  build();
  connect(m_preset, &QComboBox::activated, this, &ReconstructionForm::choosePreset);
  connect(m_chain, &ChainEditor::stagesEdited, this, &ReconstructionForm::editChain);
  connect(m_chain, &ChainEditor::validityChanged, this, &ReconstructionForm::showDependents);
  connect(m_ranges, &FieldForm::valueEdited, this, &ReconstructionForm::editField);
  connect(m_options, &FieldForm::valueEdited, this, &ReconstructionForm::editField);
  connect(m_history, &EditHistory::restored, this, &ReconstructionForm::restore);
  connect(m_run, &QPushButton::clicked, this, &ReconstructionForm::runRequested);
  m_request.spec = chainPresets().front().spec;
  if (auto best = findChainPreset(kDefaultPreset)) m_request.spec = *best;
  showRequest();
}

void ReconstructionForm::colourRun() {
  QPalette colours = palette();
  if (m_run->isEnabled()) {
    colours.setColor(QPalette::Button, colours.color(QPalette::Highlight));
    colours.setColor(QPalette::ButtonText, colours.color(QPalette::HighlightedText));
  }
  m_run->setPalette(colours);
}

void ReconstructionForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colourRun();
}

void ReconstructionForm::build() {
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(buildFields());
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  m_command->setReadOnly(true);
  m_command->setObjectName("commandLine");
  m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_command->setFrame(false);
  auto* copy = new QPushButton(glyphIcon(Glyph::Copy), tr("Copy command"), this);
  copy->setToolTip(tr("Copy the command line; in a shell it does the same run"));
  copy->setObjectName("copyCommand");
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(commandLine()); });
  m_run->setObjectName("run");

  auto* command = new QHBoxLayout;
  command->setContentsMargins(10, 0, 10, 0);
  command->addWidget(m_command);
  auto* run = new QHBoxLayout;
  run->setContentsMargins(10, 0, 10, 8);
  run->addWidget(m_run, 1);
  run->addWidget(copy);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(scroll, 1);
  layout->addLayout(command);
  layout->addLayout(run);
}

QWidget* ReconstructionForm::buildFields() {
  m_preset->setObjectName("preset");
  m_preset->setPlaceholderText(tr("Own chain"));
  for (const auto& preset : chainPresets()) {
    m_preset->addItem(QString::fromStdString(preset.title), QString::fromStdString(preset.name));
    m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(preset.name + ": " + preset.help),
                          Qt::ToolTipRole);
  }
  m_presetHelp->setWordWrap(true);
  m_presetHelp->setForegroundRole(QPalette::PlaceholderText);
  m_ranges->setFields(fieldInfos<RangeSpec>());
  m_options->setFields(optionFields());
  int labels = 0;
  for (const FieldForm* form : {m_ranges, m_options, &m_chain->stageForm()})
    labels = std::max(labels, form->labelWidthHint());
  for (FieldForm* form : {m_ranges, m_options, &m_chain->stageForm()}) form->setLabelWidth(labels);

  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(10, 6, 10, 6);
  layout->setSpacing(4);
  layout->addWidget(headingLabel(tr("Acquisition"), nullptr, 6));
  layout->addWidget(m_card);
  layout->addWidget(headingLabel(tr("Chain"), nullptr, 6));
  layout->addWidget(m_preset);
  layout->addWidget(m_presetHelp);
  layout->addWidget(m_chain);
  layout->addWidget(headingLabel(tr("Ranges"), nullptr, 6));
  layout->addWidget(m_ranges);
  layout->addWidget(headingLabel(tr("Start and recording"), nullptr, 6));
  layout->addWidget(m_options);
  layout->addStretch(1);
  return page;
}

}  // namespace ptycho
