#include "core/network/fourier_pass.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>

#include "core/base/simd.h"
#include "core/optics/complex_lanes.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho {

namespace {

// Keeps 0/0 away; far below any power that a pixel can have.
constexpr float kTinyPower = 1e-30F;

/// Plans are made once for each side.
std::shared_ptr<const RoundTrip> roundTripOf(std::size_t side) {
  static std::mutex mutex;
  static std::map<std::size_t, std::shared_ptr<const RoundTrip>> plans;
  const std::lock_guard lock(mutex);
  auto& plan = plans[side];
  if (!plan) plan = std::make_shared<const RoundTrip>(side);
  return plan;
}

PTYCHO_SIMD void multiply(const Complex* a, const Complex* b, Complex* out, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    storeLanes(product(loadLanes(a + i, n), loadLanes(b + i, n)), out + i, n);
  });
}

PTYCHO_SIMD void multiplyConjugate(const Complex* a, const Complex* b, Complex* out, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    storeLanes(conjugateProduct(loadLanes(a + i, n), loadLanes(b + i, n)), out + i, n);
  });
}

/// Unscaled transforms → scale·(1 − M/|F|)·F with F = scale·values, which is kept in `fields` unless null.
/// Returns Σ(|F| − M)².
PTYCHO_SIMD double residualOf(const float* measured, float scale, Complex* values, Complex* fields, std::size_t count) {
  auto* v = reinterpret_cast<float*>(values);
  if (fields) {
    auto* kept = reinterpret_cast<float*>(fields);
    for (std::size_t i = 0; i < 2 * count; ++i) kept[i] = scale * v[i];
  }
  const float scale2 = scale * scale;
  double sums[8] = {};
  const auto pixel = [&](std::size_t i, double& sum) PTYCHO_INLINE {
    const float power = scale2 * (v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1]);
    const float inverse = 1 / std::sqrt(power + kTinyPower);
    const bool counts = measured[i] >= 0;
    const float factor = counts ? scale2 * (1 - measured[i] * inverse) : 0.0F;
    const float difference = counts ? power * inverse - measured[i] : 0.0F;
    v[2 * i] *= factor;
    v[2 * i + 1] *= factor;
    sum += static_cast<double>(difference) * static_cast<double>(difference);
  };
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t k = 0; k < 8; ++k) pixel(i + k, sums[k]);
  }
  for (; i < count; ++i) pixel(i, sums[0]);
  return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

/// Unscaled transforms δ → scale²·D δ.
PTYCHO_SIMD void derivativeOf(const float* measured, float steepest, const Complex* fields, float scale,
                              Complex* values, std::size_t count) {
  auto* v = reinterpret_cast<float*>(values);
  const auto* f = reinterpret_cast<const float*>(fields);
  const float scale2 = scale * scale;
  for (std::size_t i = 0; i < count; ++i) {
    const float re = f[2 * i];
    const float im = f[2 * i + 1];
    const float inverse = 1 / std::sqrt(re * re + im * im + kTinyPower);
    const float ratio = std::min(measured[i] * inverse, steepest);
    const float along = (re * v[2 * i] + im * v[2 * i + 1]) * inverse * inverse;
    const float counts = measured[i] >= 0 ? scale2 : 0.0F;
    v[2 * i] = counts * (v[2 * i] - ratio * (v[2 * i] - along * re));
    v[2 * i + 1] = counts * (v[2 * i + 1] - ratio * (v[2 * i + 1] - along * im));
  }
}

PTYCHO_SIMD void addRow(const Complex* from, Complex* to, std::size_t count) {
  const auto* f = reinterpret_cast<const float*>(from);
  auto* t = reinterpret_cast<float*>(to);
  for (std::size_t i = 0; i < 2 * count; ++i) t[i] += f[i];
}

PTYCHO_SIMD void scaleRow(const float* factor, Complex* row, std::size_t count) {
  auto* r = reinterpret_cast<float*>(row);
  for (std::size_t i = 0; i < count; ++i) {
    r[2 * i] *= factor[i];
    r[2 * i + 1] *= factor[i];
  }
}

}  // namespace

FourierPass::FourierPass(const WindowLayout& layout, const Complex* probe, const float* columns)
    : m_layout(layout), m_probe(probe), m_columns(columns), m_side(static_cast<std::size_t>(layout.window)),
      m_trip(roundTripOf(m_side)) {}

/// middle(j, first, values, count): work on `count` Fourier values of pattern j from number `first` on.
template <class Middle>
void FourierPass::eachPattern(const Complex* object, Complex* windows, const Middle& middle) const {
  at::parallel_for(0, m_layout.patterns(), 1, [&](std::int64_t begin, std::int64_t end) {
    RoundTripBuffer buffer(m_side);
    for (auto j = static_cast<std::size_t>(begin); j < static_cast<std::size_t>(end); ++j) {
      const Complex* corner = object + m_layout.row[j] * m_layout.cols + m_layout.col[j];
      const auto fill = [&](std::size_t row, std::size_t lines, Complex* rows) {
        for (std::size_t k = 0; k < lines; ++k) {
          multiply(m_probe + (row + k) * m_side, corner + static_cast<std::int64_t>(row + k) * m_layout.cols,
                   rows + k * m_side, m_side);
        }
      };
      const auto work = [&](std::size_t column, std::size_t lines, Complex* columns) {
        middle(j, column * m_side, columns, lines * m_side);
      };
      if (!windows) {
        m_trip->forward(buffer, fill, work);
        continue;
      }
      m_trip->run(buffer, fill, work, [&](std::size_t row, std::size_t lines, const Complex* rows) {
        multiplyConjugate(m_probe + row * m_side, rows, windows + j * size() + row * m_side, lines * m_side);
      });
    }
  });
}

void FourierPass::addUp(const Complex* windows, const float* factor, Complex* sum) const {
  at::parallel_for(0, m_layout.rows, 8, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      Complex* out = sum + row * m_layout.cols;
      std::fill_n(out, m_layout.cols, Complex{});
      for (std::size_t j = 0; j < m_layout.row.size(); ++j) {
        const std::int64_t inside = row - m_layout.row[j];
        if (inside < 0 || inside >= m_layout.window) continue;
        addRow(windows + j * size() + static_cast<std::size_t>(inside) * m_side, out + m_layout.col[j], m_side);
      }
      if (factor) scaleRow(factor + row * m_layout.cols, out, static_cast<std::size_t>(m_layout.cols));
    }
  });
}

double FourierPass::residual(const Complex* object, const Output& output) const {
  std::vector<double> squares(m_layout.row.size());
  eachPattern(object, output.windows, [&](std::size_t j, std::size_t first, Complex* values, std::size_t count) {
    Complex* fields = output.fields ? output.fields + j * size() + first : nullptr;
    squares[j] += residualOf(m_columns + j * size() + first, m_trip->scale(), values, fields, count);
  });
  if (output.windows) addUp(output.windows, output.factor, output.sum);
  return std::accumulate(squares.begin(), squares.end(), 0.0);
}

void FourierPass::derivative(const Complex* fields, float steepest, const Complex* direction, Complex* windows,
                             Complex* sum) const {
  eachPattern(direction, windows, [&](std::size_t j, std::size_t first, Complex* values, std::size_t count) {
    const std::size_t at = j * size() + first;
    derivativeOf(m_columns + at, steepest, fields + at, m_trip->scale(), values, count);
  });
  addUp(windows, nullptr, sum);
}

}  // namespace ptycho
