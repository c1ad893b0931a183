#include "core/reconstruct/total_variation.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

void TotalVariation::clean(const ComplexImage& object, float weight) {
  const std::size_t rows = object.rows();
  const std::size_t cols = object.cols();
  for (std::size_t r = 0; r < rows; ++r) {
    const Complex* across = m_acrossAhead.row(r);
    const Complex* down = m_downAhead.row(r);
    const Complex* above = r > 0 ? m_downAhead.row(r - 1) : nullptr;
    Complex* out = m_clean.row(r);
    // The last row's `down` and the last column's `across` are always 0.
    for (std::size_t c = 0; c < cols; ++c) {
      Complex divergence = down[c] + across[c];
      if (above != nullptr) divergence -= above[c];
      if (c > 0) divergence -= across[c - 1];
      out[c] = object(r, c) + weight * divergence;
    }
  }
}

void TotalVariation::apply(ComplexImage& object, double weight, int iterations) {
  if (!(weight > 0) || object.empty()) return;
  if (!m_clean.sameShape(object)) {
    for (auto* buffer : {&m_down, &m_across, &m_downAhead, &m_acrossAhead, &m_clean}) {
      *buffer = ComplexImage(object.rows(), object.cols());
    }
  }
  for (auto* buffer : {&m_down, &m_across, &m_downAhead, &m_acrossAhead}) std::ranges::fill(*buffer, Complex{});
  const auto lambda = static_cast<float>(weight);
  const float step = 1 / (8 * lambda);
  double t = 1;
  for (int k = 0; k < iterations; ++k) {
    clean(object, lambda);
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * t * t));
    const auto momentum = static_cast<float>((t - 1) / next);
    t = next;
    for (std::size_t r = 0; r < object.rows(); ++r) {
      const Complex* here = m_clean.row(r);
      const Complex* below = r + 1 < object.rows() ? m_clean.row(r + 1) : here;
      for (std::size_t c = 0; c < object.cols(); ++c) {
        const Complex right = c + 1 < object.cols() ? here[c + 1] : here[c];
        Complex down = m_downAhead(r, c) + step * (below[c] - here[c]);
        Complex across = m_acrossAhead(r, c) + step * (right - here[c]);
        const float length = std::sqrt(std::norm(down) + std::norm(across));
        const float shrink = length > 1 ? 1 / length : 1.0F;
        down *= shrink;
        across *= shrink;
        m_downAhead(r, c) = down + momentum * (down - m_down(r, c));
        m_acrossAhead(r, c) = across + momentum * (across - m_across(r, c));
        m_down(r, c) = down;
        m_across(r, c) = across;
      }
    }
  }
  std::swap(m_down, m_downAhead);
  std::swap(m_across, m_acrossAhead);
  clean(object, lambda);
  std::copy_n(m_clean.data(), m_clean.size(), object.data());
}

void smoothObject(ComplexImage& object, double weight, ComplexImage& rows) {
  if (object.empty()) return;
  const std::size_t cols = object.cols();
  if (rows.rows() != 2 || rows.cols() != cols) rows = ComplexImage(2, cols);
  const auto share = static_cast<float>(weight);
  Complex* above = rows.row(0);  // the row before, as it was
  Complex* current = rows.row(1);
  std::copy_n(object.row(0), cols, above);
  for (std::size_t r = 0; r < object.rows(); ++r) {
    Complex* out = object.row(r);
    std::copy_n(out, cols, current);
    const Complex* below = r + 1 < object.rows() ? object.row(r + 1) : current;
    for (std::size_t c = 0; c < cols; ++c) {
      const Complex left = current[c > 0 ? c - 1 : c];
      const Complex right = current[c + 1 < cols ? c + 1 : c];
      out[c] = current[c] + share * (above[c] + below[c] + left + right - 4.0F * current[c]);
    }
    std::swap(above, current);
  }
}

}  // namespace ptycho
