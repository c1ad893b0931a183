#pragma once

#include "tests/widgets/app/window_fixture.h"

namespace ptycho::test {

/// Runs as workers leave them: two trainings, an evaluation with kept estimates, a reconstruction; and what each page
/// of the window shows of them.
struct SampleDesk {
  WindowFixture fixture;
  QString training, other_training, evaluation, reconstruction;  ///< run folders

  SampleDesk();
};

/// Brings a page to the front with something on it: "setup", "runs/curves", "failures/why", "import", … and waits
/// until it is shown.
[[nodiscard]] const QStringList& deskPages();
[[nodiscard]] bool showDeskPage(MainWindow& window, const SampleDesk& desk, const QString& page);

}  // namespace ptycho::test
