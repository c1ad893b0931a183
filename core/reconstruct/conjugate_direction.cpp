#include "core/reconstruct/conjugate_direction.h"

#include <omp.h>

#include <algorithm>
#include <numeric>

#include "core/reconstruct/kernels_descent.h"

namespace ptycho {

namespace {

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
      kernels::preconditioned(gradient, light, part.offset, part.rate, next, part.cols);
      if (part.constraint != nullptr) {
        kernels::ahead(next, 1, point, next, part.cols);
        part.constraint->constrainPart(r, 0, next, part.cols);
        kernels::scaledDifference(point, 1, next, part.cols);
      }
      const auto sums = kernels::weightedProducts(light, part.offset, part.rate, next, step, part.cols);
      m_first[r] = sums.first;
      m_second[r] = sums.second;
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
      kernels::turned(step, keep, direction, part.cols);
      if (part.constraint != nullptr) {
        kernels::ahead(point, far, direction, direction, part.cols);
        part.constraint->constrainPart(r, 0, direction, part.cols);
        kernels::scaledDifference(point, 1 / far, direction, part.cols);
      }
      const auto sums = kernels::slopeAndLight(gradient, direction, light, part.cols);
      m_first[r] = sums.first;
      m_second[r] = sums.second;
    });
    slope += total(m_first);
    m_directionLight += total(m_second);
  }
  return slope;
}

}  // namespace ptycho
