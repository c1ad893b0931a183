#pragma once

#include <omp.h>

#include <utility>

#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// The part of a sum over patterns that belongs to one pattern's window.
struct PatchBox {
  Complex* values = nullptr;  ///< pixel (0, 0) of the window
  std::size_t stride = 0;
  [[nodiscard]] Complex* row(std::size_t r) const { return values + r * stride; }
};

/// Passes over all patterns in parallel, with a sum over the object that is race-free and has the same bits for any
/// number of threads: each chunk of neighbouring patterns is summed by one thread in a private box, and the boxes are
/// added to the object in their order.
class PatternSweep {
 public:
  explicit PatternSweep(const ReconstructionProblem& problem)
      : m_problem(problem), m_workspaces(makeWorkspaces(problem)), m_boxes(m_workspaces.size()) {
    if (problem.streamed()) m_readOrder.reserve(problem.patterns());
  }

  /// Calls work(j, workspace, box) for every pattern; what work adds to the box comes into `sum`, which starts at zero.
  template <class Work>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work) {
    run(cover, sum, std::forward<Work>(work), [](std::size_t) {});
  }
  /// The same, and calls chunkDone(thread) after each chunk, in the chunks' order: for further sums of the same kind.
  template <class Work, class ChunkDone>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work, ChunkDone&& chunkDone);
  /// Calls work(j, workspace) for every pattern, in parallel and in any order.
  template <class Work>
  void each(Work&& work);
  [[nodiscard]] std::vector<Workspace>& workspaces() { return m_workspaces; }

 private:
  using Box = std::vector<Complex, AlignedAllocator<Complex>>;
  static void addBox(const Box& box, const PatternChunk& chunk, ComplexImage& sum);
  /// Tells the problem in which order the patterns will be needed: as many chunks at a time as there are threads.
  void announce(const ScanCover& cover);

  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  std::vector<Box> m_boxes;
  std::vector<std::size_t> m_readOrder;
};

/// box += contribution [w, w]; between pixels it is shifted onto the grid first and changed by that.
void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box);

template <class Work, class ChunkDone>
void PatternSweep::run(const ScanCover& cover, ComplexImage& sum, Work&& work, ChunkDone&& chunkDone) {
  announce(cover);
  std::ranges::fill(sum, Complex{});
  const auto count = static_cast<std::ptrdiff_t>(cover.chunks().size());
  for (auto& box : m_boxes) {
    if (box.size() < cover.largestBox()) box.resize(cover.largestBox());
  }
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(m_problem.threads())
  for (std::ptrdiff_t c = 0; c < count; ++c) {
    const auto thread = static_cast<std::size_t>(omp_get_thread_num());
    const PatternChunk& chunk = cover.chunks()[static_cast<std::size_t>(c)];
    Box& box = m_boxes[thread];
    std::fill_n(box.data(), chunk.rows * chunk.cols, Complex{});
    for (std::size_t k = chunk.first; k < chunk.last; ++k) {
      const std::size_t j = cover.order()[k];
      Complex* corner = box.data() + (cover.row(j) - chunk.row) * chunk.cols + (cover.col(j) - chunk.col);
      work(j, m_workspaces[thread], PatchBox{corner, chunk.cols});
    }
#pragma omp ordered
    {
      addBox(box, chunk, sum);
      chunkDone(thread);
    }
  }
}

template <class Work>
void PatternSweep::each(Work&& work) {
  m_problem.beginPass();
  const auto count = static_cast<std::ptrdiff_t>(m_problem.patterns());
#pragma omp parallel for schedule(dynamic) num_threads(m_problem.threads())
  for (std::ptrdiff_t j = 0; j < count; ++j) {
    work(static_cast<std::size_t>(j), m_workspaces[static_cast<std::size_t>(omp_get_thread_num())]);
  }
}

}  // namespace ptycho
