#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Steps and weights of the implementations below; beta 0 is the engine's default. No Torch type here: a
/// benchmark needs no Torch header.
struct TorchSettings {
  double beta = 0;         ///< dm: feedback (1); raar: relaxation (0.9); pie, epie, rpie, mpie: step (1, mpie 0.25)
  double alpha = 0.1;      ///< pie, rpie, mpie: regulariser, relative to max|P|²
  double regularisation = 1e-3;  ///< ε of every division by W = Σ|P|², relative to max W
  double friction = 0.7;   ///< mpie: share of the momentum that stays
  double feedback = 0.3;   ///< mpie: share of the momentum that is added
  int momentum_every = 20; ///< mpie: patterns between two momentum steps
  double penalty = 1;      ///< admm: weight r of the splitting
  double background = 0.01;  ///< ml: added to intensities that divide, relative to the mean intensity
  double amplitude_min = 0.5;
  double amplitude_max = 1.0;
  double phase_min_rad = -1.0471975511965976;  ///< −π/3
  double phase_max_rad = 0.0;
};

/// One iteration of each iterative engine as a competent user of LibTorch writes it: complex64 on the CPU, all patterns
/// in one batch (a plain loop for the sequential engines), whole-tensor operations, torch::fft, no own
/// kernels. What benchmarks divide by, and an independent implementation for tests. Probe known, one mode, whole-pixel
/// positions.
///   pie          Rodenburg & Faulkner 2004:  O += β·|P|/max|P|·P*(Π_F ψ − ψ)/(|P|² + α·max|P|²), in order of patterns
///   epie         Maiden & Rodenburg 2009:    O += β·P*(Π_F ψ − ψ)/max|P|²
///   rpie, mpie   Maiden, Johnson & Li 2017:  O += β·P*(Π_F ψ − ψ)/(α·max|P|² + (1−α)|P|²); mpie with momentum
///   dm, raar     Thibault et al. 2008, Luke 2005: overlap projection O = (Σ P*ψ + ε·O)/(W + ε)
///   awf          Xu et al. 2018: preconditioned amplitude gradient, Nesterov momentum, restart when the loss rises
///   admm         Chang, Enfedaque & Marchesini 2019: amplitude Gaussian metric, scaled dual in Fourier space
///   lsqml        Odstrčil, Menzel & Guizar-Sicairos 2018: one batch, least-squares step for each pattern
///   ml-gaussian, ml-poisson  Thibault & Guizar-Sicairos 2012: Polak–Ribière conjugate gradients with preconditioner
///                1/(W + ε); step from the quartic (Gaussian intensities) or quadratic (Poisson) along the direction
///   autograd     preconditioned gradient of Σ(|F| − M)² by automatic differentiation
class TorchEngine {
 public:
  /// @param intensities  float32 [n, w, w], zero frequency at [0,0]
  /// @param probe        complex64 [1, w, w]
  /// @param start        complex64 [object_rows, object_cols]
  /// @param threads      of LibTorch, set at each iteration for the whole process
  /// @param range        keep amplitude and phase inside the ranges of the settings
  /// @throws std::invalid_argument  unknown engine, several modes, positions between pixels, shapes that do not fit
  [[nodiscard]] static std::unique_ptr<TorchEngine> make(const std::string& engine, const RealStack& intensities,
                                                         const ComplexStack& probe, const Scan& scan,
                                                         const ComplexImage& start, int threads, bool range = false,
                                                         const TorchSettings& settings = {});
  [[nodiscard]] static const std::vector<std::string>& names();

  ~TorchEngine();
  TorchEngine(const TorchEngine&) = delete;
  TorchEngine& operator=(const TorchEngine&) = delete;

  /// One pass over all patterns.
  void iterate();
  [[nodiscard]] ComplexImage object() const;

 private:
  struct Private;
  explicit TorchEngine(std::unique_ptr<Private> made);
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
