#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/exchange/npz_file.h"
#include "core/measured/raw_patterns.h"

namespace ptycho {

/// Patterns of an array [n, rows, cols] or [scan rows, scan columns, rows, cols] of a file of NumPy; `shape`, with both axes
/// of a scan joined, may leave out dimensions of 1.
class NumpyPatterns : public RawPatterns {
 public:
  NumpyPatterns(std::shared_ptr<NumpyFile> file, NumpyArray array, std::array<std::uint64_t, 3> shape)
      : m_file(std::move(file)), m_array(std::move(array)), m_shape(shape) {}

  [[nodiscard]] std::uint64_t count() const override { return m_shape[0]; }
  [[nodiscard]] std::uint64_t rows() const override { return m_shape[1]; }
  [[nodiscard]] std::uint64_t cols() const override { return m_shape[2]; }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;
  [[nodiscard]] std::optional<std::array<std::uint64_t, 2>> raster() const override;
  [[nodiscard]] std::string typeText() const override { return m_array.type; }
  [[nodiscard]] std::optional<double> typeMaximum() const override;

 protected:
  [[nodiscard]] Result<void> checkRange(std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] Result<void> readLines(std::uint64_t first, std::uint64_t count, float* values) const;

  std::shared_ptr<NumpyFile> m_file;
  NumpyArray m_array;
  std::array<std::uint64_t, 3> m_shape;

 private:
  mutable std::vector<float> m_line;  ///< of a raster, the one that was read last
  mutable std::uint64_t m_lineNumber = 0;
};

/// Patterns stored as [rows, cols, n], all in memory when the first is read.
class LastAxisPatterns : public NumpyPatterns {
 public:
  using NumpyPatterns::NumpyPatterns;
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;

 private:
  mutable std::vector<float> m_values;  ///< as stored
};

}  // namespace ptycho
