#include "app/window/tour_stops.h"

#include <QCoreApplication>

#include "app/window/main_window.h"

namespace ptycho {

std::vector<TourStop> tourStops(MainWindow& window) {
  const auto say = [](const char* text) { return QCoreApplication::translate("Tour", text); };
  const auto workspace = [&](Workspace which, const char* title, const char* text) {
    return TourStop{say(title), say(text), [&window, which] { window.showWorkspace(which); },
                    [&window] { return QRect(window.area().mapTo(&window, QPoint()), window.area().size()); }};
  };
  return {
      {say("Ptychodesk"),
       say("Ptychography recovers a complex object from diffraction patterns taken at overlapping positions. Five "
           "workspaces follow that work from left to right; whatever takes long runs in a program of its own, so a "
           "closed window never costs a result."),
       [&window] { window.showWorkspace(Workspace::Setup); }, nullptr},
      workspace(Workspace::Setup, "Setup: design the scan",
                "Probe, positions, overlap, dose and patterns, all live while you turn a number. Simulate a scan from "
                "here, or hand it on to be reconstructed or trained on."),
      workspace(Workspace::Runs, "Runs: launch and watch",
                "Everything that was ever started, here or elsewhere: trainings, reconstructions, evaluations. Their "
                "curves lie over each other; pause, stop and continue them without losing a step."),
      workspace(Workspace::Reconstruct, "Reconstruct: from patterns to the object",
                "Drop a scan here, choose a chain of engines or a network's start, and watch object, residual and "
                "error while it works."),
      workspace(Workspace::Failures, "Failures: which images fail, and why",
                "Every image of an evaluation, the worst first, beside its truth and its signed error, with what the "
                "failing ones have in common."),
      workspace(Workspace::Export, "Export: figures and tables",
                "Figures with colour bars and scale bars as PDF, SVG, PNG and TIFF, tables for a paper. Every figure "
                "carries the recipe that made it."),
      {say("Everything else"),
       say("Ctrl+K finds every command by typing, F1 shows the keys, and files and run folders can be dropped anywhere "
           "on the window. This tour is in the Help menu."),
       [&window] { window.showWorkspace(Workspace::Setup); }, nullptr}};
}

}  // namespace ptycho
