#include "core/reconstruct/problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/reconstruct/kernels.h"

namespace ptycho {

namespace {

bool wholePixel(const Position& p) { return p.row == std::floor(p.row) && p.col == std::floor(p.col); }

Result<void> checkIntensities(const RealStack& patterns, const MaskImage& mask) {
  for (std::size_t j = 0; j < patterns.count(); ++j) {
    const float* values = patterns.image(j);
    for (std::size_t i = 0; i < patterns.imageSize(); ++i) {
      if (!mask.empty() && mask[i] == 0) continue;
      if (std::isfinite(values[i]) && values[i] >= 0) continue;
      return badInput(fmt::format("pattern {} has the value {} at row {}, column {}; intensities must be finite and not "
                                  "negative. Mask the pixel or correct the data.", j, values[i], i / patterns.cols(),
                                  i % patterns.cols()), "patterns");
    }
  }
  return {};
}

}  // namespace

Result<void> ReconstructionProblem::check(const Acquisition& acquisition) {
  const auto& patterns = acquisition.patterns;
  const auto& probe = acquisition.probe;
  const auto& scan = acquisition.scan;
  if (patterns.empty()) return badInput("has no diffraction patterns.", "patterns");
  if (probe.empty()) return badInput("has no probe; give one in the file (data set /probe).", "probe");
  if (patterns.rows() != patterns.cols()) {
    return badInput(fmt::format("are {} × {} px; engines need square patterns. Crop them.", patterns.rows(),
                                patterns.cols()), "patterns");
  }
  if (probe.rows() != patterns.rows() || probe.cols() != patterns.cols()) {
    return badInput(fmt::format("is {} × {} px but the patterns are {} × {} px; they must agree.", probe.rows(),
                                probe.cols(), patterns.rows(), patterns.cols()), "probe");
  }
  if (scan.positions.size() != patterns.count()) {
    return badInput(fmt::format("are {} but there are {} patterns; give one position for each pattern.",
                                scan.positions.size(), patterns.count()), "positions");
  }
  if (!acquisition.mask.empty() && !acquisition.mask.sameShape(probe)) {
    return badInput(fmt::format("is {} × {} px but the patterns are {} × {} px.", acquisition.mask.rows(),
                                acquisition.mask.cols(), patterns.rows(), patterns.cols()), "mask");
  }
  const auto window = static_cast<double>(patterns.rows());
  for (std::size_t j = 0; j < scan.positions.size(); ++j) {
    const auto& p = scan.positions[j];
    const bool inside = p.row >= 0 && p.col >= 0 && std::ceil(p.row) + window <= scan.object_rows &&
                        std::ceil(p.col) + window <= scan.object_cols;
    if (!inside) {
      return badInput(fmt::format("position {} at ({:.6g}, {:.6g}) px puts its window outside the object of {} × {} px; "
                                  "correct the position or enlarge the object.", j, p.row, p.col, scan.object_rows,
                                  scan.object_cols), "positions");
    }
  }
  for (const auto& value : probe) {
    if (!std::isfinite(value.real()) || !std::isfinite(value.imag())) {
      return badInput("has values that are not finite; correct or replace it.", "probe");
    }
  }
  PTYCHO_CHECK(checkIntensities(patterns, acquisition.mask));
  const auto lit = std::ranges::any_of(patterns, [](float v) { return v > 0; });
  if (!lit) return badInput("are all zero; there is nothing to reconstruct from.", "patterns");
  return {};
}

ReconstructionProblem::ReconstructionProblem(const Acquisition& acquisition, int threads)
    : m_threads(std::max(1, threads)),
      m_scan(acquisition.scan),
      m_probe(acquisition.probe),
      m_fft(m_probe.rows(), m_probe.cols()),
      m_targets(acquisition.patterns.count(), acquisition.patterns.rows(), acquisition.patterns.cols()) {
  for (std::size_t j = 0; j < patterns(); ++j) {
    const float* intensity = acquisition.patterns.image(j);
    float* out = m_targets.image(j);
    for (std::size_t i = 0; i < windowSize(); ++i) {
      const bool valid = acquisition.mask.empty() || acquisition.mask[i] != 0;
      const float magnitude = valid ? std::sqrt(intensity[i]) : 0.0F;
      out[i] = valid ? magnitude * m_fft.scale() : -1.0F;
      m_magnitudeSum += magnitude;
    }
  }
  m_byRow.resize(patterns());
  std::iota(m_byRow.begin(), m_byRow.end(), std::size_t{0});
  std::ranges::stable_sort(m_byRow, {}, [this](std::size_t j) { return std::floor(m_scan.positions[j].row); });
  for (const std::size_t j : m_byRow) m_firstRow.push_back(static_cast<std::size_t>(m_scan.positions[j].row));

  ComplexStack powers(patterns(), window(), window());
  ComplexImage scratch(window(), window());
  for (std::size_t j = 0; j < patterns(); ++j) {
    for (std::size_t m = 0; m < modes(); ++m) {
      kernels::addConjugateProduct(m_probe.image(m), m_probe.image(m), powers.image(j), windowSize());
    }
    bringToGrid(j, powers.image(j), scratch);
  }
  m_illumination = RealImage(static_cast<std::size_t>(m_scan.object_rows), static_cast<std::size_t>(m_scan.object_cols));
  sumRows(powers, [this](std::size_t row, const Complex* sum) {
    for (std::size_t c = 0; c < m_illumination.cols(); ++c) m_illumination(row, c) = std::max(0.0F, sum[c].real());
  });
  m_largestIllumination = *std::ranges::max_element(m_illumination);
  m_wholePixels = m_scan.hasIntegerPositions();
}

float ReconstructionProblem::epsilon(double regularisation) const {
  constexpr double kSmallestBetweenPixels = 0.05;
  const double used = m_wholePixels ? regularisation : std::max(regularisation, kSmallestBetweenPixels);
  return static_cast<float>(used * m_largestIllumination);
}

void ReconstructionProblem::gather(const ComplexImage& object, std::size_t j, ComplexImage& patch) const {
  gatherPatch(object, m_scan.positions[j], SubpixelMethod::Fourier, patch, &m_fft);
}

void ReconstructionProblem::bringToGrid(std::size_t j, Complex* contribution, ComplexImage& scratch) const {
  const auto& p = m_scan.positions[j];
  if (wholePixel(p)) return;
  std::copy_n(contribution, windowSize(), scratch.data());
  ComplexImage onGrid(scratch.rows(), scratch.cols());
  scatterPatch(scratch, {p.row - std::floor(p.row), p.col - std::floor(p.col)}, SubpixelMethod::Fourier, onGrid, &m_fft);
  std::copy_n(onGrid.data(), windowSize(), contribution);
}

void ReconstructionProblem::addRow(const ComplexStack& contributions, std::size_t row, Complex* sum) const {
  const std::size_t side = window();
  std::fill_n(sum, static_cast<std::size_t>(m_scan.object_cols), Complex{});
  const std::size_t lowest = row + 1 > side ? row + 1 - side : 0;
  auto k = static_cast<std::size_t>(std::ranges::lower_bound(m_firstRow, lowest) - m_firstRow.begin());
  for (; k < m_byRow.size() && m_firstRow[k] <= row; ++k) {
    const std::size_t j = m_byRow[k];
    const Complex* in = contributions.image(j) + (row - m_firstRow[k]) * side;
    kernels::addScaled(in, 1.0F, sum + static_cast<std::size_t>(m_scan.positions[j].col), side);
  }
}

double ReconstructionProblem::residual(const ComplexImage& object) const {
  std::vector<double> parts(patterns());
  const auto count = static_cast<std::ptrdiff_t>(patterns());
#pragma omp parallel num_threads(m_threads)
  {
    ComplexImage patch(window(), window());
    ComplexImage wave(window(), window());
    RealImage power(window(), window());
#pragma omp for schedule(dynamic)
    for (std::ptrdiff_t k = 0; k < count; ++k) {
      const auto j = static_cast<std::size_t>(k);
      gather(object, j, patch);
      std::ranges::fill(power, 0.0F);
      for (std::size_t m = 0; m < modes(); ++m) {
        kernels::exitWave(m_probe.image(m), patch.data(), wave.data(), windowSize());
        m_fft.forwardUnscaled(wave.data());
        kernels::addPower(wave.data(), power.data(), windowSize());
      }
      parts[j] = kernels::residualSum(power.data(), target(j), m_fft.scale(), windowSize());
    }
  }
  return std::accumulate(parts.begin(), parts.end(), 0.0) / m_magnitudeSum;
}

}  // namespace ptycho
