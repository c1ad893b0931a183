#include "tests/core/reconstruct/pie_plain.h"

#include <cmath>
#include <numbers>

namespace ptycho::test {

namespace {

DoubleImage inDouble(const Complex* values, std::size_t rows, std::size_t cols) {
  DoubleImage out(rows, cols);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::complex<double>(values[i]);
  return out;
}

/// a·b, or a·b* with conjugated b (b is symmetric here).
DoubleImage product(const DoubleImage& a, const DoubleImage& b, bool conjugateA, bool conjugateB) {
  DoubleImage out(a.rows(), b.cols());
  for (std::size_t r = 0; r < a.rows(); ++r) {
    for (std::size_t c = 0; c < b.cols(); ++c) {
      for (std::size_t k = 0; k < a.cols(); ++k) {
        out(r, c) += (conjugateA ? std::conj(a(r, k)) : a(r, k)) * (conjugateB ? std::conj(b(k, c)) : b(k, c));
      }
    }
  }
  return out;
}

/// What multiplies (other part)*·Δ in the update of one part: `values` is the other part under the window.
std::vector<double> weights(const std::string& engine, double step, double alpha, const DoubleImage& values) {
  double peak = 0;
  for (const auto& value : values) peak = std::max(peak, std::norm(value));
  std::vector<double> out;
  for (const auto& value : values) {
    const double power = std::norm(value);
    if (engine == "pie") out.push_back(step * std::sqrt(power) / std::sqrt(peak) / (power + alpha * peak));
    else if (engine == "epie") out.push_back(step / peak);
    else out.push_back(step / ((1 - alpha) * power + alpha * peak));
  }
  return out;
}

void carryOn(double friction, DoubleImage& velocity, DoubleImage& value, DoubleImage& from) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    velocity[i] = friction * velocity[i] + (value[i] - from[i]);
    value[i] += friction * velocity[i];
  }
  from = value;
}

}  // namespace

PlainPie::PlainPie(std::string name, const Acquisition& acquisition, const Estimate& start)
    : engine(std::move(name)),
      object(inDouble(start.object.data(), start.object.rows(), start.object.cols())),
      probe(inDouble(start.probe.data(), start.probe.rows(), start.probe.cols())),
      fourier(acquisition.probe.rows(), acquisition.probe.rows()),
      objectVelocity(object.rows(), object.cols()),
      probeVelocity(probe.rows(), probe.cols()),
      objectFrom(object),
      probeFrom(probe) {
  const auto n = static_cast<double>(fourier.rows());
  for (std::size_t u = 0; u < fourier.rows(); ++u) {
    for (std::size_t r = 0; r < fourier.cols(); ++r) {
      fourier(u, r) = std::polar(1 / std::sqrt(n), -2 * std::numbers::pi * static_cast<double>(u * r) / n);
    }
  }
}

void PlainPie::iterate(const Acquisition& acquisition) {
  const std::size_t side = probe.rows();
  for (std::size_t j = 0; j < acquisition.scan.positions.size(); ++j) {
    const auto row = static_cast<std::size_t>(acquisition.scan.positions[j].row);
    const auto col = static_cast<std::size_t>(acquisition.scan.positions[j].col);
    DoubleImage patch(side, side);
    DoubleImage wave(side, side);
    for (std::size_t r = 0; r < side; ++r) {
      for (std::size_t c = 0; c < side; ++c) {
        patch(r, c) = object(row + r, col + c);
        wave(r, c) = probe(r, c) * patch(r, c);
      }
    }
    DoubleImage far = product(product(fourier, wave, false, false), fourier, false, false);
    for (std::size_t i = 0; i < far.size(); ++i) {
      const double magnitude = std::sqrt(static_cast<double>(acquisition.patterns.image(j)[i]));
      if (std::abs(far[i]) > 0) far[i] *= magnitude / std::abs(far[i]);
    }
    const DoubleImage projected = product(product(fourier, far, true, false), fourier, false, true);
    const std::vector<double> objectWeights = weights(engine, beta, alpha, probe);
    const std::vector<double> probeWeights = weights(engine, probe_step, alpha, patch);
    for (std::size_t i = 0; i < wave.size(); ++i) {
      const std::complex<double> change = projected[i] - wave[i];
      object(row + i / side, col + i % side) += objectWeights[i] * std::conj(probe[i]) * change;
      probe[i] += probeWeights[i] * std::conj(patch[i]) * change;
    }
  }
  if (engine != "mpie") return;
  carryOn(friction, objectVelocity, object, objectFrom);
  if (probe_step > 0) carryOn(friction, probeVelocity, probe, probeFrom);
}

double relativeDistance(const Complex* a, const DoubleImage& b) {
  double change = 0;
  double norm = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    change += std::norm(std::complex<double>(a[i]) - b[i]);
    norm += std::norm(b[i]);
  }
  return std::sqrt(change / norm);
}

}  // namespace ptycho::test
