#include "core/metrics/ambiguity.h"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <fmt/format.h>

#include "core/metrics/correlation_peak.h"

namespace ptycho {

namespace {

using Value = std::complex<double>;
constexpr int kMostRounds = 25;
constexpr double kSmallestStep = 1e-6;

/// Shift in px and ramp in rad/px, of rows and columns.
struct Alignment {
  std::array<double, 2> shift{};
  std::array<double, 2> ramp{};
};

/// picture·e^{sign·i·ramp·(r − middle)}
ComplexImage turned(const ComplexImage& picture, const Alignment& by, double sign) {
  ComplexImage out = picture;
  for (std::size_t r = 0; r < out.rows(); ++r) {
    const double down = by.ramp[0] * (static_cast<double>(r) - 0.5 * static_cast<double>(out.rows()));
    for (std::size_t c = 0; c < out.cols(); ++c) {
      const double across = by.ramp[1] * (static_cast<double>(c) - 0.5 * static_cast<double>(out.cols()));
      out(r, c) *= Complex(std::polar(1.0, sign * (down + across)));
    }
  }
  return out;
}

/// The ramp, then the shift undone: (turned picture)(r + shift), a Fourier shift of the picture as it is.
ComplexImage undo(const ComplexImage& picture, const Alignment& by, double sign) {
  return shiftObject(turned(picture, by, sign), -by.shift[0], -by.shift[1]);
}

/// The same for an object: reflected at its borders first, so that no jump rings when it is shifted.
ComplexImage undoObject(const ComplexImage& object, const Alignment& by) {
  const ComplexImage flat = turned(object, by, 1);
  if (by.shift[0] == 0 && by.shift[1] == 0) return flat;
  const std::size_t rows = object.rows();
  const std::size_t cols = object.cols();
  ComplexImage reflected(2 * rows, 2 * cols);
  for (std::size_t r = 0; r < 2 * rows; ++r) {
    const Complex* from = flat.row(r < rows ? r : 2 * rows - 1 - r);
    for (std::size_t c = 0; c < 2 * cols; ++c) reflected(r, c) = from[c < cols ? c : 2 * cols - 1 - c];
  }
  const ComplexImage moved = shiftObject(reflected, -by.shift[0], -by.shift[1]);
  ComplexImage out(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(moved.row(r), cols, out.row(r));
  return out;
}

/// ⟨a, b⟩ = Σ conj(a)·b over the region.
Value inner(const ComplexImage& a, const ComplexImage& b, const MaskImage* region) {
  Value sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (region == nullptr || (*region)[i] != 0) sum += std::conj(Value(a[i])) * Value(b[i]);
  }
  return sum;
}

/// Normal equations of a Gauss–Newton step for shift and ramp; each picture's own complex factor is solved for in them
/// by projecting it out.
struct NormalEquations {
  std::array<std::array<double, 4>, 4> matrix{};
  std::array<double, 4> right{};

  /// @param aligned  already multiplied by its factor; @param sign  of its ramp; @param weight  1/‖truth‖²
  void add(const ComplexImage& aligned, const ComplexImage& truth, double sign, double weight, const MaskImage* region) {
    // Columns: ∂/∂shift (rows, cols), ∂/∂ramp (rows, cols), then the picture itself, whose complex share is removed.
    std::array<Value, 4> overlap{};
    Value overlapError = 0;
    double power = 0;
    std::array<std::array<double, 4>, 4> full{};
    std::array<double, 4> rightFull{};
    const std::size_t rows = aligned.rows();
    const std::size_t cols = aligned.cols();
    for (std::size_t r = 1; r + 1 < rows; ++r) {
      for (std::size_t c = 1; c + 1 < cols; ++c) {
        if (region != nullptr && (*region)(r, c) == 0) continue;
        const Value value = aligned(r, c);
        const Value error = Value(truth(r, c)) - value;
        const Value turn = Value(0, sign) * value;
        const std::array<Value, 4> columns{0.5 * Value(aligned(r + 1, c) - aligned(r - 1, c)),
                                           0.5 * Value(aligned(r, c + 1) - aligned(r, c - 1)),
                                           turn * (static_cast<double>(r) - 0.5 * static_cast<double>(rows)),
                                           turn * (static_cast<double>(c) - 0.5 * static_cast<double>(cols))};
        power += std::norm(value);
        overlapError += std::conj(value) * error;
        for (std::size_t a = 0; a < 4; ++a) {
          overlap[a] += std::conj(value) * columns[a];
          rightFull[a] += (std::conj(columns[a]) * error).real();
          for (std::size_t b = a; b < 4; ++b) full[a][b] += (std::conj(columns[a]) * columns[b]).real();
        }
      }
    }
    if (!(power > 0)) return;
    for (std::size_t a = 0; a < 4; ++a) {
      right[a] += weight * (rightFull[a] - (std::conj(overlap[a]) * overlapError).real() / power);
      for (std::size_t b = a; b < 4; ++b) {
        matrix[a][b] += weight * (full[a][b] - (std::conj(overlap[a]) * overlap[b]).real() / power);
        matrix[b][a] = matrix[a][b];
      }
    }
  }

