#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include "core/store/run_folder.h"

namespace ptycho::test {

/// A runs root of its own below the system's temporary folder, removed at the end.
class TemporaryRoot {
 public:
  TemporaryRoot() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ptycho-root-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    m_path = pattern;
  }
  ~TemporaryRoot() {
    std::error_code status;
    std::filesystem::remove_all(m_path, status);
  }
  TemporaryRoot(const TemporaryRoot&) = delete;
  TemporaryRoot& operator=(const TemporaryRoot&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// A queued run.
  [[nodiscard]] std::filesystem::path run(const std::string& verb, const std::string& name) const {
    return createRunFolder(m_path, verb, name, {{"schema", 1}, {"verb", verb}, {"name", name}}).value();
  }
  /// The state as if this process were the worker.
  void writeStatus(const std::filesystem::path& folder, RunState state) const {
    RunStatus status;
    status.state = state;
    status.pid = ::getpid();
    status.host = hostName();
    status.boot_id = bootId();
    status.process_start = processStartTime(::getpid());
    std::ofstream(folder / run_file::kStatus) << jsonText(runStatusToJson(status));
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace ptycho::test
