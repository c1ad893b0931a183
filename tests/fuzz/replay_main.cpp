// A fuzz target without a fuzzer, for every compiler and every run of the tests:
//   fuzz_TARGET_replay [--mutations N] [--from K]   its seeds, past findings, and N damaged seeds, each always the same
//   fuzz_TARGET_replay FILE…                        these inputs, in this process
// Exit code 1 when an input crashes our code, takes more than 10 s or breaks what must hold. Crashes and endless
// loops inside the HDF5 library are counted and told: they are not ours, and the program keeps them in a child process.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/input_file.h"
#include "tests/fuzz/library_crash.h"
#include "tests/fuzz/mutations.h"
#include "tests/fuzz/sometimes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace ptycho::fuzz;
namespace fs = std::filesystem;

void runInput(const std::string& bytes) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

/// "89 48 44 …" with lines of "# …".
std::string fromHex(const std::string& text) {
  std::string bytes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string word; words >> word;) {
      for (std::size_t k = 0; k + 1 < word.size(); k += 2) {
        bytes.push_back(static_cast<char>(std::strtoul(word.substr(k, 2).c_str(), nullptr, 16)));
      }
    }
  }
  return bytes;
}

std::string inputOf(const fs::path& file) {
  const std::string bytes = bytesOfFile(file);
  return file.extension() == ".hex" ? fromHex(bytes) : bytes;
}

std::vector<Seed> pastFindings() {
  std::vector<Seed> findings;
  const fs::path folder = fs::path(PTYCHO_FUZZ_REGRESSIONS) / PTYCHO_FUZZ_TARGET;
  if (!fs::exists(folder)) return findings;
  for (const auto& entry : fs::directory_iterator(folder)) {
    findings.push_back({entry.path().filename().string(), inputOf(entry.path())});
  }
  return findings;
}

struct Work {
  std::vector<Seed> whole;  ///< seeds and past findings
  std::vector<Seed> seeds;
  std::uint32_t mutations = 0;
  std::uint32_t first = 1;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(whole.size()) + mutations; }
  [[nodiscard]] std::string name(std::uint32_t k) const {
    return k < whole.size() ? whole[k].name : "mutation " + std::to_string(number(k));
  }
  [[nodiscard]] std::string bytes(std::uint32_t k) const {
    return k < whole.size() ? whole[k].bytes : damaged(seeds, number(k));
  }
  [[nodiscard]] std::uint32_t number(std::uint32_t k) const {
    return first + k - static_cast<std::uint32_t>(whole.size());
  }
};

[[noreturn]] void child(const Work& work, std::uint32_t begin, volatile std::uint32_t* place) {
  for (std::uint32_t k = begin; k < work.size(); ++k) {
    *place = k;
    ::alarm(10);
    runInput(work.bytes(k));
  }
  ::alarm(0);
  std::error_code status;
  fs::remove_all(inputFolder(), status);
  ::_exit(0);
}

int replay(const Work& work) {
  void* shared = ::mmap(nullptr, sizeof(std::uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* place = static_cast<std::uint32_t*>(shared);
  std::uint32_t inLibrary = 0;
  std::uint32_t findings = 0;
  (void)inputFolder();  // one for all children
  for (std::uint32_t begin = 0; begin < work.size(); begin = *place + 1) {
    *place = begin;
    const pid_t process = ::fork();
    if (process == 0) {
      tellCrashesApart();
      child(work, begin, place);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == 0) break;
    const bool library = code == kCrashInLibrary || code == kHangInLibrary;
    library ? ++inLibrary : ++findings;
    std::fprintf(stderr, "^ %s of %s, status 0x%x\n\n", work.name(*place).c_str(), PTYCHO_FUZZ_TARGET,
                 static_cast<unsigned>(status));
    if (findings > 20) break;
  }
  std::printf("%s: %u inputs, %u faults of the HDF5 library, %u findings\n", PTYCHO_FUZZ_TARGET, work.size(), inLibrary,
              findings);
  return findings == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  leaveNothingOut();
  Work work;
  work.mutations = 300;
  bool files = false;
  for (int k = 1; k < count; ++k) {
    const std::string_view word = words[k];
    if (word == "--mutations" && k + 1 < count) {
      work.mutations = static_cast<std::uint32_t>(std::strtoul(words[++k], nullptr, 10));
    } else if (word == "--from" && k + 1 < count) {
      work.first = static_cast<std::uint32_t>(std::strtoul(words[++k], nullptr, 10));
    } else {
      files = true;
      runInput(inputOf(words[k]));
    }
  }
  if (files) return 0;
  work.seeds = seedsOf(PTYCHO_FUZZ_TARGET);
  work.whole = work.seeds;
  for (Seed& finding : pastFindings()) work.whole.push_back(std::move(finding));
  if (work.seeds.empty()) {
    std::fprintf(stderr, "%s has no seeds\n", PTYCHO_FUZZ_TARGET);
    return 1;
  }
  return replay(work);
}
