#pragma once

#include <algorithm>
#include <utility>

#include "core/simulate/acquisition.h"

namespace ptycho::test {

/// Patterns that are read a few at a time, as from a file.
class KeptPatterns : public PatternSource {
 public:
  explicit KeptPatterns(RealStack patterns) : m_patterns(std::move(patterns)) {}
  [[nodiscard]] std::size_t count() const override { return m_patterns.count(); }
  [[nodiscard]] std::size_t rows() const override { return m_patterns.rows(); }
  [[nodiscard]] std::size_t cols() const override { return m_patterns.cols(); }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return 1; }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* intensities) override {
    std::copy_n(m_patterns.image(first), count * m_patterns.imageSize(), intensities);
    return {};
  }

 private:
  RealStack m_patterns;
};

inline Acquisition leftInAFile(Acquisition acquisition) {
  acquisition.source = std::make_shared<KeptPatterns>(std::exchange(acquisition.patterns, {}));
  return acquisition;
}

}  // namespace ptycho::test
