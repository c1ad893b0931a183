#pragma once

#include <memory>

#include "core/base/image.h"
#include "core/network/window_layout.h"
#include "core/optics/round_trip.h"

namespace ptycho {

/// Passes over the patterns of one object on the CPU by FFTW: exit wave → transform → work on the Fourier values → inverse
/// transform → P* · wave → sum over windows, with the arithmetic riding along in the sweeps (round_trip.h). Patterns are
/// shared among LibTorch's threads and each writes its own window; rows of the object are then summed in the patterns'
/// order: the same bits for any number of threads. All pointers are to contiguous data.
class FourierPass {
 public:
  /// @param columns  M [n, w, w] with rows and columns exchanged, negative where nothing was measured
  FourierPass(const WindowLayout& layout, const Complex* probe, const float* columns);

  struct Output {
    Complex* fields = nullptr;      ///< F_j [n, w, w], rows and columns exchanged; null: not kept
    Complex* windows = nullptr;     ///< scratch [n, w, w]; null: only the sum of squares
    const float* factor = nullptr;  ///< [H, W], multiplied on the sum; null: 1
    Complex* sum = nullptr;         ///< Σ_j P_j* F⁻¹[(1 − M/|F|)F] [H, W]
  };
  /// @return Σ_j Σ (|F_j| − M_j)²
  double residual(const Complex* object, const Output& output) const;

  /// Σ_j P_j* F⁻¹[D_j F(P_j·direction)], D: δ ↦ δ − (M/|F|)·[δ − F·Re(F*δ)/|F|²].
  /// @param fields    what residual() kept
  /// @param steepest  M/|F| is held below it
  /// @param windows   scratch [n, w, w]
  void derivative(const Complex* fields, float steepest, const Complex* direction, Complex* windows,
                  Complex* sum) const;

 private:
  template <class Middle>
  void eachPattern(const Complex* object, Complex* windows, const Middle& middle) const;
  void addUp(const Complex* windows, const float* factor, Complex* sum) const;
  [[nodiscard]] std::size_t size() const { return m_side * m_side; }

  const WindowLayout& m_layout;
  const Complex* m_probe;
  const float* m_columns;
  std::size_t m_side;
  std::shared_ptr<const RoundTrip> m_trip;
};

}  // namespace ptycho
