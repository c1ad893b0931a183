#include "core/source/leaf_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ptycho {

LeafShape::LeafShape(double radius, RandomSequence& random) : m_radius(static_cast<float>(radius)) {
  const double kind = random.uniform();
  m_kind = kind < 0.35   ? Kind::LobedDisc
           : kind < 0.6  ? Kind::Ellipse
           : kind < 0.78 ? Kind::Rectangle
                         : Kind::CutDisc;
  const double direction = random.uniform(0, 2 * std::numbers::pi);
  m_cos = static_cast<float>(std::cos(direction));
  m_sin = static_cast<float>(std::sin(direction));
  const double slenderness = random.uniform();
  m_short = m_radius * static_cast<float>(0.12 + 0.88 * std::sqrt(slenderness));
  if (m_kind == Kind::LobedDisc) {
    m_lobes = {static_cast<float>(random.uniform(0, 0.2)), static_cast<float>(random.uniform(0, 0.12)),
               static_cast<float>(random.uniform(0, 0.08))};
  } else if (m_kind == Kind::CutDisc) {
    m_sides = 3 + static_cast<int>(random.uniform() * (kMaxSides - 2));
    for (int side = 0; side < m_sides; ++side) {
      const double angle = 2 * std::numbers::pi * (side + random.uniform(-0.25, 0.25)) / m_sides;
      m_cuts[static_cast<std::size_t>(side)] = {static_cast<float>(std::cos(angle)),
                                                static_cast<float>(std::sin(angle)),
                                                m_radius * static_cast<float>(random.uniform(0.45, 1.0))};
    }
  }
}

float LeafShape::signedDistance(float row, float col) const {
  const float u = m_cos * col + m_sin * row;
  const float v = m_cos * row - m_sin * col;
  switch (m_kind) {
    case Kind::LobedDisc: return lobedDisc(u, v);
    case Kind::Ellipse: return ellipse(u, v);
    case Kind::Rectangle: return rectangle(u, v);
    case Kind::CutDisc: return cutDisc(u, v);
  }
  return 1;
}

float LeafShape::lobedDisc(float u, float v) const {
  const float distance = std::sqrt(u * u + v * v);
  if (distance == 0) return -m_radius;
  // cos(kθ) from cos θ by the Chebyshev polynomials T₂, T₃, T₅.
  const float c = u / distance;
  const float c2 = c * c;
  const float outline = 1 + m_lobes[0] * (2 * c2 - 1) + m_lobes[1] * c * (4 * c2 - 3) +
                        m_lobes[2] * c * (16 * c2 * c2 - 20 * c2 + 5);
  return distance - m_radius * outline;
}

float LeafShape::ellipse(float u, float v) const {
  // First order: f/|∇f| of f = |p/axes| − 1.
  const float a = u / m_radius;
  const float b = v / m_short;
  const float level = std::sqrt(a * a + b * b);
  if (level == 0) return -m_short;
  const float slope = std::sqrt(a * a / (m_radius * m_radius) + b * b / (m_short * m_short));
  return level * (level - 1) / slope;
}

float LeafShape::rectangle(float u, float v) const {
  return std::max(std::abs(u) - m_radius, std::abs(v) - m_short);
}

float LeafShape::cutDisc(float u, float v) const {
  float distance = std::sqrt(u * u + v * v) - static_cast<float>(kReach) * m_radius;
  for (int side = 0; side < m_sides; ++side) {
    const auto& [normalU, normalV, offset] = m_cuts[static_cast<std::size_t>(side)];
    distance = std::max(distance, normalU * u + normalV * v - offset);
  }
  return distance;
}

}  // namespace ptycho
