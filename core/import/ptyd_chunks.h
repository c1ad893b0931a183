#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/measured/raw_patterns.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// Patterns of several data sets of the same sides, one after the other.
class JoinedPatterns : public RawPatterns {
 public:
  /// At least one part; all have the sides of the first.
  explicit JoinedPatterns(std::vector<std::shared_ptr<RawPatterns>> parts);

  [[nodiscard]] std::uint64_t count() const override { return m_ends.back(); }
  [[nodiscard]] std::uint64_t rows() const override { return m_parts.front()->rows(); }
  [[nodiscard]] std::uint64_t cols() const override { return m_parts.front()->cols(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;
  [[nodiscard]] std::string typeText() const override { return m_parts.front()->typeText(); }
  [[nodiscard]] std::optional<double> typeMaximum() const override { return m_parts.front()->typeMaximum(); }

 private:
  std::vector<std::shared_ptr<RawPatterns>> m_parts;
  std::vector<std::uint64_t> m_ends;  ///< of each part, counted over all
};

/// Everything below /chunks of a .ptyd: /chunks/<k>/{data [m,N,N], indices [m], positions [m,2], weights}.
struct PtydChunks {
  std::shared_ptr<RawPatterns> patterns;         ///< by rising index
  std::vector<std::array<double, 2>> positions;  ///< as the patterns; empty: the file has none
  Image<std::uint32_t> mask;                     ///< 1 where the weight is above 0 in every pattern; empty: none
  std::size_t chunks = 0;
  bool reordered = false;                        ///< the indices were not rising over the chunks
};
/// Errors: no chunk, chunks of different sides, lists of different lengths, an index twice.
[[nodiscard]] Result<PtydChunks> ptydChunks(const std::shared_ptr<H5Reader>& reader);

}  // namespace ptycho
