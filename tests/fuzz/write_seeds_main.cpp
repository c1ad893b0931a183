// fuzz_seeds FOLDER TARGET…: writes the seeds of each target below FOLDER/TARGET/, where libFuzzer begins with them.
#include <filesystem>
#include <fstream>

#include "tests/fuzz/seeds.h"

int main(int count, char** words) {
  for (int k = 2; k < count; ++k) {
    const std::filesystem::path folder = std::filesystem::path(words[1]) / words[k];
    std::filesystem::create_directories(folder);
    for (const auto& seed : ptycho::fuzz::seedsOf(words[k])) {
      std::ofstream(folder / seed.name, std::ios::binary) << seed.bytes;
    }
  }
  return count < 3 ? 2 : 0;
}
