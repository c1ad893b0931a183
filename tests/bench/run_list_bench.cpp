// What a root with many runs costs the window: the first look at all of them, every look after it, and the table.
//
//   ptychodesk-run-list-bench [runs] [steps of each training]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <QApplication>
#include <QTemporaryDir>

#include "widgets/models/run_digest.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/run_table_panel.h"

namespace {

using namespace ptycho;
using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void makeRuns(const std::filesystem::path& root, int runs, int steps) {
  std::string events;
  for (int step = 10; step <= steps; step += 10) {
    events += "{\"kind\":\"train\",\"step\":" + std::to_string(step) +
              ",\"epoch\":0.5,\"loss\":0.123,\"loss_mse\":0.1,\"loss_l1\":0,\"loss_dft\":0,\"learning_rate\":0.001,"
              "\"gradient_norm\":0.2,\"patterns_per_s\":800,\"loader_wait\":0.01,\"seconds\":12.5}\n";
    if (step % 100 != 0) continue;
    events += "{\"kind\":\"validation\",\"step\":" + std::to_string(step) +
              ",\"amplitude_nrmse\":0.05,\"phase_nrmse\":0.3,\"best\":true,\"seconds\":12.5}\n";
  }
  for (int i = 0; i < runs; ++i) {
    const auto folder = root / ("run-" + std::to_string(i));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / run_file::kSpec) << R"({"schema":1,"verb":"train","name":"net"})";
    RunStatus status;
    status.state = RunState::Done;
    std::ofstream(folder / run_file::kStatus) << jsonText(runStatusToJson(status));
    std::ofstream(folder / run_file::kEvents) << events;
  }
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  const int runs = argc > 1 ? std::atoi(argv[1]) : 1000;
  const int steps = argc > 2 ? std::atoi(argv[2]) : 10'000;
  const QTemporaryDir folder;
  makeRuns(folder.path().toStdString(), runs, steps);

  RunCatalogue catalogue(folder.path().toStdString());
  auto begin = Clock::now();
  std::vector<RunRow> rows;
  for (auto& entry : catalogue.list()) rows.push_back({std::move(entry), RunLiveness::Done});
  std::vector<RunDigestReader> readers;
  for (const auto& row : rows) readers.emplace_back(row.entry.folder);
  for (auto& reader : readers) reader.look();
  std::printf("%d runs of %d steps: first look %.0f ms\n", runs, steps, milliseconds(begin));

  constexpr int kLooks = 10;
  begin = Clock::now();
  const std::clock_t processor = std::clock();
  for (int i = 0; i < kLooks; ++i) {
    (void)catalogue.list();
    for (auto& reader : readers) reader.look();
  }
  const double busy_ms = 1e3 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / kLooks;
  std::printf("every look after it: %.1f ms, %.1f ms of a core: %.2f %% at one look in 2 s\n",
              milliseconds(begin) / kLooks, busy_ms, busy_ms / 20);

  RunTableModel model;
  RunTablePanel panel(model);
  panel.resize(800, 900);
  panel.show();
  begin = Clock::now();
  model.setRows(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) model.setDigest(rows[i].folder(), readers[i].digest());
  panel.refresh(folder.path());
  QApplication::processEvents();
  std::printf("table filled and drawn: %.0f ms\n", milliseconds(begin));
  begin = Clock::now();
  for (int i = 0; i < kLooks; ++i) {
    model.setRows(rows);
    panel.refresh(folder.path());
    QApplication::processEvents();
  }
  std::printf("the same list again: %.1f ms\n", milliseconds(begin) / kLooks);
  return 0;
}
