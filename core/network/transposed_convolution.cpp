#include "core/network/transposed_convolution.h"

#include <cmath>

#include "core/network/autocast.h"

namespace ptycho {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGroups = 1;

/// (gradient of the input, of the weight) of y = K·x, each only where wanted.
std::pair<at::Tensor, at::Tensor> gradients(const at::Tensor& gradient, const at::Tensor& input,
                                            const at::Tensor& weight, std::int64_t stride, std::int64_t padding,
                                            bool ofInput) {
  const std::int64_t one[] = {1, 1};
  const std::int64_t zero[] = {0, 0};
  const std::int64_t strides[] = {stride, stride};
  const std::int64_t paddings[] = {padding, padding};
  auto [x, w, b] = at::convolution_backward(gradient, input, weight, c10::nullopt, strides, paddings, one, false, zero,
                                            kGroups, {ofInput, !ofInput, false});
  return {std::move(x), std::move(w)};
}

struct BackwardData : torch::autograd::Function<BackwardData> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                            std::int64_t stride, std::int64_t padding) {
    context->save_for_backward({input, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    const auto grown = [&](std::int64_t side, std::int64_t kernel) {
      return (side - 1) * stride - 2 * padding + kernel;
    };
    // Only the shape and the order of its memory are looked at; its pages are never touched.
    const at::Tensor shape = at::empty({input.size(0), weight.size(1), grown(input.size(2), weight.size(2)),
                                        grown(input.size(3), weight.size(3))},
                                       input.options(), input.suggest_memory_format());
    return gradients(input, shape, weight, stride, padding, true).first;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradient) {
    const variable_list saved = context->get_saved_variables();
    const std::int64_t stride = context->saved_data["stride"].toInt();
    const std::int64_t padding = context->saved_data["padding"].toInt();
    at::Tensor ofInput;
    at::Tensor ofWeight;
    if (context->needs_input_grad(0)) {
      ofInput = at::conv2d(gradient[0], saved[1], {}, {stride, stride}, {padding, padding});
    }
    if (context->needs_input_grad(1)) {
      ofWeight = gradients(saved[0], gradient[0], saved[1], stride, padding, false).second;
    }
    return {ofInput, ofWeight, at::Tensor(), at::Tensor()};
  }
};

}  // namespace

torch::Tensor transposedConvolution(const torch::Tensor& input, const torch::Tensor& weight, std::int64_t stride,
                                    std::int64_t padding) {
  return BackwardData::apply(autocast(input), autocast(weight), stride, padding);
}

TransposedConvolutionImpl::TransposedConvolutionImpl(std::int64_t in, std::int64_t out, std::int64_t kernel,
                                                     std::int64_t stride, std::int64_t padding)
    : weight(register_parameter("weight", torch::empty({in, out, kernel, kernel}))),
      m_stride(stride),
      m_padding(padding) {
  torch::nn::init::kaiming_uniform_(weight, std::sqrt(5.0));
}

torch::Tensor TransposedConvolutionImpl::forward(const torch::Tensor& input) {
  return transposedConvolution(input, weight, m_stride, m_padding);
}

}  // namespace ptycho