  /// Gaussian elimination of the positive matrix. @return false when it is singular
  bool solve(std::array<double, 4>& step) {
    for (std::size_t k = 0; k < 4; ++k) {
      if (!(matrix[k][k] > 1e-12)) return false;
      for (std::size_t r = k + 1; r < 4; ++r) {
        const double factor = matrix[r][k] / matrix[k][k];
        for (std::size_t c = k; c < 4; ++c) matrix[r][c] -= factor * matrix[k][c];
        right[r] -= factor * right[k];
      }
    }
    for (std::size_t k = 4; k-- > 0;) {
      step[k] = right[k];
      for (std::size_t c = k + 1; c < 4; ++c) step[k] -= matrix[k][c] * step[c];
      step[k] /= matrix[k][k];
    }
    return true;
  }
};

std::array<double, 2> centreOfMass(const ComplexStack& probe) {
  double mass = 0, down = 0, across = 0;
  for (std::size_t k = 0; k < probe.size(); ++k) {
    const auto power = static_cast<double>(std::norm(probe.data()[k]));
    mass += power;
    down += power * static_cast<double>(k % probe.imageSize() / probe.cols());
    across += power * static_cast<double>(k % probe.cols());
  }
  return {down / mass, across / mass};
}

void multiply(ComplexImage& picture, Value factor) {
  for (auto& value : picture) value = Complex(Value(value) * factor);
}

/// Both with the alignment undone and the best factors: c for the object, a phase and 1/|c| for each mode.
struct Aligned {
  ComplexImage object;
  std::vector<ComplexImage> modes;
  double scale = 1;
};

Aligned alignBoth(const ComplexImage& object, const ComplexStack& probe, const ComplexImage& truth,
                  const ComplexStack& truthProbe, const MaskImage* region, const Alignment& by) {
  Aligned out{undoObject(object, by), {}, 1};
  const Value factor = inner(out.object, truth, region) / inner(out.object, out.object, region).real();
  multiply(out.object, factor);
  out.scale = std::abs(factor);
  for (std::size_t m = 0; m < probe.count(); ++m) {
    out.modes.push_back(undo(probe.copy(m), by, -1));
    const Value overlap = inner(out.modes[m], truthProbe.copy(m), nullptr);
    const Value turn = std::abs(overlap) > 0 ? overlap / std::abs(overlap) : Value(1);
    multiply(out.modes[m], out.scale > 0 ? turn / out.scale : turn);
  }
  return out;
}

double relativeError(const ComplexImage& a, const ComplexImage& b, const MaskImage* region) {
  double change = 0, norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (region != nullptr && (*region)[i] == 0) continue;
    change += static_cast<double>(std::norm(a[i] - b[i]));
    norm += static_cast<double>(std::norm(b[i]));
  }
  return std::sqrt(change / norm);
}

/// The f of the raster's period that brings the object nearest to the truth goes from the probe to the object.
void removeRasterPattern(Aligned& aligned, const ComplexImage& truth, const MaskImage* region, const RasterPeriod& raster) {
  const auto rows = static_cast<std::size_t>(raster.rows);
  const auto cols = static_cast<std::size_t>(raster.cols);
  std::vector<Value> overlap(rows * cols);
  std::vector<double> power(rows * cols);
  ComplexImage& object = aligned.object;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (region != nullptr && (*region)[i] == 0) continue;
    const std::size_t cell = i / object.cols() % rows * cols + i % object.cols() % cols;
    overlap[cell] += std::conj(Value(object[i])) * Value(truth[i]);
    power[cell] += std::norm(Value(object[i]));
  }
  const auto apply = [&](ComplexImage& picture, bool divide) {
    for (std::size_t i = 0; i < picture.size(); ++i) {
      const std::size_t cell = i / picture.cols() % rows * cols + i % picture.cols() % cols;
      if (!(power[cell] > 0) || std::abs(overlap[cell]) == 0) continue;
      const Value f = overlap[cell] / power[cell];
      picture[i] = Complex(divide ? Value(picture[i]) / f : Value(picture[i]) * f);
    }
  };
  apply(object, false);
  for (auto& mode : aligned.modes) apply(mode, true);
}

/// This shift and the ramp that is then strongest in the object.
Alignment firstGuess(const ComplexImage& object, const ComplexImage& truth, const std::array<double, 2>& shift) {
  Alignment guess{shift, {}};
  ComplexImage product = undoObject(object, guess);
  for (std::size_t i = 0; i < product.size(); ++i) product[i] *= std::conj(truth[i]);
  const CorrelationPeak peak = findCorrelationPeak(product, 1.0 / 64);
  guess.ramp = {2 * std::numbers::pi * peak.row / static_cast<double>(object.rows()),
                2 * std::numbers::pi * peak.col / static_cast<double>(object.cols())};
  return guess;
}

