#include "core/reconstruct/probe_variation.h"

#include <omp.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/optics/forward_model.h"
#include "core/reconstruct/follow_waves.h"
#include "core/reconstruct/hermitian_eigen.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

namespace {

using Value = std::complex<double>;
constexpr std::uint64_t kModesStream = 0x6f7072;  // "opr"
constexpr std::size_t kChunk = 8;
constexpr double kStep = 1;         // α
constexpr float kMomentum = 0.8F;   // μ
constexpr double kRegularisation = 0.1;

Value inner(const Complex* a, const Complex* b, std::size_t count) {
  Value sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::conj(Value(a[i])) * Value(b[i]);
  return sum;
}

/// Gram–Schmidt, twice for orthogonality to the last bit; a mode without a direction of its own becomes zero.
void orthonormalise(ComplexStack& modes) {
  const std::size_t count = modes.imageSize();
  for (std::size_t k = 0; k < modes.count(); ++k) {
    Complex* mode = modes.image(k);
    const double before = inner(mode, mode, count).real();
    for (int round = 0; round < 2; ++round) {
      for (std::size_t l = 0; l < k; ++l) {
        kernels::addMultiple(modes.image(l), -Complex(inner(modes.image(l), mode, count)), mode, count);
      }
    }
    const double power = inner(mode, mode, count).real();
    const double factor = power > 1e-10 * before ? 1 / std::sqrt(power) : 0;
    for (std::size_t i = 0; i < count; ++i) mode[i] *= static_cast<float>(factor);
  }
}

class ProbeVariationRefinement : public Refinement {
 public:
  ProbeVariationRefinement(const EngineSetup& setup, const Estimate& start)
      : m_problem(setup.problem), m_stage(setup.stage), m_seed(setup.seed), m_work(makeWorkspaces(setup.problem)),
        m_asked(setup.problem.patterns(), static_cast<std::size_t>(setup.stage.opr_modes)),
        m_velocity(m_asked.rows(), m_asked.cols()),
        m_ahead(m_velocity),
        m_gain(m_velocity),
        m_before(m_velocity),
        m_old(modes(), start.probe.rows(), start.probe.cols()) {
    m_whole = ComplexStack(modes() + 1, start.probe.rows(), start.probe.cols());
    m_parts.assign(m_work.size(), m_whole);
  }

  EstimateChange update(int iteration, bool, Estimate& estimate) override {
    EstimateChange change;
    if (!updatesProbe(m_stage, iteration)) return change;
    if (estimate.variation.modes.count() != modes()) begin(estimate);
    gather(estimate);
    renew(estimate);
    change.probe = true;
    return change;
  }

  void exchange(StateArchive& archive) override {
    archive.values("velocity", std::span<Complex>(m_velocity.data(), m_velocity.size()));
  }

 private:
  [[nodiscard]] std::size_t modes() const { return static_cast<std::size_t>(m_stage.opr_modes); }

