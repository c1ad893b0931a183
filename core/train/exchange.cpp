#include "core/train/exchange.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#if defined(USE_C10D_GLOO) && __has_include(<gloo/transport/device.h>)
#define PTYCHO_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace ptycho {

void Exchange::average(const std::vector<torch::Tensor>& tensors) {
  if (world() == 1 || tensors.empty()) return;
  const torch::NoGradGuard noGradients;
  std::int64_t count = 0;
  for (const auto& tensor : tensors) count += tensor.numel();
  torch::Tensor bucket = torch::empty({count});
  std::int64_t first = 0;
  for (const auto& tensor : tensors) {
    bucket.narrow(0, first, tensor.numel()).view(tensor.sizes()).copy_(tensor);
    first += tensor.numel();
  }
  sum(bucket);
  bucket.div_(world());
  first = 0;
  for (torch::Tensor tensor : tensors) {
    tensor.copy_(bucket.narrow(0, first, tensor.numel()).view(tensor.sizes()));
    first += tensor.numel();
  }
}

#ifdef PTYCHO_GLOO

namespace {

constexpr std::chrono::seconds kMeeting{60};
constexpr std::chrono::hours kPatience{24 * 7};  // process 0 may be paused; a peer that is gone closes its connection

/// Where this process listens: the loopback for a group on one computer, the interface that GLOO_SOCKET_IFNAME names,
/// or where the computer's name leads.
std::shared_ptr<gloo::transport::Device> listeningDevice(const std::string& address) {
  if (address == "localhost" || address.starts_with("127.") || address == "::1") {
    return c10d::ProcessGroupGloo::createDeviceForHostname(address);
  }
  if (const char* name = std::getenv("GLOO_SOCKET_IFNAME")) {
    return c10d::ProcessGroupGloo::createDeviceForInterface(name);
  }
  return c10d::ProcessGroupGloo::createDefaultDevice();
}

class GlooExchange : public Exchange {
 public:
  explicit GlooExchange(const DataParallel& parallel) : m_rank(parallel.rank), m_world(parallel.world) {
    c10d::TCPStoreOptions meeting;
    meeting.port = static_cast<std::uint16_t>(parallel.port);
    meeting.isServer = parallel.rank == 0;
    meeting.numWorkers = static_cast<std::size_t>(parallel.world);
    meeting.timeout = kMeeting;
    m_store = c10::make_intrusive<c10d::TCPStore>(parallel.address, meeting);
    auto options = c10d::ProcessGroupGloo::Options::create(kMeeting);
    options->devices.push_back(listeningDevice(parallel.address));
    options->threads = 1;
    m_group = c10::make_intrusive<c10d::ProcessGroupGloo>(m_store, m_rank, m_world, options);
  }

  [[nodiscard]] int rank() const override { return m_rank; }
  [[nodiscard]] int world() const override { return m_world; }

  void sum(torch::Tensor& values) override {
    std::vector<at::Tensor> list{values};
    c10d::AllreduceOptions options;
    options.timeout = kPatience;
    m_group->allreduce(list, options)->wait();
  }

  void broadcast(torch::Tensor& values) override {
    std::vector<at::Tensor> list{values};
    c10d::BroadcastOptions options;
    options.timeout = kPatience;
    m_group->broadcast(list, options)->wait();
  }

 private:
  int m_rank;
  int m_world;
  c10::intrusive_ptr<c10d::Store> m_store;
  c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

}  // namespace

#endif

Result<std::unique_ptr<Exchange>> connectExchange(const DataParallel& parallel) {
  if (parallel.world == 1) return std::make_unique<Exchange>();
#ifdef PTYCHO_GLOO
  try {
    return std::make_unique<GlooExchange>(parallel);
  } catch (const std::exception& exception) {
    return fail(ErrorCode::Failed,
                fmt::format("Process {} of {} did not meet the others at {}:{}: {}; check that all have the same "
                            "MASTER_ADDR, MASTER_PORT and WORLD_SIZE and that the port is free.",
                            parallel.rank, parallel.world, parallel.address, parallel.port,
                            std::string(exception.what()).substr(0, 300)),
                "MASTER_ADDR");
  }
#else
  return fail(ErrorCode::Unsupported,
              fmt::format("is {}, but this program was built without Gloo, over which processes exchange gradients; "
                          "install libgloo-dev and build again, or train with one process.", parallel.world),
              "WORLD_SIZE");
#endif
}

}  // namespace ptycho
