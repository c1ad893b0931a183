#include "core/reconstruct/conjugate_direction.h"

#include <omp.h>

#include <algorithm>
#include <numeric>

namespace ptycho {

namespace {

double realProduct(const Complex& a, const Complex& b) {
  return static_cast<double>(a.real()) * b.real() + static_cast<double>(a.imag()) * b.imag();
}

double total(const std::vector<double>& sums) { return std::accumulate(sums.begin(), sums.end(), 0.0); }

}  // namespace

/// Calls work(row, offset, light, buffer) in parallel.
template <class Work>
void ConjugateDirection::eachRow(const DescentPart& part, Work&& work) {
  m_first.assign(part.rows, 0);
  m_second.assign(part.rows, 0);
  for (auto& buffer : m_buffers) buffer.resize(std::max(buffer.size(), part.cols));
  const auto rows = static_cast<std::ptrdiff_t>(part.rows);
#pragma omp parallel for schedule(static) num_threads(m_threads)
  for (std::ptrdiff_t at = 0; at < rows; ++at) {
    const auto r = static_cast<std::size_t>(at);
    const float* light = part.light->row(r % part.light->rows());
    work(r, r * part.cols, light, m_buffers[static_cast<std::size_t>(omp_get_thread_num())].data());
  }
}

double ConjugateDirection::precondition(const std::vector<DescentPart>& parts) {
  double norm = 0;
  double overlap = 0;
  for (const auto& part : parts) {
    eachRow(part, [&](std::size_t r, std::size_t offset, const float* light, Complex* next) {
      const Complex* point = part.point + offset;
      const Complex* gradient = part.gradient + offset;
      Complex* step = part.step + offset;
      for (std::size_t c = 0; c < part.cols; ++c) {
        const float weight = light[c] + part.offset;
        next[c] = weight > 0 ? gradient[c] * (-part.rate / weight) : Complex{};
      }
      if (part.constraint != nullptr) {
        for (std::size_t c = 0; c < part.cols; ++c) next[c] += point[c];
        part.constraint->constrainPart(r, 0, next, part.cols);
        for (std::size_t c = 0; c < part.cols; ++c) next[c] -= point[c];
      }
      for (std::size_t c = 0; c < part.cols; ++c) {
        const double weight = (light[c] + part.offset) / part.rate;
        m_first[r] += weight * realProduct(next[c], next[c]);
        m_second[r] += weight * realProduct(next[c], step[c]);
        step[c] = next[c];
      }
    });
    norm += total(m_first);
    overlap += total(m_second);
  }
  const double beta = m_norm > 0 ? std::max(0.0, (norm - overlap) / m_norm) : 0;
  m_norm = norm;
  return beta;
}

double ConjugateDirection::turn(const std::vector<DescentPart>& parts, double beta, double reach) {
  const auto keep = static_cast<float>(beta);
  const auto far = static_cast<float>(reach);
  double slope = 0;
  m_directionLight = 0;
  for (const auto& part : parts) {
    eachRow(part, [&](std::size_t r, std::size_t offset, const float* light, Complex*) {
      const Complex* point = part.point + offset;
      const Complex* gradient = part.gradient + offset;
      const Complex* step = part.step + offset;
      Complex* direction = part.direction + offset;
      for (std::size_t c = 0; c < part.cols; ++c) direction[c] = step[c] + (keep > 0 ? keep * direction[c] : Complex{});
      if (part.constraint != nullptr) {
        for (std::size_t c = 0; c < part.cols; ++c) direction[c] = point[c] + far * direction[c];
        part.constraint->constrainPart(r, 0, direction, part.cols);
        for (std::size_t c = 0; c < part.cols; ++c) direction[c] = (direction[c] - point[c]) / far;
      }
      for (std::size_t c = 0; c < part.cols; ++c) {
        m_first[r] += 2 * realProduct(gradient[c], direction[c]);
        m_second[r] += static_cast<double>(light[c]) * realProduct(direction[c], direction[c]);
      }
    });
    slope += total(m_first);
    m_directionLight += total(m_second);
  }
  return slope;
}

}  // namespace ptycho
