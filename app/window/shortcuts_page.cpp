#include "app/window/shortcuts_page.h"

namespace ptycho {
namespace {

struct Line {
  const char* keys;
  const char* what;
};

constexpr Line kLines[] = {
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Everywhere")},
    {"Ctrl+1 … 5", QT_TRANSLATE_NOOP("ShortcutsPage", "Setup, Runs, Reconstruct, Failures, Export")},
    {"Tab, arrows", QT_TRANSLATE_NOOP("ShortcutsPage", "From control to control; within lists, tables and choices")},
    {"Alt+letter", QT_TRANSLATE_NOOP("ShortcutsPage", "The menu or main button with that letter underlined")},
    {"Ctrl+K", QT_TRANSLATE_NOOP("ShortcutsPage", "Everything that can be done, found by typing")},
    {"Ctrl+O", QT_TRANSLATE_NOOP("ShortcutsPage", "Open an acquisition, a result or a run")},
    {"Ctrl+I", QT_TRANSLATE_NOOP("ShortcutsPage", "Import measured data of another program")},
    {"Ctrl+E", QT_TRANSLATE_NOOP("ShortcutsPage", "Export the figure that is shown")},
    {"Ctrl+Z, Ctrl+Shift+Z", QT_TRANSLATE_NOOP("ShortcutsPage", "Undo and redo an edit of a form")},
    {"F11", QT_TRANSLATE_NOOP("ShortcutsPage", "Full screen")},
    {"F1", QT_TRANSLATE_NOOP("ShortcutsPage", "This overview")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Reconstruct")},
    {"Ctrl+R", QT_TRANSLATE_NOOP("ShortcutsPage", "Run the reconstruction")},
    {"Space", QT_TRANSLATE_NOOP("ShortcutsPage", "Blink between estimate and truth")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Pictures")},
    {"0, 1, 2", QT_TRANSLATE_NOOP("ShortcutsPage", "Fit, 1 : 1, 2 : 1")},
    {"+, −, wheel", QT_TRANSLATE_NOOP("ShortcutsPage", "Zoom about the cursor")},
    {"arrows, drag", QT_TRANSLATE_NOOP("ShortcutsPage", "Pan")},
    {"L", QT_TRANSLATE_NOOP("ShortcutsPage", "Line profile")},
    {"R, Esc", QT_TRANSLATE_NOOP("ShortcutsPage", "Region with statistics: rectangle, ellipse, annulus, none; remove")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("ShortcutsPage", "Copy the picture as it is shown")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Plots")},
    {"wheel, drag", QT_TRANSLATE_NOOP("ShortcutsPage", "Zoom and pan; double click shows everything")},
    {"right click", QT_TRANSLATE_NOOP("ShortcutsPage", "Copy the plot as a picture, or save it as a figure")},
    {"+, −, 0, arrows", QT_TRANSLATE_NOOP("ShortcutsPage", "Zoom, everything, cursor from sample to sample")},
    {"1 … 9", QT_TRANSLATE_NOOP("ShortcutsPage", "Hide or show a curve of the legend")},
};

std::vector<KeyLine> lines() {
  std::vector<KeyLine> all;
  for (const Line& line : kLines) all.push_back({QString::fromUtf8(line.keys), ShortcutsPage::tr(line.what)});
  return all;
}

}  // namespace

ShortcutsPage::ShortcutsPage(QWidget* window) : KeysPage(lines(), window) {}

}  // namespace ptycho