  /// Random directions under the probe's light and no coefficients.
  void begin(Estimate& estimate) const {
    estimate.variation.modes = ComplexStack(modes(), estimate.probe.rows(), estimate.probe.cols());
    estimate.variation.coefficients = Image<Complex>(m_problem.patterns(), modes());
    const CounterRandom random(m_seed, kModesStream);
    ComplexStack& directions = estimate.variation.modes;
    for (std::size_t i = 0; i < directions.size(); ++i) {
      const Complex noise(static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1)));
      directions.data()[i] = estimate.probe.image(0)[i % directions.imageSize()] * noise;
    }
    orthonormalise(directions);
  }

  /// D_j in work.transformed of the first mode.
  void askPattern(const Estimate& estimate, std::size_t j, float epsilon, Workspace& work) const {
    const std::size_t count = m_problem.windowSize();
    gatherPatch(estimate.object, estimate.positions[j], SubpixelMethod::Fourier, work.patch, &m_problem.fft());
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      kernels::exitWave(probeOf(estimate, j, m, work.probe), work.patch.data(), work.waves.image(m), count);
      std::copy_n(work.waves.image(m), count, work.transformed.image(m));
      m_problem.detector().forwardUnscaled(work.transformed.image(m));
    }
    projectModulus(m_problem, m_problem.target(j, work.target), work.transformed, work.power);
    Complex* asked = work.transformed.image(0);
    m_problem.detector().inverseUnscaled(asked);
    const Complex* wave = work.waves.image(0);
    for (std::size_t i = 0; i < count; ++i) {
      asked[i] = std::conj(work.patch[i]) * (asked[i] - wave[i]) / (std::norm(work.patch[i]) + epsilon);
    }
  }

  /// c'_jk = c_jk + μ·v_jk + α⟨U_k, D_j⟩ into m_asked; Σ_j conj(c'_jk)·D_j and Σ_j D_j into m_whole.
  void gather(const Estimate& estimate) {
    double objectPower = 0;
    for (const Complex value : estimate.object) objectPower += static_cast<double>(std::norm(value));
    const auto pixels = static_cast<double>(estimate.object.size());
    const auto epsilon = static_cast<float>(kRegularisation * objectPower / pixels);
    const std::size_t count = m_problem.windowSize();
    std::ranges::fill(m_whole, Complex{});
    for (std::size_t i = 0; i < m_ahead.size(); ++i) {
      m_ahead[i] = estimate.variation.coefficients[i] + kMomentum * m_velocity[i];
    }
    const auto chunks = static_cast<std::ptrdiff_t>((m_problem.patterns() + kChunk - 1) / kChunk);
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(m_problem.threads())
    for (std::ptrdiff_t c = 0; c < chunks; ++c) {
      const auto thread = static_cast<std::size_t>(omp_get_thread_num());
      Workspace& work = m_work[thread];
      ComplexStack& part = m_parts[thread];
      std::ranges::fill(part, Complex{});
      const std::size_t first = static_cast<std::size_t>(c) * kChunk;
      for (std::size_t j = first; j < std::min(first + kChunk, m_problem.patterns()); ++j) {
        askPattern(estimate, j, epsilon, work);
        const Complex* asked = work.transformed.image(0);
        for (std::size_t k = 0; k < modes(); ++k) {
          m_gain(j, k) = Complex(kStep * inner(estimate.variation.modes.image(k), asked, count));
          m_asked(j, k) = m_ahead(j, k) + m_gain(j, k);
          kernels::addMultiple(asked, std::conj(m_asked(j, k)), part.image(k), count);
        }
        kernels::addScaled(asked, 1.0F, part.image(modes()), count);
      }
#pragma omp ordered
      kernels::addScaled(part.data(), 1.0F, m_whole.data(), part.size());
    }
  }

  /// Takes the mean out of m_asked. @return it, for each mode
  std::vector<Complex> centre() {
    std::vector<Complex> means(modes());
    const auto patterns = static_cast<double>(m_problem.patterns());
    for (std::size_t k = 0; k < modes(); ++k) {
      Value sum = 0;
      for (std::size_t j = 0; j < m_problem.patterns(); ++j) sum += Value(m_asked(j, k));
      means[k] = Complex(sum / patterns);
      for (std::size_t j = 0; j < m_problem.patterns(); ++j) m_asked(j, k) -= means[k];
    }
    return means;
  }

  void renew(Estimate& estimate) {
    ProbeVariation& variation = estimate.variation;
    const std::size_t count = m_problem.windowSize();
    const std::vector<Complex> means = centre();
    for (std::size_t k = 0; k < modes(); ++k) {
      kernels::addMultiple(variation.modes.image(k), means[k], estimate.probe.image(0), count);
    }
    std::copy_n(variation.modes.data(), m_old.size(), m_old.data());
    // Σ_j conj(c'_jk)·V_j with V_j = Σ_l (c_jl + μ·v_jl)·U_l + α·D_j
    for (std::size_t k = 0; k < modes(); ++k) {
      Complex* mode = variation.modes.image(k);
      std::fill_n(mode, count, Complex{});
      for (std::size_t l = 0; l < modes(); ++l) {
        Value share = 0;
        for (std::size_t j = 0; j < m_problem.patterns(); ++j) {
          share += std::conj(Value(m_asked(j, k))) * Value(m_ahead(j, l));
        }
        kernels::addMultiple(m_old.image(l), Complex(share), mode, count);
      }
      kernels::addScaled(m_whole.image(k), static_cast<float>(kStep), mode, count);
      kernels::addMultiple(m_whole.image(modes()), -static_cast<float>(kStep) * std::conj(means[k]), mode, count);
    }
    orthonormalise(variation.modes);
    m_before = variation.coefficients;
    transport(variation.modes, m_asked, variation.coefficients);
    toPrincipalAxes(variation);
    renewVelocity(variation);
  }

  /// How the coefficients changed, in the new modes; nothing when it led away from what the patterns ask for.
  void renewVelocity(const ProbeVariation& variation) {
    double along = 0;
    for (std::size_t i = 0; i < m_gain.size(); ++i) {
      along += (std::conj(Value(m_velocity[i])) * Value(m_gain[i])).real();
    }
    if (along < 0) {
      std::ranges::fill(m_velocity, Complex{});
      return;
    }
    transport(variation.modes, m_before, m_velocity);
    for (std::size_t i = 0; i < m_velocity.size(); ++i) m_velocity[i] = variation.coefficients[i] - m_velocity[i];
  }

  /// Coefficients of the old modes as those of the new ones, out_ja = Σ_b ⟨U_a, U_b^old⟩·c_jb.
  void transport(const ComplexStack& now, const Image<Complex>& coefficients, Image<Complex>& out) const {
    Image<Complex> turn(modes(), modes());
    for (std::size_t a = 0; a < modes(); ++a) {
      for (std::size_t b = 0; b < modes(); ++b) {
        turn(a, b) = Complex(inner(now.image(a), m_old.image(b), now.imageSize()));
      }
    }
    for (std::size_t j = 0; j < m_problem.patterns(); ++j) {
      for (std::size_t a = 0; a < modes(); ++a) {
        Complex sum = 0;
        for (std::size_t b = 0; b < modes(); ++b) sum += turn(a, b) * coefficients(j, b);
        out(j, a) = sum;
      }
    }
  }

  /// Σ_j conj(c_ja)·c_jb becomes diagonal, the largest first; the P_j stay what they are.
  static void toPrincipalAxes(ProbeVariation& variation) {
    Image<Complex>& coefficients = variation.coefficients;
    const std::size_t number = variation.modes.count();
    if (number < 2) return;
    Image<Value> gram(number, number);
    for (std::size_t a = 0; a < number; ++a) {
      for (std::size_t b = 0; b < number; ++b) {
        for (std::size_t j = 0; j < coefficients.rows(); ++j) {
          gram(a, b) += std::conj(Value(coefficients(j, a))) * Value(coefficients(j, b));
        }
      }
    }
    const HermitianEigen eigen = hermitianEigen(std::move(gram));
    Image<Complex> mixing(number, number);
    for (std::size_t k = 0; k < number; ++k) {
      for (std::size_t b = 0; b < number; ++b) mixing(k, b) = Complex(std::conj(eigen.vectors(k, b)));
    }
    mixModes(variation.modes.data(), variation.modes.imageSize(), mixing);
    std::vector<Complex> old(number);
    for (std::size_t j = 0; j < coefficients.rows(); ++j) {
      std::copy_n(coefficients.row(j), number, old.begin());
      for (std::size_t k = 0; k < number; ++k) {
        Complex sum = 0;
        for (std::size_t b = 0; b < number; ++b) sum += std::conj(mixing(k, b)) * old[b];
        coefficients(j, k) = sum;
      }
    }
  }

  const ReconstructionProblem& m_problem;
  StageSpec m_stage;
  std::uint64_t m_seed;
  std::vector<Workspace> m_work;
  Image<Complex> m_asked;             ///< c' [n, K]
  Image<Complex> m_velocity;          ///< last change of the coefficients, of the estimate's modes [n, K]
  Image<Complex> m_ahead;             ///< coefficients + μ·velocity
  Image<Complex> m_gain;              ///< α⟨U_k, D_j⟩
  Image<Complex> m_before;            ///< coefficients before
  ComplexStack m_old;                 ///< the modes before [K, w, w]
  std::vector<ComplexStack> m_parts;  ///< one a thread
  ComplexStack m_whole;               ///< Σ_j conj(c'_jk)·D_j, and Σ_j D_j behind them
};

}  // namespace

std::unique_ptr<Refinement> makeProbeVariation(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProbeVariationRefinement>(setup, start);
}

}  // namespace ptycho
