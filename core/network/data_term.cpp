#include "core/network/data_term.h"

#include "core/network/fourier_pass.h"

namespace ptycho {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;


const Complex* values(const Tensor& tensor) {
  return reinterpret_cast<const Complex*>(tensor.data_ptr<c10::complex<float>>());
}
Complex* mutableValues(const Tensor& tensor) {
  return reinterpret_cast<Complex*>(tensor.data_ptr<c10::complex<float>>());
}

/// The part of a batch that belongs to one object.
FourierPass passOf(const DataTerm& data, std::int64_t object) {
  const std::int64_t size = data.layout.patterns() * data.layout.window * data.layout.window;
  return FourierPass(data.layout, values(data.probe), data.columns.data_ptr<float>() + object * size);
}

Tensor scratchFor(const DataTerm& data, std::int64_t objects) {
  const std::int64_t side = data.layout.window;
  return torch::empty({objects, data.layout.patterns(), side, side}, torch::kComplexFloat);
}

DataTermPtr savedData(AutogradContext* context) {
  return c10::static_intrusive_pointer_cast<DataTerm>(context->saved_data["data"].toCapsule());
}

struct LossFunction : torch::autograd::Function<LossFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& object, const DataTermPtr& data, bool differentiate) {
    const Tensor from = object.contiguous();
    const Tensor gradient = differentiate ? torch::empty_like(from) : Tensor();
    const Tensor scratch = differentiate ? scratchFor(*data, 1)[0] : Tensor();
    double sum = 0;
    for (std::int64_t b = 0; b < from.size(0); ++b) {
      sum += passOf(*data, b).residual(values(from[b]),
                                       {nullptr, differentiate ? mutableValues(scratch) : nullptr, nullptr,
                                        differentiate ? mutableValues(gradient[b]) : nullptr});
    }
    const auto count = static_cast<double>(data->magnitudes.numel());
    if (differentiate) context->save_for_backward({gradient});
    context->saved_data["factor"] = 2 / count;
    return torch::tensor(static_cast<float>(sum / count));
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor factor = gradients[0] * context->saved_data["factor"].toDouble();
    return {context->get_saved_variables()[0] * factor, Tensor(), Tensor()};
  }
};

struct UpdateFunction : torch::autograd::Function<UpdateFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& object, const DataTermPtr& data, bool differentiate) {
    const Tensor from = object.contiguous();
    const Tensor update = torch::empty_like(from);
    const Tensor scratch = scratchFor(*data, 1)[0];
    const Tensor fields = differentiate ? scratchFor(*data, from.size(0)) : Tensor();
    for (std::int64_t b = 0; b < from.size(0); ++b) {
      passOf(*data, b).residual(values(from[b]),
                                {differentiate ? mutableValues(fields[b]) : nullptr, mutableValues(scratch),
                                 data->preconditioner.data_ptr<float>(), mutableValues(update[b])});
    }
    if (differentiate) context->save_for_backward({fields});
    context->saved_data["data"] = torch::IValue::make_capsule(data);
    return update;
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const DataTermPtr data = savedData(context);
    const Tensor fields = context->get_saved_variables()[0];
    const Tensor direction = (gradients[0] * data->preconditioner).contiguous();
    const Tensor gradient = torch::empty_like(direction);
    const Tensor scratch = scratchFor(*data, 1)[0];
    for (std::int64_t b = 0; b < direction.size(0); ++b) {
      passOf(*data, b).derivative(values(fields[b]), static_cast<float>(data->steepest), values(direction[b]),
                                  mutableValues(scratch), mutableValues(gradient[b]));
    }
    return {gradient, Tensor(), Tensor()};
  }
};

bool goesThroughFftw(const Tensor& object) {
  return object.device().is_cpu() && object.scalar_type() == torch::kComplexFloat;
}

bool wantsGradient(const Tensor& object) { return torch::GradMode::is_enabled() && object.requires_grad(); }

/// F_j [b·n, w, w]
Tensor fieldsByTorch(const Tensor& object, const DataTerm& data) {
  const Tensor parts = torch::view_as_real(object).permute({0, 3, 1, 2});
  const Tensor windows = cutWindows(parts, data.layout).permute({0, 2, 3, 1}).contiguous();
  const Tensor waves = torch::view_as_complex(windows) * data.probe.to(object.scalar_type());
  return torch::fft::fft2(waves, c10::nullopt, {-2, -1}, "ortho");
}

}  // namespace

DataTerm::DataTerm(const ScanBatch& batch, double regularisation)
    : layout(windowLayout(batch)), probe(batch.probe.detach().to(torch::kComplexFloat).contiguous()),
      magnitudes(batch.magnitudes.detach()) {
  const torch::NoGradGuard noGradient;
  const std::int64_t side = layout.window;
  const Tensor light = torch::view_as_real(probe).square().sum(-1).expand({layout.patterns(), 1, side, side});
  const Tensor sum = addWindows(light, layout);
  const Tensor brightest = sum.max().clamp_min(1e-30);
  illumination = sum / brightest;
  preconditioner = (reachedPixels(layout, probe.device()) / (sum + regularisation * brightest))[0][0].contiguous();
  if (magnitudes.device().is_cpu()) columns = magnitudes.transpose(2, 3).contiguous();
}

Tensor dataLoss(const Tensor& object, const DataTermPtr& data) {
  if (!goesThroughFftw(object)) return dataLossByTorch(object, *data);
  return LossFunction::apply(object, data, wantsGradient(object));
}

Tensor dataUpdate(const Tensor& object, const DataTermPtr& data) {
  if (!goesThroughFftw(object)) return dataUpdateByTorch(object, *data);
  return UpdateFunction::apply(object, data, wantsGradient(object));
}

Tensor dataLossByTorch(const Tensor& object, const DataTerm& data) {
  const Tensor fields = fieldsByTorch(object, data);
  const Tensor measured = data.magnitudes.squeeze(1);
  const Tensor difference = torch::where(measured < 0, torch::zeros_like(measured), fields.abs() - measured);
  return difference.square().mean();
}

Tensor dataUpdateByTorch(const Tensor& object, const DataTerm& data) {
  const Tensor fields = fieldsByTorch(object, data);
  const Tensor measured = data.magnitudes.squeeze(1);
  // Only the derivative is held: what of M would be too steep is taken off as a constant.
  const Tensor unit = torch::sgn(fields);
  const Tensor moving = torch::minimum(measured, data.steepest * fields.detach().abs());
  const Tensor pulled = fields - moving * unit - (measured - moving) * unit.detach();
  const Tensor residual = torch::where(measured < 0, torch::zeros_like(pulled), pulled);
  const Tensor waves = torch::fft::ifft2(residual, c10::nullopt, {-2, -1}, "ortho");
  const Tensor parts = torch::view_as_real(waves * data.probe.conj().to(object.scalar_type())).permute({0, 3, 1, 2});
  const Tensor sum = addWindows(parts, data.layout).permute({0, 2, 3, 1}).contiguous();
  return torch::view_as_complex(sum) * data.preconditioner;
}

}  // namespace ptycho
