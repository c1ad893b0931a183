#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/metrics/edge_window.h"
#include "core/metrics/metrics.h"
#include "core/optics/fft.h"

namespace ptycho {

namespace {

constexpr std::size_t kSmallestSide = 16;
constexpr std::size_t kLasting = 3;       ///< rings below a threshold; fewer are a dip
constexpr double kShiftTolerance = 0.02;  ///< px; less brings nothing worth mentioning in from the other side

tl::unexpected<Error> tooSmall(std::size_t rows, std::size_t cols) {
  return badInput(fmt::format("an object of {} × {} px is too small for rings; each side needs {} px.", rows, cols,
                              kSmallestSide));
}

/// `moving` laid upon `fixed`, and how far it went.
struct Alignment {
  ComplexImage moved;
  double row = 0;
  double col = 0;
};

/// |⟨a, b⟩| / (‖a‖·‖b‖)
double coherence(const ComplexImage& a, const ComplexImage& b) {
  std::complex<double> inner = 0;
  double normA = 0;
  double normB = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    inner += std::complex<double>(std::conj(a[i]) * b[i]);
    normA += std::norm(a[i]);
    normB += std::norm(b[i]);
  }
  return normA > 0 && normB > 0 ? std::abs(inner) / std::sqrt(normA * normB) : 0;
}

/// A ramp hides the shift and a shift the ramp, so they are taken away in turns.
Result<Alignment> alignFrom(const ComplexImage& fixed, ComplexImage start) {
  constexpr int kUpsampling = 50;
  Alignment alignment{std::move(start)};
  for (int round = 0; round < 2; ++round) {
    PTYCHO_TRY(const auto shift, registerShift(fixed, alignment.moved, kUpsampling));
    alignment.row += shift.first;
    alignment.col += shift.second;
    alignment.moved = removePhaseRamp(shiftObject(alignment.moved, shift.first, shift.second), fixed);
  }
  return alignment;
}

/// With the ramp first where the objects share a strong mean, with the shift first where they do not: whichever of the
/// two ends up more alike.
Result<Alignment> layUpon(const ComplexImage& fixed, const ComplexImage& moving) {
  PTYCHO_TRY(Alignment rampFirst, alignFrom(fixed, removePhaseRamp(moving, fixed)));
  PTYCHO_TRY(Alignment shiftFirst, alignFrom(fixed, moving));
  return coherence(fixed, rampFirst.moved) >= coherence(fixed, shiftFirst.moved) ? std::move(rampFirst)
                                                                                 : std::move(shiftFirst);
}

ComplexImage cropBorder(const ComplexImage& object, std::size_t rows, std::size_t cols) {
  ComplexImage inner(object.rows() - 2 * rows, object.cols() - 2 * cols);
  for (std::size_t r = 0; r < inner.rows(); ++r) std::copy_n(object.row(r + rows) + cols, inner.cols(), inner.row(r));
  return inner;
}

double signedFrequency(std::size_t k, std::size_t side) {
  return (static_cast<double>(k) - (2 * k > side ? static_cast<double>(side) : 0.0)) / static_cast<double>(side);
}

/// First frequency at which the curve falls below the threshold and stays there for kLasting rings (or to the last one),
/// between rings by a straight line.
double firstCrossing(const RingCorrelation& rings, const auto& threshold) {
  const std::size_t count = rings.correlation.size();
  const auto above = [&](std::size_t k) { return rings.correlation[k] >= threshold(k); };
  for (std::size_t k = 0; k < count; ++k) {
    std::size_t last = k;
    while (last < std::min(k + kLasting, count) && !above(last)) ++last;
    if (last < std::min(k + kLasting, count)) {
      k = last;  // the ring that is above: what was below before it was a dip
      continue;
    }
    const double excess = rings.correlation[k] - threshold(k);
    if (k == 0) return 0;
    const double before = rings.correlation[k - 1] - threshold(k - 1);
    return rings.frequency[k - 1] + (rings.frequency[k] - rings.frequency[k - 1]) * before / (before - excess);
  }
  return 0.5;
}

/// Rings are 1/min(rows, cols) wide, centred on its multiples.
RingCorrelation correlateRings(const ComplexImage& a, const ComplexImage& b) {
  const std::size_t side = std::min(a.rows(), a.cols());
  struct Ring {
    double cross = 0, powerA = 0, powerB = 0, count = 0;
  };
  std::vector<Ring> sums(side / 2 + 1);
  for (std::size_t r = 0; r < a.rows(); ++r) {
    const double down = signedFrequency(r, a.rows());
    for (std::size_t c = 0; c < a.cols(); ++c) {
      const double radius = std::hypot(down, signedFrequency(c, a.cols()));
      const auto k = static_cast<std::size_t>(std::lround(radius * static_cast<double>(side)));
      if (k >= sums.size()) continue;
      const std::complex<double> first(a(r, c));
      const std::complex<double> second(b(r, c));
      sums[k].cross += (first * std::conj(second)).real();
      sums[k].powerA += std::norm(first);
      sums[k].powerB += std::norm(second);
      sums[k].count += 1;
    }
  }
  RingCorrelation rings;
  for (std::size_t k = 1; k < sums.size(); ++k) {
    const double power = std::sqrt(sums[k].powerA * sums[k].powerB);
    rings.frequency.push_back(static_cast<double>(k) / static_cast<double>(side));
    rings.correlation.push_back(power > 0 ? sums[k].cross / power : 0.0);
    rings.half_bit.push_back(halfBitThreshold(sums[k].count));
  }
  rings.cutoff_half_bit = firstCrossing(rings, [&rings](std::size_t k) { return rings.half_bit[k]; });
  rings.cutoff_half = firstCrossing(rings, [](std::size_t) { return 0.5; });
  return rings;
}

}  // namespace

