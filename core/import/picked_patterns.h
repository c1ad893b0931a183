#pragma once

#include <memory>
#include <vector>

#include "core/measured/raw_patterns.h"

namespace ptycho {

/// Some patterns of others, in another order: pattern k is pattern picks[k] of `patterns`. Each pick exists.
class PickedPatterns : public RawPatterns {
 public:
  PickedPatterns(std::shared_ptr<RawPatterns> patterns, std::vector<std::uint64_t> picks)
      : m_patterns(std::move(patterns)), m_picks(std::move(picks)) {}

  [[nodiscard]] std::uint64_t count() const override { return m_picks.size(); }
  [[nodiscard]] std::uint64_t rows() const override { return m_patterns->rows(); }
  [[nodiscard]] std::uint64_t cols() const override { return m_patterns->cols(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;
  [[nodiscard]] std::string typeText() const override { return m_patterns->typeText(); }
  [[nodiscard]] std::optional<double> typeMaximum() const override { return m_patterns->typeMaximum(); }

 private:
  std::shared_ptr<RawPatterns> m_patterns;
  std::vector<std::uint64_t> m_picks;
};

}  // namespace ptycho
