#include "widgets/runs/spec_view.h"

#include <map>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/runs/spec_lines.h"
#include "widgets/runs/training_fields.h"

namespace ptycho {

SpecView::SpecView(QWidget* parent)
    : QWidget(parent),
      m_note(new QLabel(this)),
      m_changedOnly(new QCheckBox(tr("Differences only"), this)),
      m_tree(new QTreeWidget(this)) {
  m_changedOnly->setObjectName("changedOnly");
  m_tree->setObjectName("specTree");
  m_tree->setHeaderLabels({tr("Field"), tr("Value"), tr("Preset")});
  m_tree->setUniformRowHeights(true);
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setAlternatingRowColors(true);
  m_tree->header()->resizeSection(0, 250);
  m_tree->header()->resizeSection(1, 160);
  m_note->setWordWrap(true);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 6, 10, 4);
  head->addWidget(m_note, 1);
  head->addWidget(m_changedOnly);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  layout->addWidget(m_tree, 1);
  connect(m_changedOnly, &QCheckBox::toggled, this, &SpecView::fill);
}

void SpecView::setSpec(const Json& spec, const QString& problem) {
  if (spec == m_spec && problem.isEmpty()) return;
  m_spec = spec;
  m_preset.clear();
  if (spec.is_object() && spec.contains("training")) {
    if (const auto training = trainingSpecFromJson(spec["training"])) m_preset = nearestPreset(*training);
  }
  m_changedOnly->setEnabled(!m_preset.isEmpty());
  m_note->setText(!problem.isEmpty() ? problem
                  : m_preset.isEmpty() ? QString()
                                       : tr("Compared with the nearest preset, %1").arg(m_preset));
  fill();
}

void SpecView::fill() {
  m_tree->clear();
  m_tree->setColumnHidden(2, m_preset.isEmpty());
  std::map<QString, QString> preset;
  if (!m_preset.isEmpty()) {
    for (const SpecLine& line : specLines(trainingPresetSpec(m_preset))) preset[line.path] = line.value;
  }
  QFont bold = m_tree->font();
  bold.setBold(true);
  std::map<QString, QTreeWidgetItem*> sections;
  for (const SpecLine& line : specLines(m_spec)) {
    const auto before = preset.find(line.path);
    const bool differs = before != preset.end() && before->second != line.value;
    if (m_changedOnly->isChecked() && !m_preset.isEmpty() && !differs) continue;
    QTreeWidgetItem*& section = sections[line.section];
    if (!section) {
      section = new QTreeWidgetItem(m_tree, {line.section.isEmpty() ? tr("Run") : line.section});
      section->setFirstColumnSpanned(true);
      section->setFont(0, bold);
      section->setExpanded(true);
    }
    auto* item = new QTreeWidgetItem(section, {line.label, line.value, differs ? before->second : QString()});
    item->setToolTip(0, line.path);
    item->setToolTip(1, line.value);
    if (differs) item->setFont(1, bold);
  }
  if (m_tree->topLevelItemCount() == 0 && m_changedOnly->isChecked()) {
    new QTreeWidgetItem(m_tree, {tr("Exactly the preset.")});
  }
}

}  // namespace ptycho
