#include "core/network/scan_physics.h"

#include <cmath>

#include "core/network/data_term.h"

namespace ptycho {

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Below this amplitude a phase means nothing and its derivative is held.
constexpr double kSmallestAmplitude = 1e-4;

double phaseSpan(const OutputRange& range) { return range.phase_min_rad - range.phase_max_rad; }

/// One pass forward and one back, instead of the dozen that the formula would take operation by operation.
struct ToObject : torch::autograd::Function<ToObject> {
  static Tensor forward(AutogradContext* context, const Tensor& channels, double amplitudeMax, double phaseMax,
                        double span) {
    const Tensor phase = channels.select(1, 1) * span + phaseMax;
    const Tensor unit = torch::complex(phase.cos(), phase.sin());
    const Tensor amplitude = channels.select(1, 0) * amplitudeMax;
    context->save_for_backward({unit, amplitude});
    context->saved_data["amplitude_max"] = amplitudeMax;
    context->saved_data["span"] = span;
    return unit * amplitude;
  }
  /// ∂O/∂c₀ = A_max·e^{iφ}, ∂O/∂c₁ = span·i·O
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor turned = torch::view_as_real(gradients[0] * saved[0].conj());
    const Tensor first = turned.select(-1, 0) * context->saved_data["amplitude_max"].toDouble();
    const Tensor second = turned.select(-1, 1) * saved[1] * context->saved_data["span"].toDouble();
    return {torch::stack({first, second}, 1), Tensor(), Tensor(), Tensor()};
  }
};

/// Phases are taken from the half turn on both sides of the range's middle, so that a value that leaves the range a
/// little stays next to it.
struct ToChannels : torch::autograd::Function<ToChannels> {
  static Tensor forward(AutogradContext* context, const Tensor& object, double amplitudeMax, double phaseMax,
                        double span) {
    const Tensor amplitude = object.abs();
    const double middle = phaseMax + span / 2;
    const c10::complex<double> turn(std::cos(middle), -std::sin(middle));
    const Tensor phase = (object * turn).angle();
    context->save_for_backward({object, amplitude});
    context->saved_data["amplitude_max"] = amplitudeMax;
    context->saved_data["span"] = span;
    return torch::stack({amplitude / amplitudeMax, phase / span + 0.5}, 1);
  }
  /// A grows along O/|O|, φ along i·O/|O|².
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor size = saved[1].clamp_min(kSmallestAmplitude);
    const Tensor along = gradients[0].select(1, 0) / context->saved_data["amplitude_max"].toDouble();
    const Tensor across = gradients[0].select(1, 1) / (size * context->saved_data["span"].toDouble());
    return {torch::complex(along, across) * (saved[0] / size), Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor objectFromChannels(const Tensor& channels, const OutputRange& range) {
  return ToObject::apply(channels, range.amplitude_max, range.phase_max_rad, phaseSpan(range));
}

Tensor channelsFromObject(const Tensor& object, const OutputRange& range) {
  return ToChannels::apply(object, range.amplitude_max, range.phase_max_rad, phaseSpan(range));
}

Tensor diffractionLoss(const Tensor& channels, const ScanBatch& batch) {
  return dataLoss(objectFromChannels(channels, batch.range), c10::make_intrusive<DataTerm>(batch));
}

}  // namespace ptycho
