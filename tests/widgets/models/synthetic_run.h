#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include "core/store/result_file.h"
#include "core/store/run_folder.h"

namespace ptycho::test {

/// A run folder as a worker would leave it, made without a worker.
class SyntheticRun {
 public:
  explicit SyntheticRun(const std::filesystem::path& root, const std::string& name = "scan",
                        const std::string& verb = "reconstruct", const Json& more = Json::object()) {
    Json spec{{"schema", 1}, {"verb", verb}, {"name", name}};
    spec.update(more);
    m_folder = createRunFolder(root, verb, name, spec).value();
    m_status.pid = ::getpid();
    m_status.host = hostName();
    m_status.boot_id = bootId();
    m_status.process_start = processStartTime(::getpid());
  }

  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
  [[nodiscard]] QString qFolder() const { return QString::fromStdString(m_folder.string()); }
  RunStatus& status() { return m_status; }

  void write(RunState state) {
    m_status.state = state;
    ++m_status.heartbeat;
    writeText(run_file::kStatus, jsonText(runStatusToJson(m_status)));
  }

  void appendEvents(const std::string& lines) {
    std::ofstream out(m_folder / run_file::kEvents, std::ios::app | std::ios::binary);
    out << lines;
  }

  void writePreview(int step) {
    PreviewRecord preview{"object", step, ComplexImage(8, 8, Complex(1, 0))};
    (void)ptycho::writePreview(m_folder / run_file::kPreview, preview);
  }

  /// @param truth  whether the true object is known
  void writeResult(bool truth, std::size_t side = 16) {
    ResultRecord record;
    record.name = "synthetic";
    record.spec_json = jsonText(Json::object());
    record.reconstruction.object = ComplexImage(side, side, Complex(0.8F, -0.2F));
    record.reconstruction.probe = ComplexStack(1, 8, 8, Complex(1, 0));
    record.reconstruction.iterations = 3;
    for (int i = 1; i <= 3; ++i) record.reconstruction.history.push_back({i, 0, "dm", 0.5 / i, 0.1, 0.2, 0.3, 0.1 * i});
    if (truth) {
      record.truth = ComplexImage(side, side);
      for (std::size_t i = 0; i < record.truth.size(); ++i) {
        record.truth[i] = std::polar(0.5F + 0.4F * static_cast<float>(i % side) / static_cast<float>(side), -0.4F);
      }
    }
    record.scan.positions = {{0, 0}, {0, 4}};
    record.scan.window_px = 8;
    record.scan.object_rows = record.scan.object_cols = static_cast<int>(side);
    record.coverage = RealImage(side, side, 1);
    writeResult(record);
  }

  void writeResult(const ResultRecord& record) {
    const auto written = ptycho::writeResult(m_folder / run_file::kResult, record);
    if (!written) throw std::runtime_error(written.error().text());
  }

 private:
  void writeText(const char* name, const std::string& text) {
    const auto temporary = m_folder / (std::string(name) + ".new");
    std::ofstream(temporary) << text;
    std::filesystem::rename(temporary, m_folder / name);
  }

  std::filesystem::path m_folder;
  RunStatus m_status;
};

}  // namespace ptycho::test