double halfBitThreshold(double n) {
  const double root = std::sqrt(n);
  return (0.2071 + 1.9102 / root) / (1.2071 + 0.9102 / root);
}

Result<RingCorrelation> ringCorrelation(const ComplexImage& a, const ComplexImage& b, bool align) {
  if (!a.sameShape(b)) {
    return badInput(fmt::format("objects of {} × {} and {} × {} px have no common rings; crop them to one shape.",
                                a.rows(), a.cols(), b.rows(), b.cols()));
  }
  if (a.rows() < kSmallestSide || a.cols() < kSmallestSide) return tooSmall(a.rows(), a.cols());
  std::optional<ComplexImage> first;
  std::optional<ComplexImage> second;
  if (align) {
    PTYCHO_TRY(const Alignment alignment, layUpon(a, b));
    // What the Fourier shift brought in from the other side belongs to neither.
    const auto rows = static_cast<std::size_t>(std::ceil(std::max(0.0, std::abs(alignment.row) - kShiftTolerance)));
    const auto cols = static_cast<std::size_t>(std::ceil(std::max(0.0, std::abs(alignment.col) - kShiftTolerance)));
    if (2 * rows + kSmallestSide > a.rows() || 2 * cols + kSmallestSide > a.cols()) {
      return badInput(fmt::format("the objects lie {:.1f} and {:.1f} px apart and share too little; crop them to the "
                                  "same place first.",
                                  alignment.row, alignment.col));
    }
    first = fadedObject(cropBorder(a, rows, cols));
    second = fadedObject(cropBorder(alignment.moved, rows, cols));
  } else {
    first = fadedObject(a);
    second = fadedObject(b);
  }
  if (!first || !second) {
    return badInput("one of the objects is constant or not finite; there are no frequencies to compare.");
  }
  const Fft2 fft(first->rows(), first->cols());
  fft.forward(first->data());
  fft.forward(second->data());
  return correlateRings(*first, *second);
}

}  // namespace ptycho
