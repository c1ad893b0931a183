#include "core/reconstruct/problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <numbers>

#include <fmt/format.h>

#include "core/optics/forward_model.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/target_stream.h"

namespace ptycho {

namespace {

Result<void> checkIntensities(const float* values, std::size_t j, std::size_t side, const MaskImage& mask) {
  for (std::size_t i = 0; i < side * side; ++i) {
    if (!mask.empty() && mask[i] == 0) continue;
    if (std::isfinite(values[i]) && values[i] >= 0) continue;
    return badInput(fmt::format("pattern {} has the value {} at row {}, column {}; intensities must be finite and not "
                                "negative. Mask the pixel or correct the data.", j, values[i], i / side, i % side),
                    "patterns");
  }
  return {};
}

Result<void> allZero() { return badInput("are all zero; there is nothing to reconstruct from.", "patterns"); }

/// The modes of the acquisition, then copies of the first with a tilt of one period more each and 1 % of its power.
ComplexStack withModes(const ComplexStack& probe, int wanted) {
  const auto count = wanted > 0 ? static_cast<std::size_t>(wanted) : probe.count();
  ComplexStack modes(count, probe.rows(), probe.cols());
  for (std::size_t m = 0; m < count; ++m) {
    const Complex* given = probe.image(std::min(m, probe.count() - 1));
    std::copy_n(given, probe.imageSize(), modes.image(m));
    if (m < probe.count()) continue;
    const std::size_t k = m - probe.count() + 1;
    const double periods = 0.5 * static_cast<double>(k);
    for (std::size_t i = 0; i < probe.imageSize(); ++i) {
      const std::size_t along = k % 2 == 1 ? i % probe.cols() : i / probe.cols();
      const double middle = static_cast<double>(along) / static_cast<double>(probe.cols()) - 0.5;
      modes.image(m)[i] = 0.1F * probe.image(0)[i] * static_cast<float>(2 * std::sin(2 * std::numbers::pi * periods * middle));
    }
  }
  return modes;
}

}  // namespace

Result<void> ReconstructionProblem::check(const Acquisition& acquisition) {
  const std::size_t count = acquisition.patternCount();
  const std::size_t rows = acquisition.patternRows();
  const std::size_t cols = acquisition.patternCols();
  const auto& probe = acquisition.probe;
  const auto& scan = acquisition.scan;
  if (count == 0) return badInput("has no diffraction patterns.", "patterns");
  PTYCHO_CHECK(transferFor(acquisition));
  if (probe.empty()) return badInput("has no probe; give one in the file (data set /probe).", "probe");
  if (rows != cols) {
    return badInput(fmt::format("are {} × {} px; engines need square patterns. Crop them.", rows, cols),
                    "patterns");
  }
  if (probe.rows() != rows || probe.cols() != cols) {
    return badInput(fmt::format("is {} × {} px but the patterns are {} × {} px; they must agree.", probe.rows(),
                                probe.cols(), rows, cols), "probe");
  }
  if (scan.positions.size() != count) {
    return badInput(fmt::format("are {} but there are {} patterns; give one position for each pattern.",
                                scan.positions.size(), count), "positions");
  }
  if (!acquisition.background.empty() && !acquisition.background.sameShape(probe)) {
    return badInput(fmt::format("is {} × {} px but the patterns are {} × {} px.", acquisition.background.rows(),
                                acquisition.background.cols(), rows, cols), "background");
  }
  if (!acquisition.mask.empty() && !acquisition.mask.sameShape(probe)) {
    return badInput(fmt::format("is {} × {} px but the patterns are {} × {} px.", acquisition.mask.rows(),
                                acquisition.mask.cols(), rows, cols), "mask");
  }
  const auto window = static_cast<double>(rows);
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
  if (acquisition.source) return {};
  for (std::size_t j = 0; j < count; ++j) {
    PTYCHO_CHECK(checkIntensities(acquisition.patterns.image(j), j, rows, acquisition.mask));
  }
  const auto lit = std::ranges::any_of(acquisition.patterns, [](float v) { return v > 0; });
  return lit ? Result<void>() : allZero();
}

ReconstructionProblem::ReconstructionProblem(const Acquisition& acquisition, int threads)
    : ReconstructionProblem(acquisition, acquisition.patterns, ProblemOptions{threads, 0, 0, 0, {}}) {}

ReconstructionProblem::ReconstructionProblem(const Acquisition& acquisition, RealStack patterns,
                                             const ProblemOptions& options)
    : ReconstructionProblem(acquisition, std::move(patterns), options,
                            transferFor(acquisition).value_or(ComplexImage())) {}

ReconstructionProblem::ReconstructionProblem(const Acquisition& acquisition, RealStack patterns,
                                             const ProblemOptions& options, const ComplexImage& transfer)
    : m_threads(std::max(1, options.threads)),
      m_margin(options.margin_px),
      m_scan(acquisition.scan),
      m_probe(withModes(acquisition.probe, options.probe_modes)),
      m_nearField(!transfer.empty()),
      m_detector(m_probe.rows(), m_probe.cols(), transfer),
      m_roundTrip(m_probe.rows(), FftPlanning::Estimated, transfer),
      m_targets(std::move(patterns)),
      m_background(acquisition.background) {
  for (auto& p : m_scan.positions) p = {p.row + m_margin, p.col + m_margin};
  m_scan.object_rows += 2 * m_margin;
  m_scan.object_cols += 2 * m_margin;
  if (options.background > 0) {
    if (m_background.empty()) m_background = RealImage(window(), window());
    for (auto& value : m_background) value += static_cast<float>(options.background);
  }
  if (!options.support.empty()) {
    m_support = MaskImage(static_cast<std::size_t>(m_scan.object_rows), static_cast<std::size_t>(m_scan.object_cols));
    const auto frame = static_cast<std::size_t>(m_margin);
    for (std::size_t r = 0; r < options.support.rows(); ++r) {
      std::copy_n(options.support.row(r), options.support.cols(), m_support.row(frame + r) + frame);
    }
  }
  if (!m_background.empty()) {
    m_backgroundColumns = RealImage(window(), window());
    transposed(m_background.data(), window(), m_backgroundColumns.data());
  }
  MagnitudeScale magnitudes(acquisition.mask, m_detector.scale());
  if (!acquisition.source) {
    RealImage rows(window(), window());
    for (std::size_t j = 0; j < this->patterns(); ++j) {
      addMagnitudes(m_targets.image(j), acquisition.mask);
      magnitudes.apply(m_targets.image(j), rows.data(), windowSize());
      transposed(rows.data(), window(), m_targets.image(j));
    }
    return;
  }
  m_stream = std::make_shared<TargetStream>(acquisition.source, std::move(magnitudes), m_threads);
  auto loaded = m_stream->load([&](std::size_t j, const float* intensities) {
    auto checked = checkIntensities(intensities, j, window(), acquisition.mask);
    if (checked) addMagnitudes(intensities, acquisition.mask);
    return checked;
  });
  if (loaded && !(m_magnitudeSum > 0)) loaded = allZero();
  if (!loaded) m_failure = loaded.error();
}

/// Adds Σ √(I − background) over the valid pixels of one pattern.
void ReconstructionProblem::addMagnitudes(const float* intensities, const MaskImage& mask) {
  for (std::size_t i = 0; i < windowSize(); ++i) {
    if (!mask.empty() && mask[i] == 0) continue;
    const float without = m_background.empty() ? intensities[i] : std::max(0.0F, intensities[i] - m_background[i]);
    m_magnitudeSum += std::sqrt(without);
  }
}

void ReconstructionProblem::beginPass(std::span<const std::size_t> order) const {
  if (m_stream) m_stream->beginPass(order);
}

std::optional<Error> ReconstructionProblem::failure() const {
  return m_failure || !m_stream ? m_failure : m_stream->failure();
}

const float* ReconstructionProblem::rowsOf(std::size_t j, RealImage& buffer) const {
  if (m_stream) m_stream->fetchRows(j, buffer.data());
  else transposed(m_targets.image(j), window(), buffer.data());
  return buffer.data();
}

const float* ReconstructionProblem::columnsOf(std::size_t j, RealImage& buffer) const {
  return m_stream ? m_stream->fetchColumns(j, buffer.data()) : m_targets.image(j);
}

const float* ReconstructionProblem::scaledTarget(std::size_t j, const float* values, const RealImage& background,
                                                 RealImage& buffer) const {
  if (!background.empty()) {
    kernels::withoutBackground(values, background.data(), m_detector.scale(), buffer.data(), windowSize());
    values = buffer.data();
  }
  if (scale(j) == 1.0F) return values;
  const float factor = 1 / std::sqrt(scale(j));  // masked pixels stay negative
  for (std::size_t i = 0; i < windowSize(); ++i) buffer[i] = factor * values[i];
  return buffer.data();
}

const float* ReconstructionProblem::scaledMeasured(std::size_t j, const float* values, const RealImage& background,
                                                   RealImage& buffer) const {
  if (background.empty() || scale(j) == 1.0F) return scaledTarget(j, values, {}, buffer);
  const float unit = m_detector.scale() * m_detector.scale();
  for (std::size_t i = 0; i < windowSize(); ++i) {
    const float beside = unit * background[i];
    const float power = (values[i] * values[i] - beside) / scale(j) + beside;
    buffer[i] = values[i] < 0 ? -1.0F : std::sqrt(std::max(0.0F, power));
  }
  return buffer.data();
}

const float* ReconstructionProblem::target(std::size_t j, RealImage& buffer) const {
  return scaledTarget(j, rowsOf(j, buffer), m_background, buffer);
}

const float* ReconstructionProblem::measured(std::size_t j, RealImage& buffer) const {
  return scaledMeasured(j, rowsOf(j, buffer), m_background, buffer);
}

const float* ReconstructionProblem::columnTarget(std::size_t j, RealImage& buffer) const {
  return scaledTarget(j, columnsOf(j, buffer), m_backgroundColumns, buffer);
}

const float* ReconstructionProblem::columnMeasured(std::size_t j, RealImage& buffer) const {
  return scaledMeasured(j, columnsOf(j, buffer), m_backgroundColumns, buffer);
}

Estimate ReconstructionProblem::startFrom(const ComplexImage& object) const {
  return {object, m_probe, m_scan.positions, {}};
}

ComplexImage ReconstructionProblem::withMargin(const ComplexImage& object) const {
  const auto frame = static_cast<std::size_t>(m_margin);
  ComplexImage framed(object.rows() + 2 * frame, object.cols() + 2 * frame);
  for (std::size_t r = 0; r < framed.rows(); ++r) {
    const std::size_t from = std::clamp(r, frame, frame + object.rows() - 1) - frame;
    for (std::size_t c = 0; c < framed.cols(); ++c) {
      framed(r, c) = object(from, std::clamp(c, frame, frame + object.cols() - 1) - frame);
    }
  }
  return framed;
}

ComplexImage ReconstructionProblem::withoutMargin(const ComplexImage& object) const {
  const auto frame = static_cast<std::size_t>(m_margin);
  ComplexImage inner(object.rows() - 2 * frame, object.cols() - 2 * frame);
  for (std::size_t r = 0; r < inner.rows(); ++r) std::copy_n(object.row(r + frame) + frame, inner.cols(), inner.row(r));
  return inner;
}

double diffractionResidual(const ReconstructionProblem& problem, const Estimate& estimate) {
  problem.beginPass();
  std::vector<double> parts(problem.patterns());
  const auto count = static_cast<std::ptrdiff_t>(problem.patterns());
  const std::size_t side = problem.window();
  const RoundTrip& transform = problem.roundTrip();
#pragma omp parallel num_threads(problem.threads())
  {
    ComplexImage patch(side, side);
    ComplexImage probe(side, side);
    RealImage power(side, RoundTrip::kLines);
    RealImage buffer(side, side);
    RoundTripBuffer trip(side, problem.modes());
#pragma omp for schedule(dynamic)
    for (std::ptrdiff_t k = 0; k < count; ++k) {
      const auto j = static_cast<std::size_t>(k);
      const float* target = problem.columnTarget(j, buffer);
      gatherPatch(estimate.object, estimate.positions[j], SubpixelMethod::Fourier, patch, &problem.fft());
      for (std::size_t m = 0; m < problem.modes(); ++m) {
        const Complex* mode = probeOf(estimate, j, m, probe);
        transform.forwardRows(trip, m, [&](std::size_t row, std::size_t lines, Complex* rows) {
          kernels::exitWave(mode + row * side, patch.row(row), rows, lines * side);
        });
      }
      transform.forwardColumns(trip, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
        kernels::power(blocks[0], power.data(), lines * side);
        for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], power.data(), lines * side);
        parts[j] += kernels::residualSum(power.data(), target + column * side, transform.scale(), lines * side);
      });
      if (problem.scale(j) != 1.0F) parts[j] *= std::sqrt(static_cast<double>(problem.scale(j)));
    }
  }
  return std::accumulate(parts.begin(), parts.end(), 0.0) / problem.magnitudeSum();
}

}  // namespace ptycho
