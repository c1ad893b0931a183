#include "tests/fuzz/seeds.h"

#include <random>

#include "tests/fuzz/input_parts.h"
#include "tests/fuzz/strange_hdf5.h"

namespace ptycho::fuzz {

std::vector<Seed> seedsOf(const std::string& target) {
  std::vector<Seed> seeds;
  for (const auto part : {ourFileSeeds, cxiSeeds, labSeeds, arraySeeds, textSeeds, photoSeeds}) {
    for (Seed& seed : part(target)) seeds.push_back(std::move(seed));
  }
  // As many rows of decisions as there are files to change.
  std::mt19937 random(20);
  std::vector<Seed> decisions;
  int number = 0;
  for (const Seed& seed : seeds) {
    std::vector<std::string> rows;
    std::vector<InputPart> parts = partsOf(seed.bytes);
    for (const InputPart& part : parts) {
      if (!looksLikeHdf5(part.bytes)) continue;
      std::string& bytes = rows.emplace_back(24, '\0');
      for (char& byte : bytes) byte = static_cast<char>(random());
      bytes[0] = static_cast<char>(number++);  // never a signature
    }
    if (rows.empty() || rows.size() != parts.size()) continue;
    for (std::size_t k = 0; k < parts.size(); ++k) parts[k].bytes = rows[k];
    decisions.push_back({seed.name + "-changed", parts.size() == 1 ? rows.front() : joined(parts)});
  }
  seeds.insert(seeds.end(), decisions.begin(), decisions.end());
  return seeds;
}

}  // namespace ptycho::fuzz
