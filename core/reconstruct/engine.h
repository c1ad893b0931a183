#pragma once

#include <memory>
#include <vector>

#include <omp.h>

#include "core/base/image.h"
#include "core/reconstruct/problem.h"
#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

/// One iterative algorithm with its own state. Engines of a chain hand the object on; everything else starts anew.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// One pass over all patterns; `object` is the estimate before and after.
  /// @return χ = ‖O_t − O_{t−1}‖ / ‖O_t‖
  virtual double iterate(ComplexImage& object) = 0;
};

/// @param object  where the engine starts
[[nodiscard]] std::unique_ptr<Engine> makeEngine(const StageSpec& stage, const RangeSpec& range, std::uint64_t seed,
                                                 const ReconstructionProblem& problem, const ComplexImage& object);

[[nodiscard]] std::unique_ptr<Engine> makeDifferenceMap(const StageSpec& stage, const RangeSpec& range,
                                                        const ReconstructionProblem& problem, const ComplexImage& object);
[[nodiscard]] std::unique_ptr<Engine> makeRelaxedReflections(const StageSpec& stage, const RangeSpec& range,
                                                             const ReconstructionProblem& problem,
                                                             const ComplexImage& object);
[[nodiscard]] std::unique_ptr<Engine> makeWirtingerFlow(const StageSpec& stage, const RangeSpec& range,
                                                        const ReconstructionProblem& problem, const ComplexImage& object);
[[nodiscard]] std::unique_ptr<Engine> makePie(const StageSpec& stage, const RangeSpec& range, std::uint64_t seed,
                                              const ReconstructionProblem& problem);

/// What one thread needs for one pattern; made once, so that iterations allocate nothing.
struct Workspace {
  explicit Workspace(const ReconstructionProblem& problem)
      : patch(problem.window(), problem.window()),
        waves(problem.modes(), problem.window(), problem.window()),
        transformed(problem.modes(), problem.window(), problem.window()),
        scratch(problem.window(), problem.window()) {}

  ComplexImage patch;
  ComplexStack waves;
  ComplexStack transformed;
  RealImage scratch;
};

/// One workspace for each thread of the problem.
[[nodiscard]] std::vector<Workspace> makeWorkspaces(const ReconstructionProblem& problem);

/// Calls work(j, workspace) for every pattern, in parallel and in any order.
template <class Work>
void forEachPattern(const ReconstructionProblem& problem, std::vector<Workspace>& workspaces, Work&& work) {
  const auto count = static_cast<std::ptrdiff_t>(problem.patterns());
#pragma omp parallel for schedule(dynamic) num_threads(problem.threads())
  for (std::ptrdiff_t j = 0; j < count; ++j) {
    work(static_cast<std::size_t>(j), workspaces[static_cast<std::size_t>(omp_get_thread_num())]);
  }
}

/// Squared norms gathered row by row, so that their sum does not depend on the number of threads.
class UpdateNorm {
 public:
  explicit UpdateNorm(std::size_t rows) : m_change(rows), m_norm(rows) {}
  /// Adds what one row changed from `before` to `after`; rows may be added in parallel.
  void addRow(std::size_t row, const Complex* before, const Complex* after, std::size_t count);
  [[nodiscard]] double ratio() const;  ///< χ

 private:
  std::vector<double> m_change;
  std::vector<double> m_norm;
};

/// Overlap projection with range, from contributions_j = Σ_m P_m*(ψ_jm − P_m·O_prev):
///   O = O_prev + Σ_j contributions_j / (W + ε)  =  (Σ_j P_j*ψ_j + ε·O_prev) / (W + ε),  ε = regularisation · max W.
/// The first form is exact also between pixels, where Σ|P|² is not quite diagonal; where nothing shines the previous
/// object stays. Returns χ.
double projectOverlap(const ReconstructionProblem& problem, const ComplexStack& contributions, double regularisation,
                      const RangeSpec* range, ComplexImage& object);

/// Replaces the moduli of the (unscaled) transforms of all modes of one pattern by the measured ones:
///   F_m ← F_m · M / √Σ|F_m|²   (masked pixels keep theirs), so that the unscaled inverse gives Π_F ψ.
void projectModulus(const ReconstructionProblem& problem, std::size_t j, ComplexStack& waves, RealImage& scratch);

}  // namespace ptycho
