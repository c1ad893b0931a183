#pragma once

#include <algorithm>
#include <utility>

#include <omp.h>

#include "core/reconstruct/chunk_turns.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// The part of a sum over patterns that belongs to one pattern's window. Rows of the chunk's box are set to zero when
/// they are first asked for, just before they are used: patterns of a chunk come in the order of their rows.
struct PatchBox {
  Complex* values = nullptr;       ///< pixel (0, 0) of the window
  std::size_t stride = 0;
  std::size_t slot = 0;            ///< of the chunk: further sums of the same kind are kept by slot
  Complex* box = nullptr;          ///< of the chunk
  std::size_t* cleared = nullptr;  ///< rows of the box that are in use
  /// Row `first` of the window; `count` rows from it on may be used.
  [[nodiscard]] Complex* rows(std::size_t first, std::size_t count) const {
    Complex* from = values + first * stride;
    const std::size_t end = static_cast<std::size_t>(from - box) / stride + count;
    if (end > *cleared) {
      std::fill_n(box + *cleared * stride, (end - *cleared) * stride, Complex{});
      *cleared = end;
    }
    return from;
  }
};

/// Passes over all patterns in parallel, with a sum over the object that is race-free and has the same bits for any
/// number of threads: each chunk of neighbouring patterns is summed by one thread in a box of its own, and the boxes are
/// added in their order (ChunkTurns), while they still lie in the cache.
class PatternSweep {
 public:
  explicit PatternSweep(const ReconstructionProblem& problem)
      : m_problem(problem), m_workspaces(makeWorkspaces(problem)), m_turns(slotsFor(problem)), m_boxes(m_turns.slots()) {
    if (problem.streamed()) m_readOrder.reserve(problem.patterns());
  }

  /// Chunks that may be under way or wait for their turn: two for each thread, so that one that is held up does not hold
  /// up the others at once.
  [[nodiscard]] static std::size_t slotsFor(const ReconstructionProblem& problem) {
    return 2 * static_cast<std::size_t>(problem.threads()) + 2;
  }

  /// Calls work(j, workspace, box) for every pattern; what work adds to the box comes into `sum`, which starts at zero.
  /// chunkDone(slot) adds up what a chunk kept by slot: one chunk at a time, in their order, after its patterns. After
  /// the last of all rowWork(row) is called for every row of the object, in parallel.
  template <class Work, class RowWork, class ChunkDone>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork, ChunkDone&& chunkDone);
  template <class Work, class RowWork>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork) {
    run(cover, sum, std::forward<Work>(work), std::forward<RowWork>(rowWork), [](std::size_t) {});
  }
  template <class Work>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work) {
    run(cover, sum, std::forward<Work>(work), [](std::size_t) {});
  }
  /// Without a sum over the object: work(j, workspace, slot), and chunkDone(slot) as above.
  template <class Work, class ChunkDone>
  void chunks(const ScanCover& cover, Work&& work, ChunkDone&& chunkDone);
  /// Calls work(j, workspace) for every pattern, in parallel and in any order.
  template <class Work>
  void each(Work&& work);
  [[nodiscard]] std::vector<Workspace>& workspaces() { return m_workspaces; }

 private:
  using Box = std::vector<Complex, AlignedAllocator<Complex>>;
  /// What `work` gathered of one chunk.
  template <class Work>
  void sumChunk(const ScanCover& cover, const ChunkTurns::Turn& turn, Workspace& workspace, Work& work);
  /// sum += the chunk's box; rows from `begun` on are set to zero when the first box reaches them.
  void addBox(const ScanCover& cover, const ChunkTurns::Turn& turn, std::size_t& begun, ComplexImage& sum) const;
  /// Tells the problem in which order the patterns will be needed: as many chunks at a time as there are threads.
  void announce(const ScanCover& cover);

  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  ChunkTurns m_turns;
  std::vector<Box> m_boxes;  ///< one a slot
  std::vector<std::size_t> m_readOrder;
};

/// box += contribution [w, w]; between pixels it is shifted onto the grid first and changed by that.
void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box);

template <class Work>
void PatternSweep::sumChunk(const ScanCover& cover, const ChunkTurns::Turn& turn, Workspace& workspace, Work& work) {
  const PatternChunk& chunk = cover.chunks()[turn.chunk];
  Box& box = m_boxes[turn.slot];
  if (box.size() < cover.largestBox()) box.resize(cover.largestBox());
  std::size_t cleared = 0;
  for (std::size_t k = chunk.first; k < chunk.last; ++k) {
    const std::size_t j = cover.order()[k];
    Complex* corner = box.data() + (cover.row(j) - chunk.row) * chunk.cols + (cover.col(j) - chunk.col);
    work(j, workspace, PatchBox{corner, chunk.cols, turn.slot, box.data(), &cleared});
  }
  (void)PatchBox{box.data(), chunk.cols, turn.slot, box.data(), &cleared}.rows(0, chunk.rows);
}

template <class Work, class RowWork, class ChunkDone>
void PatternSweep::run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork,
                       ChunkDone&& chunkDone) {
  announce(cover);
  m_turns.begin(cover.chunks().size());
  std::size_t begun = 0;
  const auto rows = static_cast<std::ptrdiff_t>(sum.rows());
#pragma omp parallel num_threads(m_problem.threads())
  {
    Workspace& workspace = m_workspaces[static_cast<std::size_t>(omp_get_thread_num())];
    while (const auto taken = m_turns.take()) {
      sumChunk(cover, *taken, workspace, work);
      m_turns.finish(*taken, [&](const ChunkTurns::Turn& turn) {
        addBox(cover, turn, begun, sum);
        chunkDone(turn.slot);
      });
    }
#pragma omp barrier
#pragma omp for schedule(dynamic, 8) nowait
    for (std::ptrdiff_t row = 0; row < rows; ++row) rowWork(static_cast<std::size_t>(row));
  }
}

template <class Work, class ChunkDone>
void PatternSweep::chunks(const ScanCover& cover, Work&& work, ChunkDone&& chunkDone) {
  announce(cover);
  m_turns.begin(cover.chunks().size());
#pragma omp parallel num_threads(m_problem.threads())
  {
    Workspace& workspace = m_workspaces[static_cast<std::size_t>(omp_get_thread_num())];
    while (const auto taken = m_turns.take()) {
      const PatternChunk& chunk = cover.chunks()[taken->chunk];
      for (std::size_t k = chunk.first; k < chunk.last; ++k) work(cover.order()[k], workspace, taken->slot);
      m_turns.finish(*taken, [&](const ChunkTurns::Turn& turn) { chunkDone(turn.slot); });
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
