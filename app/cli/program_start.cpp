#include "app/cli/program_start.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include <fmt/format.h>

#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kNetworkStart = "network:";
constexpr std::uintmax_t kLargestSpec = 16u << 20;

/// Of a file, or of the run in a folder; what cannot be read says nothing.
bool namesNetwork(const fs::path& specOrRun) {
  std::error_code status;
  const fs::path file = fs::is_directory(specOrRun, status) ? specOrRun / run_file::kSpec : specOrRun;
  if (!fs::is_regular_file(file, status) || fs::file_size(file, status) > kLargestSpec) return false;
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  return text.find(kNetworkStart) != std::string::npos;
}

/// Sets the waiting policy; true when that changes anything for a program that starts now.
bool setPassiveWaiting() {
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) return false;
  return ::setenv("OMP_WAIT_POLICY", "passive", 1) == 0;
}

}  // namespace

bool needsNetworks(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) return false;
  const std::string& verb = arguments[1];
  if (std::ranges::find(arguments, "--help") != arguments.end()) return false;
  if (verb == "train" || verb == "predict" || verb == "evaluate") return true;
  if (verb == "info") return arguments.size() > 2 && arguments[2] == "network";
  if (verb != "reconstruct") return false;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    if (arguments[i].find(kNetworkStart) != std::string::npos) return true;
    for (const std::string option : {"--spec", "--resume"}) {
      if (arguments[i] == option && i + 1 < arguments.size() && namesNetwork(arguments[i + 1])) return true;
      if (arguments[i].starts_with(option + "=") && namesNetwork(arguments[i].substr(option.size() + 1))) return true;
    }
  }
  return false;
}

bool startRightProgram(char** argv, [[maybe_unused]] const std::vector<std::string>& arguments) {
  const bool again = setPassiveWaiting();
#ifdef PTYCHODESK_NETWORKS_PROGRAM
  if (needsNetworks(arguments)) {
    std::error_code status;
    const fs::path program = fs::read_symlink("/proc/self/exe", status).replace_filename(PTYCHODESK_NETWORKS_PROGRAM);
    ::execv(program.c_str(), argv);
    fmt::print(stderr, "error: {}: cannot be started ({}); networks are in this program, which belongs beside {}. "
                       "Install or build both.\n", program.string(), std::strerror(errno), argv[0]);
    return false;
  }
#endif
  if (again) ::execv("/proc/self/exe", argv);  // returns only when it failed: then go on as we are
  return true;
}

}  // namespace ptycho::cli
