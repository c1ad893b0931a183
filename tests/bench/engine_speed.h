#pragma once

#include <string>
#include <vector>

#include "core/base/spec_json.h"

namespace ptycho {

/// Quarter, half and three quarters of sorted values.
struct Quartiles {
  double low = 0, median = 0, high = 0;
};
[[nodiscard]] Quartiles quartilesOf(std::vector<double> values);

/// One iteration of an engine beside others measured in turn in the same loop.
struct EngineSpeed {
  std::string stage;    ///< of a chain, "dm:1:range"
  int threads = 1;
  int transforms = 0;   ///< forward or inverse ones that the algorithm needs for each pattern in an iteration
  Quartiles seconds;    ///< of an iteration
  Quartiles estimated;  ///< ratio to the bare transforms, FFTW's plans as the program makes them by default
  Quartiles measured;   ///< the same with plans that FFTW has timed
  Quartiles torch;      ///< ratio to the iteration of the straightforward LibTorch implementation; 0: there is none
  double memory_mb = 0;   ///< engine's own, beside problem and estimate
  double process_mb = 0;  ///< most that the process held
};

/// How the engines' own transforms are planned: as the program comes, as where the known plans are of no use, or timed in
/// this process as after the verb `tune`.
enum class EnginePlans { Known, ByRule, Tuned };

/// @param stages   words of a chain with one iteration
/// @param seconds  for each stage and number of threads
[[nodiscard]] std::vector<EngineSpeed> measureSpeeds(const std::vector<std::string>& stages,
                                                     const std::vector<int>& threads, double seconds, int step_px,
                                                     EnginePlans plans);

/// In a process of its own: prints the engine's and the process's memory in bytes after three iterations.
void printMemory(const std::string& stage, int threads, int step_px);

void printSpeeds(const std::vector<EngineSpeed>& speeds);
[[nodiscard]] Json speedsToJson(const std::vector<EngineSpeed>& speeds);

}  // namespace ptycho
