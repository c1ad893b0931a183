#include "core/train/adam.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

namespace {

constexpr std::int64_t kStretch = std::int64_t{1} << 15;  // values; its four arrays stay in the second cache

}  // namespace

Adam::Adam(const torch::nn::Module& network, const OptimiserSpec& spec) : m_spec(spec) {
  for (const auto& parameter : network.named_parameters()) {
    m_names.push_back(parameter.key());
    m_parameters.push_back(parameter.value());
    m_means.push_back(torch::zeros_like(parameter.value()));
    m_squares.push_back(torch::zeros_like(parameter.value()));
    m_onCpu = m_onCpu && parameter.value().is_cpu();
  }
}

void Adam::clearGradients() {
  for (auto& parameter : m_parameters) parameter.mutable_grad() = torch::Tensor();
}

std::vector<AdamStretch> Adam::stretches() {
  std::vector<AdamStretch> list;
  for (std::size_t k = 0; k < m_parameters.size(); ++k) {
    torch::Tensor& gradient = m_parameters[k].mutable_grad();
    if (!gradient.defined()) continue;
    if (gradient.strides() != m_parameters[k].strides()) {  // values must lie in the order of the parameter's
      gradient = torch::empty_like(m_parameters[k]).copy_(gradient);
    }
    const std::int64_t count = m_parameters[k].numel();
    for (std::int64_t first = 0; first < count; first += kStretch) {
      list.push_back({static_cast<std::size_t>(std::min(kStretch, count - first)),
                      gradient.data_ptr<float>() + first, m_parameters[k].data_ptr<float>() + first,
                      m_means[k].data_ptr<float>() + first, m_squares[k].data_ptr<float>() + first});
    }
  }
  return list;
}

double Adam::gradientNorm() {
  const torch::NoGradGuard noGradients;
  if (m_onCpu) return std::sqrt(gradientSquares(stretches(), at::get_num_threads()));
  std::vector<torch::Tensor> norms;
  for (const auto& parameter : m_parameters) {
    if (parameter.grad().defined()) norms.push_back(parameter.grad().norm().to(torch::kFloat64));
  }
  return norms.empty() ? 0 : torch::stack(norms).norm().item<double>();
}

void Adam::step(double learningRate, double gradientScale) {
  const torch::NoGradGuard noGradients;
  ++m_steps;
  const auto t = static_cast<double>(m_steps);
  AdamStep numbers;
  numbers.rate = static_cast<float>(learningRate / (1 - std::pow(m_spec.beta1, t)));
  numbers.beta1 = static_cast<float>(m_spec.beta1);
  numbers.fresh1 = static_cast<float>(1 - m_spec.beta1);
  numbers.beta2 = static_cast<float>(m_spec.beta2);
  numbers.fresh2 = static_cast<float>(1 - m_spec.beta2);
  numbers.root_bias2 = static_cast<float>(std::sqrt(1 - std::pow(m_spec.beta2, t)));
  numbers.epsilon = static_cast<float>(m_spec.epsilon);
  numbers.gradient_scale = static_cast<float>(gradientScale);
  if (m_onCpu) return adamStep(numbers, stretches(), at::get_num_threads());
  stepOnDevice(numbers);
}

void Adam::stepOnDevice(const AdamStep& s) {
  for (std::size_t k = 0; k < m_parameters.size(); ++k) {
    const torch::Tensor& gradient = m_parameters[k].grad();
    if (!gradient.defined()) continue;
    m_means[k].mul_(s.beta1).add_(gradient, s.fresh1 * s.gradient_scale);
    m_squares[k].mul_(s.beta2).addcmul_(gradient, gradient, s.fresh2 * s.gradient_scale * s.gradient_scale);
    m_parameters[k].addcdiv_(m_means[k], m_squares[k].sqrt().div_(s.root_bias2).add_(s.epsilon), -s.rate);
  }
}

}  // namespace ptycho
