// Patterns per second of whole training steps (data, forward, backward, optimiser) on the reference scan with
// dead leaves, and the share of time that waits for data:
//   ptychodesk-training-speed --network ptychonet --base 64 --objects 4 --pass 1 --threads 2 --steps 6

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/train/train.h"

namespace {

using namespace ptycho;

/// Takes down the speed of each step.
class SpeedWatcher : public RunContext {
 public:
  void event(const Event& event) override {
    for (const auto& [key, value] : event) {
      if (key == "patterns_per_s") speeds.push_back(std::get<double>(value));
    }
  }
  std::vector<double> speeds;
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  TrainingSpec spec;
  spec.data.validation_images = 1;
  spec.loop.steps = 6;
  spec.loop.batch_objects = 1;
  spec.loop.record_every = 1;
  spec.loop.validate_every = 1000000;
  TrainingInput input;
  input.threads = 2;
  std::string network = "ptychonet";
  std::string precision = "float32";
  CLI::App app("Speed of training steps");
  app.add_option("--network", network, "Named architecture");
  app.add_option("--base", spec.network.base_channels, "Base channels");
  app.add_option("--objects", spec.loop.batch_objects, "Objects a step");
  app.add_option("--pass", spec.loop.micro_batch, "Objects a pass");
  app.add_option("--step-px", spec.simulation.scan.step_px, "Step of the scan");
  app.add_option("--threads", input.threads, "Threads of the trainer");
  app.add_option("--loader-threads", spec.data.loader_threads, "Threads of the loader");
  app.add_option("--steps", spec.loop.steps, "Optimiser steps");
  app.add_option("--photos", spec.simulation.object.path, "Folder of photos instead of dead leaves");
  app.add_option("--precision", precision, "float32 or bfloat16");
  CLI11_PARSE(app, argc, argv);
  const int base = spec.network.base_channels;
  const auto preset = findNetworkPreset(network);
  if (!preset) return std::fprintf(stderr, "%s\n", preset.error().text().c_str()), 2;
  spec.network = *preset;
  spec.network.base_channels = base;
  if (!spec.simulation.object.path.empty()) spec.simulation.object.source = ObjectSource::Folder;
  spec.loop.precision = precision == "bfloat16" ? Precision::BFloat16 : Precision::Float32;
  SpeedWatcher watcher;
  const auto outcome = train(spec, input, watcher);
  if (!outcome) return std::fprintf(stderr, "%s\n", outcome.error().text().c_str()), 1;
  if (watcher.speeds.size() > 1) watcher.speeds.erase(watcher.speeds.begin());  // memory and threads settle
  fmt::print("{} {} channels, {} objects a step, {}: {:.1f} patterns/s (median of {} steps), {:.1f} % waiting for "
             "data, {:.2f} GB\n",
             network, base, spec.loop.batch_objects, precision, median(watcher.speeds), watcher.speeds.size(),
             100 * outcome->loader_wait, static_cast<double>(peakMemoryBytes()) / 1e9);
  return 0;
}
