#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/metrics/phase_tools.h"

namespace ptycho {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr std::size_t kLevels = 64;  // of quality, once for lit pixels and once for the others

/// Whole turns to take from `step` so that at most half a turn is left.
double turns(double step) { return std::ceil(step / kTurn - 0.5); }

class Flood {
 public:
  Flood(const RealImage& wrapped, const MaskImage& lit)
      : m_wrapped(wrapped), m_level(wrapped.size()), m_state(wrapped.size(), kNew), m_turns(wrapped.size()) {
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
      const bool dark = !lit.empty() && lit[i] == 0;
      m_level[i] = static_cast<std::uint8_t>(roughness(i) + (dark ? kLevels : 0));
    }
  }

  RealImage run() {
    // One island after the other, each from its smoothest pixel: the first pass over the levels finds them in order.
    std::array<std::vector<std::size_t>, 2 * kLevels> byLevel;
    for (std::size_t i = 0; i < m_level.size(); ++i) {
      if (std::isfinite(m_wrapped[i])) byLevel[m_level[i]].push_back(i);
    }
    for (const auto& level : byLevel) {
      for (const std::size_t seed : level) {
        if (m_state[seed] == kNew) spreadFrom(seed);
      }
    }
    RealImage out = m_wrapped;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (m_turns[i] != 0) out[i] = static_cast<float>(out[i] + kTurn * m_turns[i]);
    }
    return out;
  }

 private:
  enum State : std::uint8_t { kNew, kQueued, kDone };

  template <class Visit>
  void forNeighbours(std::size_t i, const Visit& visit) const {
    const std::size_t cols = m_wrapped.cols();
    const std::size_t row = i / cols, col = i % cols;
    if (row > 0) visit(i - cols);
    if (col > 0) visit(i - 1);
    if (col + 1 < cols) visit(i + 1);
    if (row + 1 < m_wrapped.rows()) visit(i + cols);
  }

  [[nodiscard]] double step(std::size_t from, std::size_t to) const {
    return static_cast<double>(m_wrapped[to]) - static_cast<double>(m_wrapped[from]);
  }

  /// The largest step to a neighbour, 0 … π, as a level.
  [[nodiscard]] std::size_t roughness(std::size_t i) const {
    double largest = 0;
    forNeighbours(i, [&](std::size_t to) {
      const double size = std::abs(step(i, to) - kTurn * turns(step(i, to)));
      if (std::isfinite(size)) largest = std::max(largest, size);
    });
    return std::min(kLevels - 1, static_cast<std::size_t>(largest / std::numbers::pi * kLevels));
  }

  void spreadFrom(std::size_t seed) {
    std::array<std::vector<std::size_t>, 2 * kLevels> waiting;
    m_state[seed] = kQueued;
    waiting[m_level[seed]].push_back(seed);
    for (std::size_t level = m_level[seed]; level < waiting.size();) {
      if (waiting[level].empty()) {
        ++level;
        continue;
      }
      const std::size_t here = waiting[level].back();
      waiting[level].pop_back();
      m_state[here] = kDone;
      forNeighbours(here, [&](std::size_t to) {
        if (m_state[to] != kNew || !std::isfinite(m_wrapped[to])) return;
        m_turns[to] = m_turns[here] - static_cast<int>(turns(step(here, to)));
        m_state[to] = kQueued;
        waiting[m_level[to]].push_back(to);
        level = std::min<std::size_t>(level, m_level[to]);
      });
    }
  }

  const RealImage& m_wrapped;
  std::vector<std::uint8_t> m_level;
  std::vector<State> m_state;
  std::vector<int> m_turns;
};

}  // namespace

std::size_t countResidues(const RealImage& wrapped, const MaskImage& lit) {
  if (!lit.empty() && !lit.sameShape(wrapped)) throw std::invalid_argument("countResidues: the mask differs in shape");
  std::size_t residues = 0;
  for (std::size_t r = 0; r + 1 < wrapped.rows(); ++r) {
    for (std::size_t c = 0; c + 1 < wrapped.cols(); ++c) {
      const std::size_t first = r * wrapped.cols() + c;
      const std::size_t below = first + wrapped.cols();
      const std::array<std::size_t, 4> loop{first, first + 1, below + 1, below};
      double winding = 0;
      bool whole = true;
      for (std::size_t k = 0; k < 4; ++k) {
        const double step = static_cast<double>(wrapped[loop[(k + 1) % 4]]) - static_cast<double>(wrapped[loop[k]]);
        winding -= turns(step);
        whole = whole && std::isfinite(step) && (lit.empty() || lit[loop[k]] != 0);
      }
      if (whole && winding != 0) ++residues;
    }
  }
  return residues;
}

UnwrappedPhase unwrapPhase(const RealImage& wrapped, const MaskImage& lit) {
  UnwrappedPhase out;
  out.residues = countResidues(wrapped, lit);
  out.phase = Flood(wrapped, lit).run();
  const double excess = turns(plainMedian(out.phase, lit));
  if (excess != 0) out.phase = shiftedPhase(out.phase, kTurn * excess, false);
  return out;
}

}  // namespace ptycho
