#include "app/window/command_palette.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

namespace ptycho {

namespace {

constexpr int kWidth = 620;
constexpr int kMostShown = 60;
constexpr int kPage = 8;
constexpr int kFromTop = 72;

/// Letters of the word in order, anywhere: more for letters that follow each other.
int scatteredScore(const QString& word, const QString& text) {
  qsizetype at = 0;
  int score = 0;
  qsizetype last = -2;
  for (const QChar letter : word) {
    at = text.indexOf(letter, at);
    if (at < 0) return -1;
    score += at == last + 1 ? 2 : 1;
    last = at++;
  }
  return score;
}

int wordScore(const QString& word, const QString& text) {
  const qsizetype at = text.indexOf(word);
  if (at < 0) return scatteredScore(word, text);
  const bool begins = at == 0 || !text[at - 1].isLetterOrNumber();
  return 100 + (begins ? 100 : 0) + static_cast<int>(std::max<qsizetype>(0, 50 - at));
}

void collect(const QMenu& menu, const QString& place, std::vector<Command>& commands) {
  for (QAction* action : menu.actions()) {
    const QString title = QString(action->text()).remove(QLatin1Char('&'));
    if (action->menu()) {
      collect(*action->menu(), place + QStringLiteral(" › ") + title, commands);
    } else if (!action->isSeparator() && action->isEnabled()) {
      commands.push_back({title, place, action->shortcut().toString(QKeySequence::NativeText),
                          [guarded = QPointer<QAction>(action)] {
                            if (guarded) guarded->trigger();
                          }});
    }
  }
}

}  // namespace

int matchScore(const QString& query, const QString& text) {
  const QString folded = text.toCaseFolded();
  int score = 0;
  for (const QString& word : query.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const int found = wordScore(word, folded);
    if (found < 0) return -1;
    score += found;
  }
  return score;
}

std::vector<Command> menuCommands(const QMenuBar& bar) {
  std::vector<Command> commands;
  for (const QAction* action : bar.actions()) {
    if (action->menu()) collect(*action->menu(), QString(action->text()).remove(QLatin1Char('&')), commands);
  }
  return commands;
}

CommandPalette::CommandPalette(QWidget* window, std::function<std::vector<Command>()> commands)
    : QFrame(window), m_source(std::move(commands)), m_query(new QLineEdit(this)), m_list(new QListWidget(this)) {
  setObjectName(QStringLiteral("commandPalette"));
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  m_query->setPlaceholderText(tr("Type what you want to do"));
  m_query->setAccessibleName(tr("Command"));
  m_query->setClearButtonEnabled(true);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setUniformItemSizes(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setTextElideMode(Qt::ElideMiddle);
  auto* column = new QVBoxLayout(this);
  column->addWidget(m_query);
  column->addWidget(m_list);
  m_query->installEventFilter(this);
  connect(m_query, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(m_query, &QLineEdit::returnPressed, this, &CommandPalette::carryOut);
  connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::carryOut);
  hide();
}

void CommandPalette::open() {
  m_focusBefore = window()->focusWidget();
  m_commands = m_source();
  m_query->clear();
  filter({});
  const QRect area = parentWidget()->rect();
  const int width = std::min(kWidth, area.width() - 40);
  const int row = std::max(20, m_list->sizeHintForRow(0));
  resize(width, std::min(area.height() - 2 * kFromTop, m_query->sizeHint().height() + 14 * row + 40));
  move((area.width() - width) / 2, kFromTop);
  show();
  raise();
  m_query->setFocus();
}

void CommandPalette::filter(const QString& query) {
  std::vector<std::pair<int, std::size_t>> fits;
  for (std::size_t i = 0; i < m_commands.size(); ++i) {
    const int inTitle = matchScore(query, m_commands[i].title);
    const int anywhere = matchScore(query, m_commands[i].place + QLatin1Char(' ') + m_commands[i].title);
    if (anywhere >= 0) fits.emplace_back(std::max(2 * inTitle, anywhere), i);
  }
  std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (fits.size() > kMostShown) fits.resize(kMostShown);
  m_shown.clear();
  m_list->clear();
  for (const auto& [score, index] : fits) {
    const Command& command = m_commands[index];
    QString text = command.title;
    if (!command.place.isEmpty()) text += QStringLiteral("   —   ") + command.place;
    if (!command.keys.isEmpty()) text += QStringLiteral("   (%1)").arg(command.keys);
    m_list->addItem(text);
    m_shown.push_back(index);
  }
  if (fits.empty()) {
    auto* nothing = new QListWidgetItem(tr("Nothing fits; fewer letters find more."), m_list);
    nothing->setFlags(Qt::NoItemFlags);
  }
  m_list->setCurrentRow(0);
}

void CommandPalette::carryOut() {
  const int row = m_list->currentRow();
  if (row < 0 || static_cast<std::size_t>(row) >= m_shown.size()) return;
  const auto run = m_commands[m_shown[static_cast<std::size_t>(row)]].run;
  dismiss();
  run();
}

void CommandPalette::dismiss() {
  hide();
  if (m_focusBefore) m_focusBefore->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusOut && isVisible()) hide();
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const int last = m_list->count() - 1;
  const auto go = [&](int row) {
    m_list->setCurrentRow(std::clamp(row, 0, std::max(0, last)));
    return true;
  };
  const int row = m_list->currentRow();
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down: return go(row == last ? 0 : row + 1);
    case Qt::Key_Up: return go(row <= 0 ? last : row - 1);
    case Qt::Key_PageDown: return go(row + kPage);
    case Qt::Key_PageUp: return go(row - kPage);
    case Qt::Key_Escape: dismiss(); return true;
    default: return QFrame::eventFilter(watched, event);
  }
}

}  // namespace ptycho
