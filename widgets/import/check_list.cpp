#include "widgets/import/check_list.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/import/remedy.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {

namespace {

Signal signalOf(CheckLevel level) {
  switch (level) {
    case CheckLevel::Fine: return Signal::Good;
    case CheckLevel::Note: return Signal::Active;
    case CheckLevel::Warning: return Signal::Caution;
    case CheckLevel::Problem: return Signal::Bad;
  }
  return Signal::Quiet;
}

QString wordOf(CheckLevel level) {
  switch (level) {
    case CheckLevel::Fine: return {};
    case CheckLevel::Note: return CheckList::tr("Note");
    case CheckLevel::Warning: return CheckList::tr("Warning");
    case CheckLevel::Problem: return CheckList::tr("Problem");
  }
  return {};
}

QString htmlOf(const ImportCheck& check, const QPalette& palette) {
  const QString colour = signalColour(signalOf(check.level), palette).name();
  const QString word = wordOf(check.level);
  QString html = QStringLiteral("<span style='color:%1'>%2</span> ")
                     .arg(colour, word.isEmpty() ? QStringLiteral("✓") : QStringLiteral("● <b>%1</b>").arg(word));
  html += withFieldLabels(check.text).toHtmlEscaped();
  if (!check.remedy.empty()) html += QStringLiteral(" <i>%1</i>").arg(withFieldLabels(check.remedy).toHtmlEscaped());
  return html;
}

}  // namespace

CheckList::CheckList(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(5);
}

void CheckList::setChecks(const std::vector<ImportCheck>& checks) {
  m_checks = checks;
  std::ranges::stable_sort(m_checks, std::ranges::greater(), &ImportCheck::level);
  build();
}

void CheckList::build() {
  while (QLayoutItem* item = m_column->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const ImportCheck& check : m_checks) addCheck(check);
}

void CheckList::addCheck(const ImportCheck& check) {
  auto* line = new QWidget(this);
  auto* column = new QVBoxLayout(line);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* text = new QLabel(htmlOf(check, palette()), line);
  text->setObjectName(QStringLiteral("check_") + QString::fromStdString(check.key));
  text->setTextFormat(Qt::RichText);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text->setWordWrap(true);
  column->addWidget(text);
  const auto settings = check.level == CheckLevel::Fine ? std::vector<FieldSetting>{} : settingsOf(check.remedy);
  if (!settings.empty()) {
    auto* set = new QPushButton(tr("Set %1").arg(settingsText(settings)), line);
    set->setObjectName(QStringLiteral("set_") + QString::fromStdString(check.key));
    set->setToolTip(tr("Does what the remedy says; undo takes it back"));
    // Later, for the click ends in a new list of checks.
    connect(set, &QPushButton::clicked, this, [this, settings] { Q_EMIT remedyChosen(settings); },
            Qt::QueuedConnection);
    column->addWidget(set, 0, Qt::AlignLeft);
  }
  m_column->addWidget(line);
}

void CheckList::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) build();
  QWidget::changeEvent(event);
}

}  // namespace ptycho
