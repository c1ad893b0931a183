#include "tests/core/measured/measured_scan.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/simulate/simulate.h"

namespace ptycho {

Result<void> PatternsInMemory::read(std::uint64_t first, std::uint64_t count, float* values) const {
  if (first + count > m_patterns.count()) return badInput("are not that many.", "patterns");
  std::copy_n(m_patterns.image(first), count * m_patterns.imageSize(), values);
  m_read += count;
  return {};
}

Acquisition simulatedScan() {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 5;
  spec.scan.grid = 5;
  spec.scan.step_px = 6;
  spec.scan.jitter_px = 2;
  spec.scan.integer_positions = false;
  spec.detector.photons_per_pattern = 1e5;
  spec.geometry.detector_side_px = 32;
  RunContext context;
  Acquisition acquisition = simulate(spec, {}, 1, context).value().acquisition;
  // Counts of some 10⁵ a pattern.
  for (float& value : acquisition.patterns) value = std::round(1000 * value);
  return acquisition;
}

RealImage zeroToMiddle(const RealImage& corner) {
  RealImage out(corner.rows(), corner.cols());
  for (std::size_t r = 0; r < out.rows(); ++r) {
    for (std::size_t c = 0; c < out.cols(); ++c) {
      out((r + out.rows() / 2) % out.rows(), (c + out.cols() / 2) % out.cols()) = corner(r, c);
    }
  }
  return out;
}

RealImage stored(const RealImage& image, OrientationChoice thatUndoesIt) {
  const std::size_t rows = image.rows();
  const std::size_t cols = image.cols();
  const auto made = [&](bool exchanged, auto&& source) {
    RealImage out(exchanged ? cols : rows, exchanged ? rows : cols);
    for (std::size_t r = 0; r < out.rows(); ++r) {
      for (std::size_t c = 0; c < out.cols(); ++c) {
        const auto [i, j] = source(r, c);
        out(r, c) = image(i, j);
      }
    }
    return out;
  };
  using Pair = std::pair<std::size_t, std::size_t>;
  switch (thatUndoesIt) {
    case OrientationChoice::FlipRows: return made(false, [&](auto r, auto c) { return Pair{rows - 1 - r, c}; });
    case OrientationChoice::FlipColumns: return made(false, [&](auto r, auto c) { return Pair{r, cols - 1 - c}; });
    case OrientationChoice::Rotate180:
      return made(false, [&](auto r, auto c) { return Pair{rows - 1 - r, cols - 1 - c}; });
    case OrientationChoice::Transpose: return made(true, [&](auto r, auto c) { return Pair{c, r}; });
    // Turning counter-clockwise undoes numpy.rot90(k=-1): out[r, c] = in[rows − 1 − c, r].
    case OrientationChoice::Rotate90: return made(true, [&](auto r, auto c) { return Pair{rows - 1 - c, r}; });
    case OrientationChoice::Rotate270: return made(true, [&](auto r, auto c) { return Pair{c, cols - 1 - r}; });
    case OrientationChoice::AntiTranspose:
      return made(true, [&](auto r, auto c) { return Pair{rows - 1 - c, cols - 1 - r}; });
    default: return image;
  }
}

RawScan asStored(const Acquisition& acquisition) {
  RawScan raw;
  raw.format = "cxi";
  raw.title = "CXI";
  raw.file = "scan.cxi";
  RealStack frames = acquisition.patterns;
  for (std::size_t k = 0; k < frames.count(); ++k) frames.assign(k, zeroToMiddle(acquisition.patterns.copy(k)));
  raw.patterns = std::make_shared<PatternsInMemory>(std::move(frames));
  const double pixel = objectPixelOf(*acquisition.geometry);
  for (const Position& position : acquisition.scan.positions) {
    raw.positions.push_back({(position.col - 20) * pixel, (position.row - 30) * pixel});
  }
  raw.energy = acquisition.geometry->energy_keV * 1.602176634e-16;
  raw.distance_m = acquisition.geometry->distance_m;
  raw.detector_pixel_m = {{75e-6, 75e-6}};
  return raw;
}

PatternsInMemory& patternsOf(RawScan& raw) { return dynamic_cast<PatternsInMemory&>(*raw.patterns); }

double difference(const RealStack& a, const RealStack& b) {
  if (a.size() != b.size()) return INFINITY;
  double largest = 0;
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max<double>(largest, std::abs(b.data()[i]));
    most = std::max<double>(most, std::abs(a.data()[i] - b.data()[i]));
  }
  return most / largest;
}

double positionDifference(const Scan& a, const Scan& b) {
  if (a.positions.size() != b.positions.size()) return INFINITY;
  double most = 0;
  for (std::size_t k = 0; k < a.positions.size(); ++k) {
    const double rows = (a.positions[k].row - a.positions[0].row) - (b.positions[k].row - b.positions[0].row);
    const double cols = (a.positions[k].col - a.positions[0].col) - (b.positions[k].col - b.positions[0].col);
    most = std::max(most, std::hypot(rows, cols));
  }
  return most;
}

const ImportCheck& checkOf(const ImportReport& report, const std::string& key) {
  static const ImportCheck none{"none", CheckLevel::Problem, "no such check", ""};
  const auto found = std::ranges::find(report.checks, key, &ImportCheck::key);
  return found == report.checks.end() ? none : *found;
}

PreparedScan prepared(const RawScan& raw, const ImportSpec& spec) {
  RunContext context;
  auto result = prepareScan(raw, spec, context);
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}

std::string refusal(const RawScan& raw, const ImportSpec& spec) {
  RunContext context;
  const auto result = prepareScan(raw, spec, context);
  return result ? "taken" : result.error().text();
}

}  // namespace ptycho