double power(const auto& values) {
  double sum = 0;
  for (const Complex value : values) sum += static_cast<double>(std::norm(value));
  return sum;
}

/// Gauss–Newton for shift and ramp; the probes may have no modes.
Aligned refine(const ComplexImage& object, const ComplexStack& probe, const ComplexImage& truth,
               const ComplexStack& truthProbe, const MaskImage* region, Alignment& alignment) {
  const double objectWeight = 1 / power(truth);
  const double probeWeight = probe.empty() ? 0 : 1 / power(truthProbe);
  Aligned aligned = alignBoth(object, probe, truth, truthProbe, region, alignment);
  for (int round = 0; round < kMostRounds; ++round) {
    NormalEquations equations;
    equations.add(aligned.object, truth, 1, objectWeight, region);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      equations.add(aligned.modes[m], truthProbe.copy(m), -1, probeWeight, nullptr);
    }
    std::array<double, 4> step{};
    if (!equations.solve(step)) break;
    for (std::size_t k = 0; k < 2; ++k) {
      alignment.shift[k] += std::clamp(step[k], -1.0, 1.0);
      alignment.ramp[k] += step[2 + k];
    }
    aligned = alignBoth(object, probe, truth, truthProbe, region, alignment);
    if (std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]) + std::abs(step[3]) < kSmallestStep) break;
  }
  return aligned;
}

}  // namespace

Result<AmbiguityFreeError> ambiguityFreeError(const ComplexImage& object, const ComplexStack& probe,
                                              const ComplexImage& truthObject, const ComplexStack& truthProbe,
                                              const MaskImage* region, const RasterPeriod& raster) {
  const bool sameProbe = probe.rows() == truthProbe.rows() && probe.cols() == truthProbe.cols() &&
                         probe.count() == truthProbe.count();
  if (!object.sameShape(truthObject) || !sameProbe || (region != nullptr && !region->sameShape(object))) {
    return badInput(fmt::format("object {} × {} px with {} probe modes and truth {} × {} px with {} probe modes cannot "
                                "be compared; bring them to one shape.", object.rows(), object.cols(), probe.count(),
                                truthObject.rows(), truthObject.cols(), truthProbe.count()));
  }
  const double objectPower = power(object);
  const double probeTotal = power(probe);
  if (!(objectPower > 0 && probeTotal > 0 && std::isfinite(objectPower) && std::isfinite(probeTotal))) {
    return badInput("the estimate is zero or not finite; there is nothing to compare.");
  }
  const auto from = centreOfMass(probe);
  const auto to = centreOfMass(truthProbe);
  Alignment alignment = firstGuess(object, truthObject, {from[0] - to[0], from[1] - to[1]});
  Aligned aligned = refine(object, probe, truthObject, truthProbe, region, alignment);
  if (raster.rows > 0 && raster.cols > 0) removeRasterPattern(aligned, truthObject, region, raster);

  AmbiguityFreeError result;
  result.object = objectError(aligned.object, truthObject, region);
  result.object_error = relativeError(aligned.object, truthObject, region);
  double change = 0;
  result.aligned_probe = ComplexStack(probe.count(), probe.rows(), probe.cols());
  for (std::size_t m = 0; m < probe.count(); ++m) {
    result.aligned_probe.assign(m, aligned.modes[m]);
    for (std::size_t i = 0; i < probe.imageSize(); ++i) {
      change += static_cast<double>(std::norm(aligned.modes[m][i] - truthProbe.image(m)[i]));
    }
  }
  result.probe_error = std::sqrt(change / power(truthProbe));
  result.aligned_object = std::move(aligned.object);
  result.scale = aligned.scale;
  result.shift_rows_px = alignment.shift[0];
  result.shift_cols_px = alignment.shift[1];
  // The ramp that was taken away is e^{+ik·r}; the object's own had the opposite slope.
  result.ramp_rows_rad_px = -alignment.ramp[0];
  result.ramp_cols_rad_px = -alignment.ramp[1];
  return result;
}

Result<ComplexImage> alignedObject(const ComplexImage& object, const ComplexImage& truth, const MaskImage* region) {
  if (!object.sameShape(truth) || (region != nullptr && !region->sameShape(object))) {
    return badInput(fmt::format("object {} × {} px and truth {} × {} px cannot be compared; bring them to one shape.",
                                object.rows(), object.cols(), truth.rows(), truth.cols()));
  }
  const double objectPower = power(object);
  if (!(objectPower > 0 && std::isfinite(objectPower))) {
    return badInput("the estimate is zero or not finite; there is nothing to compare.");
  }
  Alignment alignment = firstGuess(object, truth, {0, 0});
  return refine(object, {}, truth, {}, region, alignment).object;
}

Result<ObjectError> alignedObjectError(const ComplexImage& object, const ComplexImage& truth) {
  PTYCHO_TRY(const ComplexImage aligned, alignedObject(object, truth));
  return objectError(aligned, truth);
}

}  // namespace ptycho
