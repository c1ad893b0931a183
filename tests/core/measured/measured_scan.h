#pragma once

#include <vector>

#include "core/measured/prepare_scan.h"

namespace ptycho {

/// Patterns in memory that pretend to lie in a file.
class PatternsInMemory final : public RawPatterns {
 public:
  explicit PatternsInMemory(RealStack patterns) : m_patterns(std::move(patterns)) {}
  [[nodiscard]] std::uint64_t count() const override { return m_patterns.count(); }
  [[nodiscard]] std::uint64_t rows() const override { return m_patterns.rows(); }
  [[nodiscard]] std::uint64_t cols() const override { return m_patterns.cols(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;
  [[nodiscard]] std::string typeText() const override { return "uint16"; }
  [[nodiscard]] std::optional<double> typeMaximum() const override { return 65535; }
  RealStack& patterns() { return m_patterns; }
  [[nodiscard]] std::uint64_t patternsRead() const { return m_read; }

 private:
  RealStack m_patterns;
  mutable std::uint64_t m_read = 0;
};

/// A small simulated scan of counts: window 32, 5 × 5 jittered positions.
Acquisition simulatedScan();

/// numpy's fftshift, flips and rotations, written out in full: what another program would do before it stores.
RealImage zeroToMiddle(const RealImage& corner);
RealImage stored(const RealImage& image, OrientationChoice thatUndoesIt);

/// The scan as a file would have it: zero frequency in the middle, positions (x, y) in metres, energy in J,
/// pixel 75 µm; nothing stated.
RawScan asStored(const Acquisition& acquisition);
PatternsInMemory& patternsOf(RawScan& raw);

/// Largest |a − b| over largest |b|.
double difference(const RealStack& a, const RealStack& b);
/// Largest distance of positions once their first ones agree.
double positionDifference(const Scan& a, const Scan& b);

const ImportCheck& checkOf(const ImportReport& report, const std::string& key);
PreparedScan prepared(const RawScan& raw, const ImportSpec& spec = {});
std::string refusal(const RawScan& raw, const ImportSpec& spec = {});

}  // namespace ptycho
