// Sequential engines and those that project or split: pie, epie, rpie, mpie, dm, raar, awf, admm.

#include <cmath>
#include <limits>

#include "tests/bench/torch/torch_model.h"

namespace ptycho {

namespace {

using torch::Tensor;

double orDefault(double value, double standard) { return value > 0 ? value : standard; }

/// One pattern after the other; `step` [w, w] multiplies Π_F ψ − ψ.
class Sequential : public TorchIteration {
 public:
  using TorchIteration::TorchIteration;

  void iterate() override {
    for (std::int64_t j = 0; j < m_model.magnitudes.size(0); ++j) {
      Tensor window = m_model.window(m_object, j);
      const Tensor wave = m_model.probe * window;
      window.add_(projectModulus(wave, m_model.magnitudes[j]).sub_(wave).mul_(m_step));
      if (m_model.range) window.copy_(m_model.inRange(window));
      afterPattern();
    }
  }

 protected:
  virtual void afterPattern() {}
  Tensor m_step;
};

class Pie : public Sequential {
 public:
  Pie(const TorchModel& model, Tensor start) : Sequential(model, std::move(start)) {
    const Tensor amplitude = model.probe.abs();
    const double peak = model.probePower.max().item<double>();
    m_step = model.conjugateProbe * (amplitude * (orDefault(model.settings.beta, 1) / std::sqrt(peak))) /
             (model.probePower + model.settings.alpha * peak);
  }
};

class Epie : public Sequential {
 public:
  Epie(const TorchModel& model, Tensor start) : Sequential(model, std::move(start)) {
    m_step = model.conjugateProbe * (orDefault(model.settings.beta, 1) / model.probePower.max().item<double>());
  }
};

class Rpie : public Sequential {
 public:
  Rpie(const TorchModel& model, Tensor start) : Rpie(model, std::move(start), 1) {}

 protected:
  Rpie(const TorchModel& model, Tensor start, double beta) : Sequential(model, std::move(start)) {
    const double alpha = model.settings.alpha;
    const double peak = model.probePower.max().item<double>();
    m_step = model.conjugateProbe * orDefault(model.settings.beta, beta) /
             (model.probePower * (1 - alpha) + alpha * peak);
  }
};

class Mpie : public Rpie {
 public:
  Mpie(const TorchModel& model, Tensor start)
      : Rpie(model, std::move(start), 0.25), m_before(m_object.clone()), m_momentum(torch::zeros_like(m_object)) {}

 private:
  void afterPattern() override {
    if (++m_patterns % m_model.settings.momentum_every != 0) return;
    m_momentum.mul_(m_model.settings.friction).add_(m_object - m_before);
    m_object.add_(m_momentum, m_model.settings.feedback);
    if (m_model.range) m_object.copy_(m_model.inRange(m_object));
    m_before.copy_(m_object);
  }

  Tensor m_before;
  Tensor m_momentum;
  std::int64_t m_patterns = 0;
};

class DifferenceMap : public TorchIteration {
 public:
  DifferenceMap(const TorchModel& model, Tensor start)
      : TorchIteration(model, std::move(start)), m_psi(model.exitWaves(m_object)) {}

  void iterate() override {
    const Tensor waves = m_model.exitWaves(m_object);
    const Tensor projected = projectModulus(2 * waves - m_psi, m_model.magnitudes);
    m_psi.add_(projected - waves, orDefault(m_model.settings.beta, 1));
    m_object = m_model.overlap(m_psi, m_object);
  }

 private:
  Tensor m_psi;
};

class RelaxedReflections : public TorchIteration {
 public:
  RelaxedReflections(const TorchModel& model, Tensor start)
      : TorchIteration(model, std::move(start)), m_psi(model.exitWaves(m_object)) {}

  void iterate() override {
    const double beta = orDefault(m_model.settings.beta, 0.9);
    const Tensor projected = projectModulus(m_psi, m_model.magnitudes);
    m_object = m_model.overlap(2 * projected - m_psi, m_object);
    m_psi.mul_(beta).add_(projected, 1 - 2 * beta).add_(m_model.exitWaves(m_object), beta);
  }

 private:
  Tensor m_psi;
};

class WirtingerFlow : public TorchIteration {
 public:
  WirtingerFlow(const TorchModel& model, Tensor start)
      : TorchIteration(model, std::move(start)), m_lookAhead(m_object) {}

  void iterate() override {
    Tensor fields = toDetector(m_model.exitWaves(m_lookAhead));
    Tensor moduli = fields.abs();
    Tensor misfit = moduli - m_model.magnitudes;
    const double loss = misfit.square().sum().item<double>();
    fields.mul_(misfit.div_(moduli.clamp_min_(1e-15)));
    const Tensor gradient = m_model.scatter(m_model.conjugateProbe * toSample(fields));
    if (loss > m_loss) m_t = 1;
    m_loss = loss;
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * m_t * m_t));
    const Tensor stepped = m_model.inRange(m_lookAhead - gradient * m_model.inverseWeight);
    m_lookAhead = stepped + (stepped - m_object) * ((m_t - 1) / next);
    m_object = stepped;
    m_t = next;
  }

 private:
  Tensor m_lookAhead;
  double m_loss = std::numeric_limits<double>::infinity();
  double m_t = 1;
};

/// min ½Σ(|z| − M)² with z = F(P·O):  z ← prox(F(P·O) + λ),  λ ← F(P·O) + λ − z,  O ← overlap of F⁻¹(z − λ).
class AlternatingDirections : public TorchIteration {
 public:
  AlternatingDirections(const TorchModel& model, Tensor start)
      : TorchIteration(model, std::move(start)),
        m_dual(torch::zeros(model.magnitudes.sizes(), torch::kComplexFloat)) {}

  void iterate() override {
    const double r = m_model.settings.penalty;
    const Tensor fields = toDetector(m_model.exitWaves(m_object)).add_(m_dual);
    const Tensor split = (m_model.magnitudes * fields.sgn()).add_(fields, r).mul_(1 / (1 + r));
    m_dual = fields - split;
    m_object = m_model.overlap(toSample(split - m_dual), m_object);
  }

 private:
  Tensor m_dual;
};

}  // namespace

TorchMakers sequentialEngines() {
  return {{"pie", makeIteration<Pie>}, {"epie", makeIteration<Epie>}, {"rpie", makeIteration<Rpie>},
          {"mpie", makeIteration<Mpie>}};
}

TorchMakers projectionEngines() {
  return {{"dm", makeIteration<DifferenceMap>}, {"raar", makeIteration<RelaxedReflections>},
          {"awf", makeIteration<WirtingerFlow>}, {"admm", makeIteration<AlternatingDirections>}};
}

}  // namespace ptycho
