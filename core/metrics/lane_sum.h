#pragma once

#include <array>
#include <cstddef>

namespace ptycho {

/// A sum in double precision over eight interleaved lanes, added up in a fixed order at the end: the vector units may
/// take eight terms at once, and the bits do not depend on how many they take.
class LaneSum {
 public:
  static constexpr std::size_t kLanes = 8;

  /// Adds terms[0 … count − 1].
  [[gnu::always_inline]] inline void add(const double* terms, std::size_t count) {
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) m_lanes[lane] += terms[i + lane];
    }
    for (std::size_t lane = 0; i < count; ++i, ++lane) m_lanes[lane] += terms[i];
  }

  [[nodiscard]] double total() const {
    return ((m_lanes[0] + m_lanes[4]) + (m_lanes[2] + m_lanes[6])) +
           ((m_lanes[1] + m_lanes[5]) + (m_lanes[3] + m_lanes[7]));
  }

 private:
  std::array<double, kLanes> m_lanes{};
};

}  // namespace ptycho
