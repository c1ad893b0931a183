#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

#include "core/store/run_folder.h"

namespace ptycho {

std::string hostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::string bootId() {
  std::ifstream stream("/proc/sys/kernel/random/boot_id");
  std::string id;
  stream >> id;
  return id;
}

std::int64_t processStartTime(std::int64_t pid) {
  if (pid <= 0) return 0;
  std::ifstream stream(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(stream, line)) return 0;
  // "pid (name) state ppid …": the name may hold blanks and brackets, so the fields are counted behind the last one.
  const auto bracket = line.rfind(')');
  if (bracket == std::string::npos) return 0;
  std::istringstream fields(line.substr(bracket + 1));
  std::string state;
  fields >> state;
  // A zombie has ended; only its parent has not yet asked how.
  if (state == "Z" || state == "X") return 0;
  constexpr int kBetween = 18;  // fields 4 … 21 of proc(5); 22 is the start time
  std::string skipped;
  for (int k = 0; k < kBetween; ++k) fields >> skipped;
  std::int64_t start = 0;
  fields >> start;
  return fields ? start : 0;
}

}  // namespace ptycho
