#include "core/reconstruct/probe_conditions.h"

#include <algorithm>
#include <cmath>

#include "core/optics/scan.h"
#include "core/reconstruct/follow_waves.h"
#include "core/reconstruct/hermitian_eigen.h"

namespace ptycho {

namespace {

void scale(ComplexStack& values, float factor) {
  for (auto& value : values) value *= factor;
}

/// Centre of mass of Σ_m|P_m|² from the window's middle.
Position offCentre(const ComplexStack& probe) {
  double mass = 0, down = 0, across = 0;
  for (std::size_t m = 0; m < probe.count(); ++m) {
    const Complex* values = probe.image(m);
    for (std::size_t r = 0; r < probe.rows(); ++r) {
      double rowMass = 0, rowAcross = 0;
      for (std::size_t c = 0; c < probe.cols(); ++c) {
        const auto power = static_cast<double>(std::norm(values[r * probe.cols() + c]));
        rowMass += power;
        rowAcross += power * static_cast<double>(c);
      }
      mass += rowMass;
      across += rowAcross;
      down += rowMass * static_cast<double>(r);
    }
  }
  if (!(mass > 0)) return {};
  return {down / mass - static_cast<double>(probe.rows() / 2), across / mass - static_cast<double>(probe.cols() / 2)};
}

/// What an object shows after a move by whole pixels; the border is repeated where nothing was.
ComplexImage moved(const ComplexImage& object, int rows, int cols) {
  ComplexImage out(object.rows(), object.cols());
  const auto lastRow = static_cast<std::ptrdiff_t>(object.rows()) - 1;
  const auto lastCol = static_cast<std::ptrdiff_t>(object.cols()) - 1;
  for (std::size_t r = 0; r < out.rows(); ++r) {
    const Complex* from = object.row(static_cast<std::size_t>(
        std::clamp(static_cast<std::ptrdiff_t>(r) - rows, std::ptrdiff_t{0}, lastRow)));
    Complex* to = out.row(r);
    for (std::size_t c = 0; c < out.cols(); ++c) {
      to[c] = from[std::clamp(static_cast<std::ptrdiff_t>(c) - cols, std::ptrdiff_t{0}, lastCol)];
    }
  }
  return out;
}

class ProbeConditions : public Refinement {
 public:
  ProbeConditions(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage), m_nearField(setup.problem.nearField()), m_power(probePower(start.probe)) {}

  EstimateChange update(int iteration, bool last, Estimate& estimate) override {
    EstimateChange change;
    if (!updatesProbe(m_stage, iteration)) return change;
    if (m_stage.probe_support_px > 0) change.probe = limit(estimate);
    if (m_stage.probe_power) keepPower(estimate, change);
    // A near field moves on the detector with probe and object: their place is measured.
    if (m_stage.probe_centre && !m_nearField) centre(estimate, change);
    const int every = m_stage.orthogonalise_every;
    if (last || (every > 0 && iteration % every == 0)) orthogonalise(estimate, change);
    return change;
  }

  void exchange(StateArchive& archive) override { archive.number("probe_power", m_power); }

 private:
  /// @return whether anything was beyond the support
  [[nodiscard]] bool limit(Estimate& estimate) const {
    const auto clear = [this](ComplexStack& stack) {
      const double radius2 = m_stage.probe_support_px * m_stage.probe_support_px;
      bool changed = false;
      for (std::size_t k = 0; k < stack.count() * stack.rows(); ++k) {
        const double down = static_cast<double>(k % stack.rows()) - static_cast<double>(stack.rows() / 2);
        Complex* row = stack.data() + k * stack.cols();
        for (std::size_t c = 0; c < stack.cols(); ++c) {
          const double across = static_cast<double>(c) - static_cast<double>(stack.cols() / 2);
          if (down * down + across * across <= radius2) continue;
          changed = changed || row[c] != Complex{};
          row[c] = 0;
        }
      }
      return changed;
    };
    const bool shared = clear(estimate.probe);
    return clear(estimate.variation.modes) || shared;
  }

  void keepPower(Estimate& estimate, EstimateChange& change) const {
    const double power = probePower(estimate.probe);
    if (!(power > 0) || !(m_power > 0)) return;
    const auto factor = static_cast<float>(std::sqrt(m_power / power));
    if (factor == 1.0F) return;
    scale(estimate.probe, factor);
    for (auto& value : estimate.variation.coefficients) value *= factor;
    for (auto& value : estimate.object) value /= factor;
    change.probe_factor = factor;
    change.probe = true;
  }

  static void centre(Estimate& estimate, EstimateChange& change) {
    constexpr double kTolerance_px = 0.5;
    const Position off = offCentre(estimate.probe);
    if (std::abs(off.row) > kTolerance_px) change.roll_rows = -static_cast<int>(std::lround(off.row));
    if (std::abs(off.col) > kTolerance_px) change.roll_cols = -static_cast<int>(std::lround(off.col));
    if (change.roll_rows == 0 && change.roll_cols == 0) return;
    rollEstimate(estimate, change.roll_rows, change.roll_cols);
    change.probe = true;
  }

  static void orthogonalise(Estimate& estimate, EstimateChange& change) {
    const std::size_t first = estimate.variation.empty() ? 0 : 1;
    if (estimate.probe.count() < first + 2) return;
    change.mixing = orthogonaliseModes(estimate.probe, first);
    change.probe = true;
  }

  StageSpec m_stage;
  bool m_nearField;
  double m_power;
};

}  // namespace

double probePower(const ComplexStack& probe) {
  double power = 0;
  for (std::size_t k = 0; k < probe.count() * probe.rows(); ++k) {
    double row = 0;
    for (std::size_t c = 0; c < probe.cols(); ++c) row += static_cast<double>(std::norm(probe.data()[k * probe.cols() + c]));
    power += row;
  }
  return power;
}

Image<Complex> orthogonaliseModes(ComplexStack& probe, std::size_t first) {
  const std::size_t modes = probe.count();
  Image<std::complex<double>> gram(modes - first, modes - first);
  for (std::size_t a = first; a < modes; ++a) {
    for (std::size_t b = a; b < modes; ++b) {
      std::complex<double> sum = 0;
      for (std::size_t i = 0; i < probe.imageSize(); ++i) {
        sum += std::conj(std::complex<double>(probe.image(a)[i])) * std::complex<double>(probe.image(b)[i]);
      }
      gram(a - first, b - first) = sum;
      gram(b - first, a - first) = std::conj(sum);
    }
  }
  const HermitianEigen eigen = hermitianEigen(std::move(gram));
  Image<Complex> mixing(modes, modes);
  for (std::size_t k = 0; k < first; ++k) mixing(k, k) = 1;
  for (std::size_t a = first; a < modes; ++a) {
    for (std::size_t b = first; b < modes; ++b) mixing(a, b) = Complex(eigen.vectors(a - first, b - first));
  }
  mixModes(probe.data(), probe.imageSize(), mixing);
  return mixing;
}

void rollEstimate(Estimate& estimate, int rows, int cols) {
  ComplexImage scratch(estimate.probe.rows(), estimate.probe.cols());
  for (ComplexStack* stack : {&estimate.probe, &estimate.variation.modes}) {
    for (std::size_t k = 0; k < stack->count(); ++k) rollWindow(stack->image(k), rows, cols, scratch);
  }
  estimate.object = moved(estimate.object, rows, cols);
}

std::unique_ptr<Refinement> makeProbeConditions(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProbeConditions>(setup, start);
}

}  // namespace ptycho
