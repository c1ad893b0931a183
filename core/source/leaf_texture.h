#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/source/random_sequence.h"

namespace ptycho {

/// Smooth random values on a plane, period 256 in both directions: random lattice values, blended with a fade that
/// has no slope at the lattice points (value noise; Perlin 2002 for the fade): band-limited to about one cycle in two
/// units.
class NoiseField {
 public:
  explicit NoiseField(const CounterRandom& source);
  /// @return in [−1, 1]
  [[nodiscard]] float at(float row, float col) const;

 private:
  static constexpr std::size_t kPeriod = 256;
  std::vector<float> m_lattice;
};

/// What is painted inside one leaf: a shade, a linear gradient, a bulge lit from one side, and a texture of several
/// octaves between about the leaf's size and two pixels; stretched in one direction it looks like fur or wood,
/// warped into stripes like ripples.
class LeafTexture {
 public:
  LeafTexture(double shade, double radius, const NoiseField& noise, RandomSequence& random);
  /// Shade at a point relative to the leaf's centre, px.
  [[nodiscard]] float at(float row, float col) const;

 private:
  static constexpr int kMaxOctaves = 7;

  const NoiseField& m_noise;
  float m_shade;
  float m_slopeRow, m_slopeCol;    ///< gradient, 1/px
  float m_bulge;                   ///< 1/px²
  std::array<float, 4> m_axes{};   ///< texture coordinates: rotation and stretch, 1/px
  float m_offsetRow, m_offsetCol;  ///< where in the noise field this leaf looks
  float m_contrast;
  float m_roughness;  ///< contrast of an octave against the one before
  int m_octaves = 0;
  float m_stripes = 0;  ///< 0: none; else stripes a unit of the texture
};

}  // namespace ptycho
