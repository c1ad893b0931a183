#pragma once

#include <array>

#include "core/source/random_sequence.h"

namespace ptycho {

/// The outline of one dead leaf, centred on (0, 0): a lobed disc, an ellipse, a rectangle or a cut disc (a convex
/// polygon that never leaves 1.5 radii). All lengths in px.
class LeafShape {
 public:
  /// A random outline of this size, kind, slenderness and direction.
  LeafShape(double radius, RandomSequence& random);

  /// How far from the centre the outline can reach.
  static constexpr double kReach = 1.5;

  /// Distance to the outline in px, negative inside; exact near the edge up to the curvature, which is what an
  /// antialiased edge needs.
  [[nodiscard]] float signedDistance(float row, float col) const;

 private:
  enum class Kind { LobedDisc, Ellipse, Rectangle, CutDisc };
  static constexpr int kMaxSides = 6;

  [[nodiscard]] float lobedDisc(float u, float v) const;
  [[nodiscard]] float ellipse(float u, float v) const;
  [[nodiscard]] float rectangle(float u, float v) const;
  [[nodiscard]] float cutDisc(float u, float v) const;

  Kind m_kind = Kind::Ellipse;
  float m_radius;
  float m_short = 0;            ///< half the short side or axis
  float m_cos = 1, m_sin = 0;   ///< direction of the long axis
  std::array<float, 3> m_lobes{};  ///< strengths of 2, 3 and 5 lobes
  int m_sides = 0;
  std::array<std::array<float, 3>, kMaxSides> m_cuts{};  ///< normal (u, v) and distance of each side
};

}  // namespace ptycho
