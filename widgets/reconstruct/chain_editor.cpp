#include "widgets/reconstruct/chain_editor.h"

#include <map>

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/form/field_form.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/status_colour.h"
#include "widgets/reconstruct/stage_table_model.h"

namespace ptycho {
namespace {

constexpr int kVisibleRows = 4;

QToolButton* stageButton(Glyph glyph, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(glyphIcon(glyph));
  button->setToolTip(help);
  button->setAutoRaise(true);
  button->setObjectName(name);
  return button;
}

}  // namespace

ChainEditor::ChainEditor(QWidget* parent)
    : QWidget(parent),
      m_text(new QLineEdit(this)),
      m_error(new QLabel(this)),
      m_total(new QLabel(this)),
      m_model(new StageTableModel(this)),
      m_table(new QTableView(this)),
      m_form(new FieldForm(this)) {
  build();
  connect(m_text, &QLineEdit::textEdited, this, &ChainEditor::readText);
  connect(m_text, &QLineEdit::editingFinished, this, [this] {
    if (errorText().isEmpty()) m_text->setText(QString::fromStdString(chainText(stages())));
  });
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ChainEditor::showSelected);
  connect(m_form, &FieldForm::valueEdited, this, &ChainEditor::editField);
  showStages({});
}

void ChainEditor::build() {
  m_table->setTabKeyNavigation(false);  // Tab leaves it; arrows walk
  m_text->setObjectName("chainText");
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_text->setPlaceholderText(QStringLiteral("dm:300:range,awf:100"));
  m_text->setToolTip(
      tr("engine:iterations[:option…], stages separated by commas, for example\ndm:300:range,awf:100\n"
         "Options are a flag or key=value; the fields below say their keys."));
  m_error->setObjectName("chainError");
  m_error->setWordWrap(true);
  m_error->setTextFormat(Qt::PlainText);
  m_total->setForegroundRole(QPalette::PlaceholderText);

  m_table->setModel(m_model);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setShowGrid(false);
  m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_table->setAlternatingRowColors(true);
  m_table->horizontalHeader()->setStretchLastSection(true);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->horizontalHeader()->setSectionResizeMode(StageTableModel::kEngine, QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(StageTableModel::kIterations, QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(StageTableModel::kRange, QHeaderView::ResizeToContents);
  const int rowHeight = fontMetrics().height() + 8;
  m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
  m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_table->setFixedHeight(rowHeight * kVisibleRows + m_table->horizontalHeader()->sizeHint().height() + 4);
  m_form->setFields(fieldInfos<StageSpec>());

  auto* add = stageButton(Glyph::Add, "addStage", tr("Add a stage after the chosen one"), this);
  m_remove = stageButton(Glyph::Remove, "removeStage", tr("Remove the chosen stage"), this);
  m_up = stageButton(Glyph::Up, "stageUp", tr("Earlier"), this);
  m_down = stageButton(Glyph::Down, "stageDown", tr("Later"), this);
  connect(add, &QToolButton::clicked, this, &ChainEditor::addStage);
  connect(m_remove, &QToolButton::clicked, this, &ChainEditor::removeStage);
  connect(m_up, &QToolButton::clicked, this, [this] { moveStage(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { moveStage(+1); });

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(2);
  for (QToolButton* button : {add, m_remove, m_up, m_down}) buttons->addWidget(button);
  buttons->addStretch(1);
  buttons->addWidget(m_total);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_text);
  layout->addWidget(m_error);
  layout->addWidget(m_table);
  layout->addLayout(buttons);
  layout->addWidget(m_form);
}

const std::vector<StageSpec>& ChainEditor::stages() const { return m_model->stages(); }
QString ChainEditor::text() const { return m_text->text(); }
QString ChainEditor::errorText() const { return m_error->text(); }
FieldForm& ChainEditor::stageForm() { return *m_form; }
int ChainEditor::selectedStage() const { return m_table->currentIndex().row(); }

void ChainEditor::selectStage(int row) {
  m_table->setCurrentIndex(m_model->index(std::clamp(row, 0, std::max(0, m_model->rowCount() - 1)), 0));
  showSelected();
}

void ChainEditor::setStages(const std::vector<StageSpec>& stages) {
  m_text->setText(QString::fromStdString(chainText(stages)));
  showError({});
  const int row = selectedStage();
  showStages(stages);
  selectStage(row);
}

void ChainEditor::readText(const QString& text) {
  const auto parsed = parseChain(text.toStdString());
  if (!parsed) return showError(QString::fromStdString(parsed.error().text()));
  showError({});
  const int row = selectedStage();
  showStages(*parsed);
  selectStage(row);
  Q_EMIT stagesEdited(*parsed);
}

void ChainEditor::editStages(std::vector<StageSpec> stages, int select) {
  m_text->setText(QString::fromStdString(chainText(stages)));
  showError({});
  showStages(stages);
  selectStage(select);
  Q_EMIT stagesEdited(stages);
}

void ChainEditor::editField(const QString& key, const FieldValue& value) {
  auto changed = stages();
  const int row = selectedStage();
  if (row < 0 || !assignField(changed[static_cast<std::size_t>(row)], key.toStdString(), value)) return;
  editStages(std::move(changed), row);
}

void ChainEditor::addStage() {
  auto changed = stages();
  const int row = selectedStage();
  const StageSpec stage = row >= 0 ? changed[static_cast<std::size_t>(row)] : StageSpec{};
  changed.insert(changed.begin() + (row + 1), stage);
  editStages(std::move(changed), row + 1);
}

void ChainEditor::removeStage() {
  auto changed = stages();
  const int row = selectedStage();
  if (row < 0 || changed.size() < 2) return;
  changed.erase(changed.begin() + row);
  editStages(std::move(changed), row);
}

void ChainEditor::moveStage(int by) {
  auto changed = stages();
  const int row = selectedStage();
  const int target = row + by;
  if (row < 0 || target < 0 || target >= static_cast<int>(changed.size())) return;
  std::swap(changed[static_cast<std::size_t>(row)], changed[static_cast<std::size_t>(target)]);
  editStages(std::move(changed), target);
}

void ChainEditor::showStages(const std::vector<StageSpec>& stages) {
  m_model->setStages(stages);
  long long total = 0;
  for (const auto& stage : stages) total += stage.iterations;
  m_total->setText(tr("%1 iterations in all").arg(total));
  showSelected();
}

void ChainEditor::showSelected() {
  const int row = selectedStage();
  const int count = m_model->rowCount();
  m_remove->setEnabled(row >= 0 && count > 1);
  m_up->setEnabled(row > 0);
  m_down->setEnabled(row >= 0 && row < count - 1);
  m_form->setEnabled(row >= 0);
  if (row < 0) return;
  const StageSpec& stage = stages()[static_cast<std::size_t>(row)];
  for (const auto& field : StageSpec::fields()) {
    const QString key = QString::fromStdString(field.info.key);
    m_form->setValue(key, field.get(stage));
    m_form->setFieldVisible(key, engineUses(stage.engine, field.info.key));
  }
  showNotes(stage);
}

void ChainEditor::showNotes(const StageSpec& stage) {
  const StageSpec defaults;
  std::map<QString, QStringList> notes;
  for (const auto& field : StageSpec::fields()) {
    if (field.info.group.empty()) continue;
    QStringList& changed = notes[QString::fromStdString(field.info.group)];
    const FieldValue value = field.get(stage);
    if (value == field.get(defaults) || !engineUses(stage.engine, field.info.key)) continue;
    const QString label = QString::fromStdString(field.info.label).toLower();
    const QString shown = QString::fromStdString(fieldLabel(field.info, value)).toLower();
    changed << (value == FieldValue(true) ? label : label + QStringLiteral(" ") + shown);
  }
  for (const auto& [group, changed] : notes) m_form->setGroupNote(group, changed.join(QStringLiteral(", ")));
}

void ChainEditor::showError(const QString& error) {
  const bool changed = error.isEmpty() != m_error->text().isEmpty();
  m_error->setText(error);
  m_error->setVisible(!error.isEmpty());
  QPalette colours = palette();
  if (!error.isEmpty()) colours.setColor(QPalette::Text, signalColour(Signal::Bad, palette()));
  m_text->setPalette(colours);
  QPalette errorColours = palette();
  errorColours.setColor(QPalette::WindowText, signalColour(Signal::Bad, palette()));
  m_error->setPalette(errorColours);
  if (changed) Q_EMIT validityChanged(error.isEmpty());
}

}  // namespace ptycho
