#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

#include <nlohmann/json.hpp>

namespace ptycho::test {

/// What a call of the command-line program came to.
struct CliOutcome {
  int exit_code = -1;
  std::string out;
  std::string err;
  [[nodiscard]] nlohmann::json json() const;  ///< standard output as JSON
};

/// Runs ptychodesk-cli with these arguments (shell words) in `folder`.
[[nodiscard]] CliOutcome cli(const std::string& arguments, const std::filesystem::path& folder);

/// Starts the program without waiting for it.
[[nodiscard]] pid_t startCli(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
/// Waits for its end; −1 when a signal ended it.
int exitCodeOf(pid_t child);
/// Looks for up to 30 s.
[[nodiscard]] bool waitUntil(const std::function<bool()>& condition);

/// A folder of its own below the system's temporary folder, removed at the end.
class WorkFolder {
 public:
  WorkFolder();
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
  /// Names in the folder, sorted, hidden ones too.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path m_path;
};

[[nodiscard]] std::string fileText(const std::filesystem::path& file);

}  // namespace ptycho::test
