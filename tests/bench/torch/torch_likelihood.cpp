// Engines that follow a gradient with a step of their own: lsqml, ml-gaussian, ml-poisson, autograd.

#include <algorithm>
#include <cmath>

#include "tests/bench/torch/torch_model.h"

namespace ptycho {

namespace {

using torch::Tensor;

/// Re(a*·b), element by element.
Tensor realProduct(const Tensor& a, const Tensor& b) { return torch::real(a.conj() * b); }
double total(const Tensor& values) { return values.sum().item<double>(); }

/// χ_j = Π_F ψ_j − ψ_j,  Δ = Σ P*χ_j/(W + ε),  α_j = Re⟨P·Δ, χ_j⟩/‖P·Δ‖²,  O += Δ·Σ α_j|P|²/(W + ε).
class LeastSquaresSteps : public TorchIteration {
 public:
  using TorchIteration::TorchIteration;

  void iterate() override {
    const Tensor waves = m_model.exitWaves(m_object);
    const Tensor change = projectModulus(waves, m_model.magnitudes).sub_(waves);
    Tensor direction = m_model.scatter(m_model.conjugateProbe * change).mul_(m_model.inverseWeight);
    const Tensor response = m_model.exitWaves(direction);
    const Tensor steps = realProduct(response, change).sum({1, 2}, true) /
                         response.abs().square_().sum({1, 2}, true).clamp_min_(1e-30);
    const Tensor mean = m_model.scatter(steps * m_model.probePower) * m_model.inverseWeight;
    m_object = m_model.inRange(m_object + direction.mul_(mean));
  }
};

/// The first t > 0 where c1 + 2c2·t + 3c3·t² + 4c4·t³ = 0, given c1 < 0 and c4 > 0.
double firstMinimum(double c1, double c2, double c3, double c4) {
  const auto slope = [&](double t) { return c1 + t * (2 * c2 + t * (3 * c3 + t * 4 * c4)); };
  double low = 0;
  double high = c2 > 0 ? -c1 / (2 * c2) : 1e-3;
  for (int k = 0; k < 60 && slope(high) < 0; ++k) {
    low = high;
    high *= 2;
  }
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (slope(middle) < 0 ? low : high) = middle;
  }
  return high;
}

/// Preconditioned Polak–Ribière conjugate gradients over a likelihood of the intensities I' = |F|².
class ConjugateGradients : public TorchIteration {
 public:
  ConjugateGradients(const TorchModel& model, Tensor start)
      : TorchIteration(model, std::move(start)),
        m_background(model.settings.background * model.intensities.mean().item<double>()) {}

  void iterate() override {
    const Tensor fields = toDetector(m_model.exitWaves(m_object));
    const Tensor intensity = fields.abs().square_();
    const Tensor slope = slopes(intensity);
    const Tensor gradient = m_model.scatter(m_model.conjugateProbe * toSample(fields * slope)).mul_(2);
    const Tensor preconditioned = gradient * m_model.inverseWeight;
    conjugate(gradient, preconditioned);
    const Tensor response = toDetector(m_model.exitWaves(m_direction));
    const Tensor first = realProduct(fields, response).mul_(2);  // |F + tD|² = |F|² + first·t + second·t²
    const Tensor second = response.abs().square_();
    m_object = m_model.inRange(m_object + m_direction * step(intensity, slope, first, second));
  }

 protected:
  /// ∂L/∂I'
  virtual Tensor slopes(const Tensor& intensity) = 0;
  /// The t that minimises L(|F|² + first·t + second·t²).
  virtual double step(const Tensor& intensity, const Tensor& slope, const Tensor& first, const Tensor& second) = 0;
  double m_background;

 private:
  void conjugate(const Tensor& gradient, const Tensor& preconditioned) {
    const double norm = total(realProduct(preconditioned, gradient));
    double beta = 0;
    if (m_norm > 0) beta = std::max(0.0, (norm - total(realProduct(preconditioned, m_gradient))) / m_norm);
    m_direction = beta > 0 ? m_direction * beta - preconditioned : -preconditioned;
    if (beta > 0 && total(realProduct(m_direction, gradient)) >= 0) m_direction = -preconditioned;
    m_gradient = gradient;
    m_norm = norm;
  }

  Tensor m_direction;
  Tensor m_gradient;
  double m_norm = 0;
};

/// L = ½·Σ (|F|² − I)²/(I + b).
class GaussianLikelihood : public ConjugateGradients {
 public:
  GaussianLikelihood(const TorchModel& model, Tensor start)
      : ConjugateGradients(model, std::move(start)), m_weights((model.intensities + m_background).reciprocal_()) {}

 private:
  Tensor slopes(const Tensor& intensity) override { return (intensity - m_model.intensities).mul_(m_weights); }

  double step(const Tensor&, const Tensor& slope, const Tensor& first, const Tensor& second) override {
    const Tensor weightedFirst = first * m_weights;
    const Tensor weightedSecond = second * m_weights;
    return firstMinimum(total(slope * first), total(slope * second) + 0.5 * total(weightedFirst * first),
                        total(weightedFirst * second), 0.5 * total(weightedSecond * second));
  }

  Tensor m_weights;
};

/// L = Σ |F|² + b − (I + b)·log(|F|² + b): the background keeps dark pixels finite.
class PoissonLikelihood : public ConjugateGradients {
 public:
  PoissonLikelihood(const TorchModel& model, Tensor start)
      : ConjugateGradients(model, std::move(start)), m_counts(model.intensities + m_background) {}

 private:
  Tensor slopes(const Tensor& intensity) override {
    return (m_counts / (intensity + m_background)).neg_().add_(1);
  }

  double step(const Tensor& intensity, const Tensor& slope, const Tensor& first, const Tensor& second) override {
    const double fisher = 0.5 * total((first / (intensity + m_background)).square_().mul_(m_counts));
    const double curvature = total(slope * second) + fisher;
    const double divisor = 2 * (curvature > 0 ? curvature : fisher);
    return divisor > 0 ? -total(slope * first) / divisor : 0;
  }

  Tensor m_counts;
};

/// What is written when nobody wants to derive anything.
class AutomaticDifferentiation : public TorchIteration {
 public:
  AutomaticDifferentiation(const TorchModel& model, Tensor start) : TorchIteration(model, std::move(start)) {
    const std::int64_t side = model.probe.size(0);
    const Tensor pixel = torch::arange(model.rows * model.cols).view({model.rows, model.cols});
    m_index = model.gather(pixel).flatten();
    m_shape = {model.magnitudes.size(0), side, side};
  }

  void iterate() override {
    Tensor variable = m_object.detach().clone().requires_grad_();
    {
      const torch::AutoGradMode recording(true);
      const Tensor patches = variable.view(-1).index_select(0, m_index).view(m_shape);
      const Tensor loss = (toDetector(m_model.probe * patches).abs() - m_model.magnitudes).square().sum();
      loss.backward();
    }
    m_object = m_model.inRange(m_object - variable.grad() * m_model.inverseWeight * 0.5);
  }

 private:
  Tensor m_index;  ///< object pixel of every pixel of every window: slices would each cost a full-size gradient
  std::vector<std::int64_t> m_shape;
};

}  // namespace

TorchMakers likelihoodEngines() {
  return {{"lsqml", makeIteration<LeastSquaresSteps>}, {"ml-gaussian", makeIteration<GaussianLikelihood>},
          {"ml-poisson", makeIteration<PoissonLikelihood>}, {"autograd", makeIteration<AutomaticDifferentiation>}};
}

}  // namespace ptycho
