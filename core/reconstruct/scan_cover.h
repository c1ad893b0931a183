#pragma once

#include <vector>

#include "core/reconstruct/problem.h"

namespace ptycho {

/// A few patterns that lie next to one another, with the box of the object that their windows cover.
struct PatternChunk {
  std::size_t first = 0;  ///< in ScanCover::order()
  std::size_t last = 0;   ///< one behind
  std::size_t row = 0, col = 0, rows = 0, cols = 0;
};

/// What follows from probe and positions: where the windows lie, how much light each pixel gets, and how the patterns
/// are dealt out. Nothing here depends on the number of threads.
class ScanCover {
 public:
  ScanCover(const ReconstructionProblem& problem, const Estimate& estimate);
  /// After the probe or positions have changed.
  void update(const Estimate& estimate);

  [[nodiscard]] const Position& position(std::size_t j) const { return m_positions[j]; }
  [[nodiscard]] std::size_t row(std::size_t j) const { return static_cast<std::size_t>(m_positions[j].row); }
  [[nodiscard]] std::size_t col(std::size_t j) const { return static_cast<std::size_t>(m_positions[j].col); }
  [[nodiscard]] bool onWholePixel(std::size_t j) const;
  [[nodiscard]] bool wholePixels() const { return m_wholePixels; }  ///< all of them

  /// W(r) = Σ_j Σ_m |P_m(r − r_j)|² [object]; between pixels with bilinear weights.
  [[nodiscard]] const RealImage& illumination() const { return m_illumination; }
  [[nodiscard]] float largestIllumination() const { return m_largestIllumination; }
  /// ε = regularisation · max W. Between pixels a shifted window is mixed across its border, so that W is no longer an
  /// upper bound of Σ S*|P|²S where hardly any light reaches: there at least 0.2 keeps the steps stable (the largest
  /// eigenvalue of Σ S*|P|²S / (W + ε) at 40 px steps is 2.6 with 0.05 and 1.5 with 0.2).
  [[nodiscard]] float epsilon(double regularisation) const;

  /// Patterns sorted by row and column; chunks are runs of it.
  [[nodiscard]] const std::vector<std::size_t>& order() const { return m_order; }
  [[nodiscard]] const std::vector<PatternChunk>& chunks() const { return m_chunks; }
  [[nodiscard]] std::size_t largestBox() const { return m_largestBox; }  ///< pixels

  /// O under the window of pattern j: a crop, between pixels a Fourier shift of it.
  void gather(const ComplexImage& object, std::size_t j, ComplexImage& patch) const;
  /// The adjoint's shift: brings what is to be added at position j onto whole pixels; nothing to do on whole pixels.
  /// @param contribution  [w, w], changed in place
  void bringToGrid(std::size_t j, Complex* contribution) const;
  /// The same for callers that bring a scratch image; nothing is written to it.
  void bringToGrid(std::size_t j, Complex* contribution, const ComplexImage&) const { bringToGrid(j, contribution); }

 private:
  void sortPatterns();
  void makeChunks();
  void makeRamps();
  void illuminate(const Estimate& estimate);
  /// Ramps of pattern j's Fourier shift, for rows and columns [w] each.
  [[nodiscard]] const Complex* rowRamp(std::size_t j) const { return m_ramps.image(j); }
  [[nodiscard]] const Complex* colRamp(std::size_t j) const { return m_ramps.image(j) + m_ramps.cols(); }

  const ReconstructionProblem& m_problem;
  std::vector<Position> m_positions;
  std::vector<std::size_t> m_order;
  std::vector<std::size_t> m_sortedRow;  ///< first row of order()[k]
  std::vector<PatternChunk> m_chunks;
  std::size_t m_largestBox = 0;
  ComplexStack m_ramps;  ///< [n, 2, w]; empty while all positions are whole pixels
  RealImage m_shared;    ///< Σ_m |P_m|²
  RealImage m_illumination;
  float m_largestIllumination = 0;
  bool m_wholePixels = true;
};

/// The probe of one pattern: the shared mode, or with a variation P_0 + Σ c_jk U_k, built in `buffer` [w, w].
[[nodiscard]] const Complex* probeOf(const Estimate& estimate, std::size_t j, std::size_t mode, ComplexImage& buffer);

}  // namespace ptycho
