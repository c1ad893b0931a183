#pragma once

#include <string>
#include <vector>

namespace ptycho::fuzz {

/// An input that a reader takes: a small file of its format, or the decisions that change one (strange_hdf5.h).
struct Seed {
  std::string name;
  std::string bytes;
};

/// The seeds of a target ("cxi", "photo", …), made anew at each call; empty for an unknown name.
[[nodiscard]] std::vector<Seed> seedsOf(const std::string& target);

/// The parts of seedsOf(), each by the files that they are made with.
[[nodiscard]] std::vector<Seed> ourFileSeeds(const std::string& target);
[[nodiscard]] std::vector<Seed> cxiSeeds(const std::string& target);
[[nodiscard]] std::vector<Seed> labSeeds(const std::string& target);
[[nodiscard]] std::vector<Seed> textSeeds(const std::string& target);
[[nodiscard]] std::vector<Seed> photoSeeds(const std::string& target);

}  // namespace ptycho::fuzz
