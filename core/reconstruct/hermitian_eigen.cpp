#include "core/reconstruct/hermitian_eigen.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ptycho {

namespace {

using Value = std::complex<double>;
constexpr int kMostSweeps = 50;

/// One rotation of columns and rows p, q that makes matrix(p, q) zero; `basis` keeps the product of the rotations.
void rotate(Image<Value>& matrix, Image<Value>& basis, std::size_t p, std::size_t q) {
  const double length = std::abs(matrix(p, q));
  if (length == 0) return;
  const Value turn = matrix(p, q) / length;
  const double theta = (matrix(q, q).real() - matrix(p, p).real()) / (2 * length);
  const double tangent = (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double cosine = 1 / std::sqrt(tangent * tangent + 1);
  const double sine = tangent * cosine;
  const auto columns = [&](Image<Value>& m) {
    for (std::size_t k = 0; k < m.rows(); ++k) {
      const Value a = m(k, p);
      const Value b = m(k, q);
      m(k, p) = cosine * a - sine * std::conj(turn) * b;
      m(k, q) = sine * turn * a + cosine * b;
    }
  };
  columns(matrix);
  columns(basis);
  for (std::size_t k = 0; k < matrix.cols(); ++k) {
    const Value a = matrix(p, k);
    const Value b = matrix(q, k);
    matrix(p, k) = cosine * a - sine * turn * b;
    matrix(q, k) = sine * std::conj(turn) * a + cosine * b;
  }
}

}  // namespace

HermitianEigen hermitianEigen(Image<Value> matrix) {
  const std::size_t n = matrix.rows();
  Image<Value> basis(n, n);
  for (std::size_t k = 0; k < n; ++k) basis(k, k) = 1;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double off = 0;
    double diagonal = 0;
    for (std::size_t p = 0; p < n; ++p) {
      diagonal += std::norm(matrix(p, p));
      for (std::size_t q = p + 1; q < n; ++q) off += std::norm(matrix(p, q));
    }
    if (off <= 1e-32 * diagonal) break;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) rotate(matrix, basis, p, q);
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return matrix(a, a).real() > matrix(b, b).real(); });
  HermitianEigen eigen{std::vector<double>(n), Image<Value>(n, n)};
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t column = order[k];
    eigen.values[k] = matrix(column, column).real();
    std::size_t largest = 0;
    for (std::size_t i = 1; i < n; ++i) {
      if (std::abs(basis(i, column)) > std::abs(basis(largest, column))) largest = i;
    }
    const Value turn = std::conj(basis(largest, column)) / std::abs(basis(largest, column));
    for (std::size_t i = 0; i < n; ++i) eigen.vectors(k, i) = basis(i, column) * turn;
  }
  return eigen;
}

}  // namespace ptycho
