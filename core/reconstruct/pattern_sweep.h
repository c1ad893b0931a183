#pragma once

#include <algorithm>
#include <utility>

#include <omp.h>

#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// The part of a sum over patterns that belongs to one pattern's window. Rows of the chunk's box are set to zero when
/// they are first asked for, just before they are used: patterns of a chunk come in the order of their rows.
struct PatchBox {
  Complex* values = nullptr;       ///< pixel (0, 0) of the window
  std::size_t stride = 0;
  std::size_t slot = 0;            ///< of the chunk within its round: further sums of the same kind are kept by slot
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
/// added in their order, row by row of the object. Boxes of kRound chunks are held at a time.
class PatternSweep {
 public:
  static constexpr std::size_t kRound = 16;

  explicit PatternSweep(const ReconstructionProblem& problem)
      : m_problem(problem), m_workspaces(makeWorkspaces(problem)), m_boxes(kRound) {
    if (problem.streamed()) m_readOrder.reserve(problem.patterns());
  }

  /// Calls work(j, workspace, box) for every pattern; what work adds to the box comes into `sum`, which starts at zero.
  /// After each round of chunks roundDone(slots) adds up what was kept by slot; then, after the last, rowWork(row) is
  /// called for every row of the object, in parallel.
  template <class Work, class RowWork, class RoundDone>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork, RoundDone&& roundDone);
  template <class Work, class RowWork>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork) {
    run(cover, sum, std::forward<Work>(work), std::forward<RowWork>(rowWork), [](std::size_t) {});
  }
  template <class Work>
  void run(const ScanCover& cover, ComplexImage& sum, Work&& work) {
    run(cover, sum, std::forward<Work>(work), [](std::size_t) {});
  }
  /// Without a sum over the object: work(j, workspace, slot), and roundDone(slots) after each round.
  template <class Work, class RoundDone>
  void rounds(const ScanCover& cover, Work&& work, RoundDone&& roundDone);
  /// Calls work(j, workspace) for every pattern, in parallel and in any order.
  template <class Work>
  void each(Work&& work);
  [[nodiscard]] std::vector<Workspace>& workspaces() { return m_workspaces; }

 private:
  using Box = std::vector<Complex, AlignedAllocator<Complex>>;
  void addRow(const ScanCover& cover, std::size_t first, std::size_t last, std::size_t row, ComplexImage& sum) const;
  /// Tells the problem in which order the patterns will be needed: as many chunks at a time as there are threads.
  void announce(const ScanCover& cover);

  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  std::vector<Box> m_boxes;
  std::vector<std::size_t> m_readOrder;
};

/// box += contribution [w, w]; between pixels it is shifted onto the grid first and changed by that.
void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box);

template <class Work, class RowWork, class RoundDone>
void PatternSweep::run(const ScanCover& cover, ComplexImage& sum, Work&& work, RowWork&& rowWork,
                       RoundDone&& roundDone) {
  announce(cover);
  const std::size_t chunks = cover.chunks().size();
  for (std::size_t c = 0; c < std::min(kRound, chunks); ++c) {
    if (m_boxes[c].size() < cover.largestBox()) m_boxes[c].resize(cover.largestBox());
  }
  const auto rows = static_cast<std::ptrdiff_t>(sum.rows());
  for (std::size_t first = 0; first < chunks; first += kRound) {
    const std::size_t last = std::min(first + kRound, chunks);
#pragma omp parallel num_threads(m_problem.threads())
    {
#pragma omp for schedule(dynamic, 1)
      for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(first); at < static_cast<std::ptrdiff_t>(last); ++at) {
        const auto c = static_cast<std::size_t>(at);
        const PatternChunk& chunk = cover.chunks()[c];
        Box& box = m_boxes[c - first];
        std::size_t cleared = 0;
        for (std::size_t k = chunk.first; k < chunk.last; ++k) {
          const std::size_t j = cover.order()[k];
          Complex* corner = box.data() + (cover.row(j) - chunk.row) * chunk.cols + (cover.col(j) - chunk.col);
          work(j, m_workspaces[static_cast<std::size_t>(omp_get_thread_num())],
               PatchBox{corner, chunk.cols, c - first, box.data(), &cleared});
        }
        (void)PatchBox{box.data(), chunk.cols, c - first, box.data(), &cleared}.rows(0, chunk.rows);
      }
#pragma omp single
      roundDone(last - first);
#pragma omp for schedule(dynamic, 8)
      for (std::ptrdiff_t at = 0; at < rows; ++at) {
        const auto row = static_cast<std::size_t>(at);
        addRow(cover, first, last, row, sum);
        if (last == chunks) rowWork(row);
      }
    }
  }
}

template <class Work, class RoundDone>
void PatternSweep::rounds(const ScanCover& cover, Work&& work, RoundDone&& roundDone) {
  announce(cover);
  const std::size_t chunks = cover.chunks().size();
  for (std::size_t first = 0; first < chunks; first += kRound) {
    const std::size_t last = std::min(first + kRound, chunks);
#pragma omp parallel for schedule(dynamic, 1) num_threads(m_problem.threads())
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(first); at < static_cast<std::ptrdiff_t>(last); ++at) {
      const auto c = static_cast<std::size_t>(at);
      const PatternChunk& chunk = cover.chunks()[c];
      for (std::size_t k = chunk.first; k < chunk.last; ++k) {
        work(cover.order()[k], m_workspaces[static_cast<std::size_t>(omp_get_thread_num())], c - first);
      }
    }
    roundDone(last - first);
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
