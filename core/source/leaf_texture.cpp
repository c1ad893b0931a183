#include "core/source/leaf_texture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ptycho {

NoiseField::NoiseField(const CounterRandom& source) : m_lattice(kPeriod * kPeriod) {
  for (std::size_t i = 0; i < m_lattice.size(); i += 4) {
    const auto words = source.words(i / 4);
    for (std::size_t k = 0; k < 4; ++k) m_lattice[i + k] = static_cast<float>(words[k] >> 8) * 0x1.0p-23f - 1.0f;
  }
}

float NoiseField::at(float row, float col) const {
  const auto fade = [](float t) { return t * t * t * (t * (t * 6 - 15) + 10); };
  const float row0 = std::floor(row);
  const float col0 = std::floor(col);
  const float down = fade(row - row0);
  const float across = fade(col - col0);
  constexpr std::size_t kMask = kPeriod - 1;
  const std::size_t r = static_cast<std::size_t>(static_cast<std::int64_t>(row0)) & kMask;
  const std::size_t c = static_cast<std::size_t>(static_cast<std::int64_t>(col0)) & kMask;
  const std::size_t rNext = ((r + 1) & kMask) * kPeriod;
  const std::size_t cNext = (c + 1) & kMask;
  const float top = std::lerp(m_lattice[r * kPeriod + c], m_lattice[r * kPeriod + cNext], across);
  const float bottom = std::lerp(m_lattice[rNext + c], m_lattice[rNext + cNext], across);
  return std::lerp(top, bottom, down);
}

LeafTexture::LeafTexture(double shade, double radius, const NoiseField& noise, RandomSequence& random)
    : m_noise(noise), m_shade(static_cast<float>(shade)) {
  const double gradientDirection = random.uniform(0, 2 * std::numbers::pi);
  const double gradient = 0.18 * random.uniform() / radius;
  m_slopeRow = static_cast<float>(gradient * std::sin(gradientDirection));
  m_slopeCol = static_cast<float>(gradient * std::cos(gradientDirection));
  m_bulge = static_cast<float>(random.uniform(-0.05, 0.15) / (radius * radius));

  const double direction = random.uniform(0, 2 * std::numbers::pi);
  const double wavelength = std::max(4.0, radius * random.uniform(0.15, 0.9));
  const double stretch = random.chance(0.4) ? random.uniform(0.1, 0.4) : 1.0;
  m_axes = {static_cast<float>(std::cos(direction) / wavelength), static_cast<float>(std::sin(direction) / wavelength),
            static_cast<float>(-std::sin(direction) * stretch / wavelength),
            static_cast<float>(std::cos(direction) * stretch / wavelength)};
  m_offsetRow = static_cast<float>(random.uniform(0, 256));
  m_offsetCol = static_cast<float>(random.uniform(0, 256));
  // A lattice unit below two pixels would alias.
  m_octaves = std::clamp(static_cast<int>(std::log2(wavelength / 1.2)) + 1, 1, kMaxOctaves);
  const double calm = random.uniform();
  m_contrast = static_cast<float>(radius < 3 ? 0.0 : 0.05 + 0.25 * calm * calm);
  m_roughness = static_cast<float>(random.uniform(0.75, 1.05));
  if (random.chance(0.15) && wavelength > 8) m_stripes = static_cast<float>(random.uniform(0.8, wavelength / 5));
}

float LeafTexture::at(float row, float col) const {
  const float plain = m_shade + m_slopeRow * row + m_slopeCol * col - m_bulge * (row * row + col * col);
  if (m_contrast == 0) return plain;
  float r = m_axes[0] * row + m_axes[1] * col + m_offsetRow;
  float c = m_axes[2] * row + m_axes[3] * col + m_offsetCol;
  if (m_stripes > 0) {
    const float phase = m_stripes * r + 0.8f * m_noise.at(r, c);
    return plain + 0.6f * m_contrast * std::sin(2 * std::numbers::pi_v<float> * phase);
  }
  float sum = 0;
  float strength = m_contrast;
  for (int octave = 0; octave < m_octaves; ++octave) {
    sum += strength * m_noise.at(r, c);
    strength *= m_roughness;
    // Not quite 2: octaves on one lattice would line up.
    r *= 1.97f;
    c *= 1.97f;
  }
  return plain + sum;
}

}  // namespace ptycho
