#pragma once

namespace ptycho {

/// How a transform chooses among the ways to compute it. Wisdom that is loaded is used by both (fft_wisdom.h).
enum class FftPlanning {
  Estimated,  ///< as known (fft_wisdom.h), else by rule, at once: the same bits in every process
  Measured    ///< by timing candidates, up to seconds per shape: bits may differ from one process to the next
};

}  // namespace ptycho
