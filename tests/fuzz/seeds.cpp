#include "tests/fuzz/seeds.h"

#include <random>

#include "tests/fuzz/strange_hdf5.h"

namespace ptycho::fuzz {

std::vector<Seed> seedsOf(const std::string& target) {
  std::vector<Seed> seeds;
  for (const auto part : {ourFileSeeds, cxiSeeds, labSeeds, textSeeds, photoSeeds}) {
    for (Seed& seed : part(target)) seeds.push_back(std::move(seed));
  }
  // As many rows of decisions as there are files to change.
  std::mt19937 random(20);
  std::vector<Seed> decisions;
  for (const Seed& seed : seeds) {
    if (!looksLikeHdf5(seed.bytes)) continue;
    std::string bytes(24, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    bytes[0] = static_cast<char>(decisions.size());  // never a signature
    decisions.push_back({seed.name + "-changed", bytes});
  }
  seeds.insert(seeds.end(), decisions.begin(), decisions.end());
  return seeds;
}

}  // namespace ptycho::fuzz
