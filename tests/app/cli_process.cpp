#include "tests/app/cli_process.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <sys/wait.h>

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
