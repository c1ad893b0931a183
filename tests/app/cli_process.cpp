#include "tests/app/cli_process.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ptycho::test {

namespace fs = std::filesystem;

nlohmann::json CliOutcome::json() const { return nlohmann::json::parse(out); }

std::string fileText(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

CliOutcome cli(const std::string& arguments, const fs::path& folder) {
  // The outputs go beside the folder, so that tests can list what the program left in it.
  const std::string base = folder.string();
  const std::string command = "cd '" + base + "' && '" PTYCHODESK_CLI "' " + arguments + " >'" + base + ".out' 2>'" +
                              base + ".err' </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, fileText(base + ".out"), fileText(base + ".err")};
}

pid_t startCli(const std::vector<std::string>& arguments, const fs::path& folder) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (::chdir(folder.c_str()) != 0) ::_exit(99);
  const int nowhere = ::open("/dev/null", O_RDWR);
  ::dup2(nowhere, 1);
  ::dup2(nowhere, 2);
  std::vector<char*> words{const_cast<char*>(PTYCHODESK_CLI)};
  for (const auto& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(PTYCHODESK_CLI, words.data());
  ::_exit(98);
}

int exitCodeOf(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool waitUntil(const std::function<bool()>& condition) {
  for (int k = 0; k < 600; ++k) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

WorkFolder::WorkFolder() {
  std::string pattern = (fs::temp_directory_path() / "ptychodesk-cli-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  m_path = pattern;
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(m_path, ignored);
  fs::remove(m_path.string() + ".out", ignored);
  fs::remove(m_path.string() + ".err", ignored);
}

std::vector<std::string> WorkFolder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(m_path)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

}  // namespace ptycho::test
