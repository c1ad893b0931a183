// One training step (forward, squared error on patches, backward, no optimiser) and one inference of PtychoNet, beside
// the same network of LibTorch's own layers, tricks added one by one; medians of interleaved repetitions:
//   ptychodesk-network-bench [--channels 16,64] [--repetitions 5] [--threads 2] [--memory]

#include <sys/wait.h>
#include <torch/torch.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/process_memory.h"
#include "core/network/autocast.h"
#include "core/network/convolution_blocks.h"
#include "core/network/patch_network.h"
#include "tests/core/network/stock_networks.h"

namespace {

using namespace ptycho;

constexpr int kWindow = 128;

struct Settings {
  std::vector<int> channels{16, 64};
  int repetitions = 5;
  int threads = 2;
  int patterns = 36;
  bool memory = false;
  bool without_stock = false;
};

/// A network to be timed: each adds to the one before it.
struct Contender {
  std::string name;
  std::shared_ptr<torch::nn::Module> module;
  std::function<torch::Tensor(const torch::Tensor&)> forward;
  torch::ScalarType type = torch::kFloat32;
};

Contender stockContender(const std::string& name, int channels, const stock::Tricks& tricks, bool last) {
  torch::nn::Sequential network = stock::ptychoNet(channels, tricks);
  if (last) storeChannelsLast(*network);
  return {name, network.ptr(),
          [network, last](const torch::Tensor& x) mutable { return network->forward(last ? channelsLast(x) : x); }};
}

Contender ourContender(const std::string& name, int channels, torch::ScalarType type) {
  NetworkSpec spec;
  spec.base_channels = channels;
  const std::shared_ptr<PatchNetwork> network = makePatchNetwork(spec);
  return {name, network, [network](const torch::Tensor& x) { return network->forward(x); }, type};
}

using Maker = std::function<Contender(int channels)>;

std::vector<Maker> contenders() {
  return {[](int c) { return stockContender("LibTorch's layers", c, {}, false); },
          [](int c) { return stockContender("+ backward-data transposes", c, {false, true}, false); },
          [](int c) { return stockContender("+ channels last", c, {false, true}, true); },
          [](int c) { return stockContender("+ activations in place", c, {true, true}, true); },
          [](int c) { return ourContender("ours, float32", c, torch::kFloat32); },
          [](int c) { return ourContender("ours, bfloat16", c, torch::kBFloat16); }};
}

struct Scan {
  torch::Tensor input;
  torch::Tensor truth;
};

Scan drawScan(const Settings& settings) {
  torch::manual_seed(1);
  return {torch::rand({settings.patterns, 1, kWindow, kWindow}), torch::rand({settings.patterns, 2, kWindow, kWindow})};
}

void train(Contender& contender, const Scan& scan) {
  contender.module->train();
  contender.module->zero_grad();
  torch::Tensor loss;
  {
    const AutocastGuard guard(torch::kCPU, contender.type);
    loss = torch::mse_loss(contender.forward(scan.input), scan.truth);
  }
  loss.backward();
}

void infer(Contender& contender, const Scan& scan) {
  contender.module->eval();
  const torch::NoGradGuard noGradient;
  const AutocastGuard guard(torch::kCPU, contender.type);
  contender.forward(scan.input);
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void timeChannels(int channels, const Settings& settings) {
  at::set_num_threads(settings.threads);
  const Scan scan = drawScan(settings);
  std::vector<Contender> all;
  for (const Maker& make : contenders()) all.push_back(make(channels));
  if (settings.without_stock) all.erase(all.begin());
  std::vector<std::vector<double>> steps(all.size());
  std::vector<std::vector<double>> inferences(all.size());
  for (Contender& contender : all) infer(contender, scan);  // memory and threads settle
  for (int k = 0; k < settings.repetitions; ++k) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      inferences[i].push_back(seconds([&] { infer(all[i], scan); }));
      steps[i].push_back(seconds([&] { train(all[i], scan); }));
    }
  }
  std::printf("\n%d base channels, %d patterns, %d threads, median of %d\n", channels, settings.patterns,
              settings.threads, settings.repetitions);
  std::printf("%-28s %10s %12s %9s %9s %12s\n", "", "step ms", "patterns/s", "x before", "x first", "inference/s");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double step = median(steps[i]);
    std::printf("%-28s %10.1f %12.1f %9.2f %9.2f %12.1f\n", all[i].name.c_str(), step * 1e3, settings.patterns / step,
                i == 0 ? 1.0 : median(steps[i - 1]) / step, median(steps[0]) / step,
                settings.patterns / median(inferences[i]));
  }
  std::fflush(stdout);
}

/// Peak memory of one training step, in a process of its own (forked before LibTorch has any threads).
void measureMemory(int channels, const Settings& settings) {
  std::printf("\n%d base channels: peak memory of a process after one step\n", channels);
  std::fflush(stdout);
  for (const Maker& make : contenders()) {
    const pid_t child = fork();
    if (child == 0) {
      at::set_num_threads(settings.threads);
      Contender contender = make(channels);
      const Scan scan = drawScan(settings);
      train(contender, scan);
      std::printf("%-28s %8.0f MB\n", contender.name.c_str(), static_cast<double>(peakMemoryBytes()) * 1e-6);
      std::fflush(stdout);
      _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) std::printf("a child failed\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"Speed of PtychoNet beside LibTorch's own layers"};
  app.add_option("--channels", settings.channels, "Base channels")->delimiter(',');
  app.add_option("--repetitions", settings.repetitions, "Repetitions of each")->check(CLI::Range(1, 1000));
  app.add_option("--threads", settings.threads, "Threads")->check(CLI::Range(1, 256));
  app.add_option("--patterns", settings.patterns, "Patterns of a step")->check(CLI::Range(2, 100000));
  app.add_flag("--memory", settings.memory, "Memory instead of time");
  app.add_flag("--without-stock", settings.without_stock, "Leave out the first, which takes longest");
  CLI11_PARSE(app, argc, argv);
  for (const int channels : settings.channels) {
    if (settings.memory) measureMemory(channels, settings);
    else timeChannels(channels, settings);
  }
  return 0;
}
