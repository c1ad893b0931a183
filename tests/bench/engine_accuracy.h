#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/spec_json.h"

namespace ptycho {

/// Amplitude NRMSE at which the time is taken.
inline constexpr std::array<double, 4> kAccuracies{0.05, 0.02, 0.01, 0.005};

/// How long a chain takes from a flat start on one scan.
struct EngineAccuracy {
  struct Reached {
    double seconds = 0;  ///< engine time, without records
    int iteration = 0;   ///< 0: not reached
  };
  int step_px = 0;
  std::string chain;  ///< or the preset's name
  std::array<Reached, kAccuracies.size()> reached{};
  double amplitude_nrmse = 0;  ///< of the last iteration that was done
  int iterations = 0;
};

struct AccuracyQuestion {
  std::vector<int> steps_px;
  std::vector<std::string> chains;  ///< chains or presets
  std::string photos;               ///< folder; empty: dead leaves
  int index = 0;                    ///< which photo or picture
  int threads = 2;
};

/// A chain ends early once the last accuracy is reached.
[[nodiscard]] std::vector<EngineAccuracy> measureAccuracies(const AccuracyQuestion& question);

void printAccuracies(const std::vector<EngineAccuracy>& accuracies);
[[nodiscard]] Json accuraciesToJson(const std::vector<EngineAccuracy>& accuracies);

}  // namespace ptycho
