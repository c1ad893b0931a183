#include "core/network/device.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>
#include <torch/version.h>

namespace ptycho {

namespace {

constexpr std::string_view kCudaPrefix = "cuda:";

/// N of "cuda:N", as it would be printed: "+1", "01" and "1 " are refused.
bool isDeviceNumber(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && std::to_string(number) == text;
}

}  // namespace

std::vector<std::string> availableDevices() {
  std::vector<std::string> devices{"cpu"};
  // A CUDA build on a computer without a driver says "not available"; only then is counting safe.
  const std::size_t count = torch::cuda::is_available() ? torch::cuda::device_count() : 0;
  for (std::size_t i = 0; i < count; ++i) devices.push_back(fmt::format("{}{}", kCudaPrefix, i));
  return devices;
}

Result<std::string> chooseDevice(std::string_view request) {
  const std::vector<std::string> devices = availableDevices();
  if (request == "auto") return devices.size() > 1 ? devices[1] : devices[0];
  if (request == "cpu") return devices[0];
  const std::string wanted = request == "cuda" ? "cuda:0" : std::string(request);
  if (!wanted.starts_with(kCudaPrefix) || !isDeviceNumber(std::string_view(wanted).substr(kCudaPrefix.size()))) {
    return badInput(fmt::format("\"{}\" is not a device; use auto, cpu or cuda:N with N from 0", request), "device");
  }
  if (std::ranges::find(devices, wanted) != devices.end()) return wanted;
  return fail(ErrorCode::Unsupported,
              fmt::format("{} is not there; LibTorch {} finds {} on this computer; use auto or one of these", wanted,
                          torchVersion(), fmt::join(devices, ", ")),
              "device");
}

std::string torchVersion() { return TORCH_VERSION; }

}  // namespace ptycho
