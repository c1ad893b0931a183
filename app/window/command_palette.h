#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QPointer>
#include <QString>

class QLineEdit;
class QListWidget;
class QMenuBar;

namespace ptycho {

/// Something that can be done, as the palette lists it.
struct Command {
  QString title;  ///< "Export figure"
  QString place;  ///< where else it is found: "File", "Runs"
  QString keys;   ///< its shortcut, if any
  std::function<void()> run;
};

/// How well a text fits what was typed: every typed word must be in it, letters of a word in order ("exf" fits "Export
/// figure"). Words found whole, at the start of a word and early count more. −1: does not fit; an empty query fits all.
[[nodiscard]] int matchScore(const QString& query, const QString& text);

/// Every action of the menus that is enabled, with its keys and menu; menus in menus as "File › Open recent".
[[nodiscard]] std::vector<Command> menuCommands(const QMenuBar& bar);

/// Everything that the window can do, found by typing (Ctrl+K): arrows choose, Enter carries out, Esc closes.
class CommandPalette : public QFrame {
  Q_OBJECT

 public:
  /// @param commands  asked for each time it opens
  CommandPalette(QWidget* window, std::function<std::vector<Command>()> commands);

  void open();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& query);
  void carryOut();
  void dismiss();

  std::function<std::vector<Command>()> m_source;
  std::vector<Command> m_commands;
  std::vector<std::size_t> m_shown;
  QLineEdit* m_query;
  QListWidget* m_list;
  QPointer<QWidget> m_focusBefore;
};

}  // namespace ptycho
