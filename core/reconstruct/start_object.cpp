#include "core/reconstruct/start_object.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "core/base/random.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kStartStream = 0x7374617274;   // "start"
constexpr std::uint64_t kPerturbStream = 0x7368616b65;  // "shake"
constexpr float kLit = 1e-3F;

Complex polar(double amplitude, double phase) {
  return {static_cast<float>(amplitude * std::cos(phase)), static_cast<float>(amplitude * std::sin(phase))};
}

double between(double low, double high, double share) { return low + share * (high - low); }

/// Running mean over 2·radius + 1 pixels along a line of a ring, so that every pixel has the same variance.
void averageRing(float* line, std::size_t count, std::size_t stride, std::size_t radius, std::vector<float>& before) {
  for (std::size_t i = 0; i < count; ++i) before[i] = line[i * stride];
  double sum = 0;
  for (std::size_t k = 0; k <= 2 * radius; ++k) sum += before[(k + count * 2 - radius) % count];
  for (std::size_t i = 0; i < count; ++i) {
    line[i * stride] = static_cast<float>(sum / static_cast<double>(2 * radius + 1));
    sum += before[(i + radius + 1) % count];
    sum -= before[(i + 2 * count - radius) % count];
  }
}

/// A smooth random picture whose values are uniform in [0, 1]: averaged normal noise through its distribution function.
RealImage smoothUniform(std::size_t rows, std::size_t cols, std::size_t radius, const CounterRandom& random,
                        std::uint64_t first) {
  RealImage field(rows, cols);
  for (std::size_t i = 0; i < field.size(); ++i) field[i] = static_cast<float>(random.normal(first + i));
  std::vector<float> line(std::max(rows, cols));
  const std::size_t reach = std::min({radius, (rows - 1) / 2, (cols - 1) / 2});
  for (int pass = 0; pass < 3; ++pass) {
    for (std::size_t r = 0; r < rows; ++r) averageRing(field.row(r), cols, 1, reach, line);
    for (std::size_t c = 0; c < cols; ++c) averageRing(field.data() + c, rows, cols, reach, line);
  }
  double squares = 0;
  for (const float value : field) squares += static_cast<double>(value) * value;
  const double deviation = std::sqrt(squares / static_cast<double>(field.size()));
  const double scale = deviation > 0 ? 1 / (deviation * std::numbers::sqrt2) : 0;
  for (float& value : field) value = static_cast<float>(0.5 * (1 + std::erf(scale * value)));
  return field;
}

}  // namespace

Result<ComplexImage> startObject(const ReconstructionSpec& spec, const ComplexImage& given, const Scan& scan) {
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  const RangeSpec& range = spec.range;
  ComplexImage object(rows, cols, polar(between(range.amplitude_min, range.amplitude_max, 0.5),
                                        between(range.phase_min_rad, range.phase_max_rad, 0.5)));
  if (spec.start == StartKind::Random) {
    const CounterRandom random(spec.seed, kStartStream);
    for (std::size_t i = 0; i < object.size(); ++i) {
      object[i] = polar(between(range.amplitude_min, range.amplitude_max, random.uniform(2 * i)),
                        between(range.phase_min_rad, range.phase_max_rad, random.uniform(2 * i + 1)));
    }
  }
  if (spec.start == StartKind::Given) {
    if (given.rows() < rows || given.cols() < cols) {
      return badInput(fmt::format("is {} × {} px but the scan needs {} × {} px; give a larger object or start flat.",
                                  given.rows(), given.cols(), rows, cols), "start");
    }
    for (std::size_t r = 0; r < rows; ++r) std::copy_n(given.row(r), cols, object.row(r));
  }
  return object;
}

ComplexImage furtherStart(const ReconstructionSpec& spec, std::size_t rows, std::size_t cols, int start, int width_px) {
  const CounterRandom random(spec.seed, kStartStream + static_cast<std::uint64_t>(start));
  const auto radius = static_cast<std::size_t>(std::max(1, width_px / 2));
  const RealImage amplitude = smoothUniform(rows, cols, radius, random, 0);
  const RealImage phase = smoothUniform(rows, cols, radius, random, rows * cols);
  ComplexImage object(rows, cols);
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = polar(between(spec.range.amplitude_min, spec.range.amplitude_max, amplitude[i]),
                      between(spec.range.phase_min_rad, spec.range.phase_max_rad, phase[i]));
  }
  return object;
}

void perturbObject(ComplexImage& object, const RealImage& illumination, double strength, std::uint64_t seed,
                   std::uint64_t which) {
  const CounterRandom random(seed, kPerturbStream + (which << 24));
  const std::size_t rows = object.rows();
  const std::size_t cols = object.cols();
  ComplexImage noise(rows, cols);
  for (std::size_t i = 0; i < noise.size(); ++i) {
    noise[i] = {static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1))};
  }
  // The binomial weights (1, 2, 1)/4 both ways leave 3/8 of the standard deviation; two components share the variance.
  const auto factor = static_cast<float>(strength * (8.0 / 3.0) / std::numbers::sqrt2);
  const float lit = kLit * *std::ranges::max_element(illumination);
  const auto around = [](std::size_t i, int step, std::size_t count) {
    return step < 0 ? (i + count - 1) % count : (i + static_cast<std::size_t>(step)) % count;
  };
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      if (!(illumination(r, c) > lit)) continue;
      Complex sum{};
      for (int dr = -1; dr <= 1; ++dr) {
        for (int dc = -1; dc <= 1; ++dc) {
          const float weight = (dr == 0 ? 0.5F : 0.25F) * (dc == 0 ? 0.5F : 0.25F);
          sum += weight * noise(around(r, dr, rows), around(c, dc, cols));
        }
      }
      object(r, c) += factor * sum;
    }
  }
}

}  // namespace ptycho
