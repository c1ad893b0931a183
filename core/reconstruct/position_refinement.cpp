#include "core/reconstruct/position_refinement.h"

#include <omp.h>

#include <algorithm>
#include <cmath>

#include "core/reconstruct/position_correlation.h"
#include "core/reconstruct/position_gradient.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

namespace {

constexpr float kFriction = 0.8F;
constexpr float kLargestMove = 0.5F;  ///< px an axis
constexpr double kGradientStep = 1;
constexpr double kCorrelationGain = 2;
constexpr double kSteady = 0.3;       ///< correlation of two moves from which the gain changes
constexpr double kGainGrowth = 1.1;
constexpr double kGainFall = 1.5;
constexpr double kLargestGain = 20;

struct Move {
  float row = 0;
  float col = 0;
};

class PositionRefinement : public Refinement {
 public:
  PositionRefinement(const EngineSetup& setup, const Estimate&)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_workspaces(makeWorkspaces(setup.problem)),
        m_updates(m_workspaces.size(), PatternUpdate(setup.problem)),
        m_frequencies(angularFrequencies(setup.problem.window())),
        m_found(setup.problem.patterns()),
        m_moves(setup.problem.patterns()),
        m_gain(setup.stage.positions_step > 0 ? setup.stage.positions_step : defaultStep(setup.stage.positions)) {}

  EstimateChange update(int iteration, bool, Estimate& estimate) override {
    if (iteration < m_stage.positions_from) return {};
    if ((iteration - m_stage.positions_from) % m_stage.positions_every != 0) return {};
    findMoves(estimate);
    if (m_stage.positions == PositionMethod::Gradient) accelerate();
    else adaptGain();
    move(estimate.positions);
    EstimateChange change;
    change.positions = true;
    return change;
  }

  void exchange(StateArchive& archive) override {
    archive.values("moves", std::span<float>(&m_moves.front().row, 2 * m_moves.size()));
    archive.number("gain", m_gain);
  }

 private:
  static double defaultStep(PositionMethod method) {
    return method == PositionMethod::Gradient ? kGradientStep : kCorrelationGain;
  }

  /// Where each pattern wants to go.
  void findMoves(const Estimate& estimate) {
    const auto count = static_cast<std::ptrdiff_t>(m_found.size());
#pragma omp parallel for schedule(dynamic) num_threads(m_problem.threads())
    for (std::ptrdiff_t k = 0; k < count; ++k) {
      const auto thread = static_cast<std::size_t>(omp_get_thread_num());
      const auto j = static_cast<std::size_t>(k);
      PatternUpdate& update = m_updates[thread];
      takePatternUpdate(m_problem, estimate, j, m_workspaces[thread], update);
      m_found[j] = m_stage.positions == PositionMethod::Gradient
                       ? leastSquaresMove(positionSlope(m_problem.fft(), m_frequencies, update))
                       : correlationMove(m_problem.fft(), m_frequencies, update, m_workspaces[thread]);
    }
  }

  void accelerate() {
    for (std::size_t j = 0; j < m_moves.size(); ++j) {
      m_moves[j] = limited(kFriction * m_moves[j].row + static_cast<float>(m_gain * m_found[j].row),
                           kFriction * m_moves[j].col + static_cast<float>(m_gain * m_found[j].col));
    }
  }

  void adaptGain() {
    double product = 0, before = 0, now = 0;
    for (std::size_t j = 0; j < m_moves.size(); ++j) {
      const auto row = static_cast<double>(m_moves[j].row);
      const auto col = static_cast<double>(m_moves[j].col);
      product += row * m_found[j].row + col * m_found[j].col;
      before += row * row + col * col;
      now += m_found[j].row * m_found[j].row + m_found[j].col * m_found[j].col;
    }
    if (before > 0 && now > 0) {
      const double agreement = product / std::sqrt(before * now);
      if (agreement > kSteady) m_gain = std::min(m_gain * kGainGrowth, kLargestGain);
      if (agreement < -kSteady) m_gain /= kGainFall;
    }
    for (std::size_t j = 0; j < m_moves.size(); ++j) {
      m_moves[j] = limited(static_cast<float>(m_gain * m_found[j].row), static_cast<float>(m_gain * m_found[j].col));
    }
  }

  static Move limited(float row, float col) {
    return {std::clamp(row, -kLargestMove, kLargestMove), std::clamp(col, -kLargestMove, kLargestMove)};
  }

  void move(std::vector<Position>& positions) const {
    const Scan& scan = m_problem.scan();
    Position mean;
    for (std::size_t j = 0; j < positions.size(); ++j) {
      positions[j].row += static_cast<double>(m_moves[j].row);
      positions[j].col += static_cast<double>(m_moves[j].col);
      mean.row += positions[j].row - scan.positions[j].row;
      mean.col += positions[j].col - scan.positions[j].col;
    }
    mean = {mean.row / static_cast<double>(positions.size()), mean.col / static_cast<double>(positions.size())};
    const auto side = static_cast<int>(m_problem.window());
    for (std::size_t j = 0; j < positions.size(); ++j) {
      const Position& given = scan.positions[j];
      positions[j].row = kept(positions[j].row - mean.row, given.row, scan.object_rows - side);
      positions[j].col = kept(positions[j].col - mean.col, given.col, scan.object_cols - side);
    }
  }

  /// Within the bound of the given place, the window inside the object.
  [[nodiscard]] double kept(double value, double given, int last) const {
    const double bound = m_stage.positions_bound_px;
    return std::clamp(value, std::max(given - bound, 0.0), std::min(given + bound, static_cast<double>(last)));
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  std::vector<PatternUpdate> m_updates;
  std::vector<float> m_frequencies;
  std::vector<Position> m_found;
  std::vector<Move> m_moves;  ///< the last ones, gradient: velocities
  double m_gain;
};

}  // namespace

std::unique_ptr<Refinement> makePositionRefinement(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<PositionRefinement>(setup, start);
}

int positionMargin(const std::vector<StageSpec>& stages) {
  constexpr int kBeyondBound = 2;
  int margin = 0;
  for (const auto& stage : stages) {
    if (stage.positions == PositionMethod::Off) continue;
    margin = std::max(margin, static_cast<int>(std::ceil(stage.positions_bound_px)) + kBeyondBound);
  }
  return margin;
}

}  // namespace ptycho
