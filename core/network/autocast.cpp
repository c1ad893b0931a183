#include "core/network/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace ptycho {

namespace {

// LibTorch 2.4 gave one set of functions for all devices and took the sets for each away later.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool enabled(torch::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
torch::ScalarType type(torch::DeviceType device) { return at::autocast::get_autocast_dtype(device); }
void set(torch::DeviceType device, bool on, torch::ScalarType to) {
  at::autocast::set_autocast_enabled(device, on);
  at::autocast::set_autocast_dtype(device, to);
}
#else
bool enabled(torch::DeviceType device) {
  return device == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
}
torch::ScalarType type(torch::DeviceType device) {
  return device == torch::kCPU ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
}
void set(torch::DeviceType device, bool on, torch::ScalarType to) {
  if (device == torch::kCPU) {
    at::autocast::set_cpu_enabled(on);
    at::autocast::set_autocast_cpu_dtype(to);
  } else {
    at::autocast::set_enabled(on);
    at::autocast::set_autocast_gpu_dtype(to);
  }
}
#endif

}  // namespace

AutocastGuard::AutocastGuard(torch::DeviceType device, torch::ScalarType to)
    : m_device(device), m_active(to != torch::kFloat32 && (device == torch::kCPU || device == torch::kCUDA)) {
  if (!m_active) return;
  m_enabledBefore = enabled(device);
  m_typeBefore = type(device);
  at::autocast::increment_nesting();
  set(device, true, to);
}

AutocastGuard::~AutocastGuard() {
  if (!m_active) return;
  // Converted weights are kept until the outermost guard ends: the optimiser is about to change them.
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  set(m_device, m_enabledBefore, m_typeBefore);
}

torch::Tensor autocast(const torch::Tensor& tensor) {
  const torch::DeviceType device = tensor.device().type();
  if ((device != torch::kCPU && device != torch::kCUDA) || !enabled(device)) return tensor;
  return at::autocast::cached_cast(type(device), tensor, device);
}

torch::Tensor widened(const torch::Tensor& tensor) {
  return tensor.element_size() < static_cast<std::int64_t>(sizeof(float)) ? tensor.to(torch::kFloat32) : tensor;
}

}  // namespace ptycho
