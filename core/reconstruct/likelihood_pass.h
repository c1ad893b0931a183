#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/reconstruct/compact_waves.h"
#include "core/reconstruct/likelihood.h"
#include "core/reconstruct/pattern_sweep.h"

namespace ptycho {

/// A direction in the space of object and probe, or a gradient.
struct LikelihoodVector {
  explicit LikelihoodVector(const Estimate& like)
      : object(like.object.rows(), like.object.cols()), probe(like.probe.count(), like.probe.rows(),
          like.probe.cols()) {}
  ComplexImage object;
  ComplexStack probe;
};

/// Passes over all patterns that a descent of the likelihood needs; the same bits for any number of threads.
class LikelihoodPass {
 public:
  /// Fields up to this size are kept from one pass to the next, which saves one transform in four.
  static constexpr std::size_t kFieldBytes = std::size_t{256} << 20;

  LikelihoodPass(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& start,
                 std::size_t fieldBytes = kFieldBytes);

  [[nodiscard]] const Likelihood& likelihood() const { return m_likelihood; }
  [[nodiscard]] const ScanCover& cover() const { return m_cover; }
  /// After any change of the estimate but steps of its object.
  void follow(const Estimate& estimate) {
    m_cover.update(estimate);
    m_fieldsAreCurrent = false;
  }

  /// L. A gradient() of the same estimate that comes next needs no forward transforms.
  [[nodiscard]] double loss(const Estimate& estimate);

  /// L, dL/dO* = Σ_j Σ_m P_m*·F⁻¹[f·F_jm] and, if asked for, dL/dP_m* = Σ_j O_j*·F⁻¹[f·F_jm] with Σ_j |O_j|².
  double gradient(const Estimate& estimate, bool withProbe, LikelihoodVector& gradient);
  /// Σ_j |O_j|² under the window [w, w], from the last gradient() with the probe.
  [[nodiscard]] const RealImage& objectLight() const { return m_objectLight; }

  /// dL/dt at each step on the line O + t·d_O (and P + t·d_P), exactly: |F + tG + t²H|² is a polynomial for each pixel.
  /// `estimate` is the one of the last gradient().
  void slopes(const Estimate& estimate, const LikelihoodVector& direction, bool withProbe,
              std::span<const double> steps, std::span<double> slopes);

 private:
  /// One thread's buffers for a line.
  struct LineWork {
    explicit LineWork(const ReconstructionProblem& problem)
        : powers(5, RoundTrip::kLines, problem.window()), field(RoundTrip::kLines, problem.window()) {}
    RealStack powers;    ///< of some columns
    ComplexImage field;  ///< of some columns
    std::optional<RoundTripBuffer> trip;  ///< for what changes linearly, quadratically, and not at all
  };

  [[nodiscard]] bool keepsFields() const { return m_fields.has_value(); }
  /// L of some columns of all modes' transforms, which are kept.
  double lossOf(std::size_t j, const Likelihood::Pixels& at, std::span<Complex* const> blocks, float* power);
  void gradientOf(std::size_t j, const Estimate& estimate, bool withProbe, Workspace& work, const PatchBox& box);
  void slopesOf(std::size_t j, const Estimate& estimate, const LikelihoodVector& direction, bool withProbe,
                Workspace& work, LineWork& line, std::span<const double> steps, double* slopes);
  void sortIntoChunks();
  void sumChunks(LikelihoodVector& gradient);

  const ReconstructionProblem& m_problem;
  Likelihood m_likelihood;
  ScanCover m_cover;
  PatternSweep m_sweep;
  std::vector<LineWork> m_lineWork;
  std::vector<double> m_losses;
  std::vector<double> m_slopes;
  std::optional<WaveStore> m_fields;    ///< F of the last pass by columns; none where that would cost too much memory
  bool m_fieldsAreCurrent = false;      ///< loss() has just made them, and m_losses
  std::vector<std::size_t> m_chunkOf;   ///< of each pattern
  std::vector<ComplexStack> m_chunkProbe;  ///< Σ over the chunk's patterns [modes, w, w]
  std::vector<RealImage> m_chunkLight;
  RealImage m_objectLight;
};

/// L of an estimate, for those who have no use for more.
[[nodiscard]] double likelihoodLoss(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& estimate);

}  // namespace ptycho
