#pragma once

#include <memory>

#include "core/measured/raw_patterns.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// Patterns of an HDF5 data set [n, rows, cols] (or [rows, cols], n = 1; or [scan rows, scan columns, rows, cols]) that has
/// been vetted.
class H5Patterns : public RawPatterns {
 public:
  H5Patterns(std::shared_ptr<H5Reader> reader, H5Dataset dataset)
      : m_reader(std::move(reader)), m_dataset(std::move(dataset)) {}

  [[nodiscard]] std::uint64_t count() const override;
  [[nodiscard]] std::uint64_t rows() const override { return m_dataset.shape[m_dataset.shape.size() - 2]; }
  [[nodiscard]] std::uint64_t cols() const override { return m_dataset.shape.back(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override;
  [[nodiscard]] std::optional<std::array<std::uint64_t, 2>> raster() const override;
  [[nodiscard]] std::string typeText() const override;
  [[nodiscard]] std::optional<double> typeMaximum() const override;

 private:
  std::shared_ptr<H5Reader> m_reader;
  H5Dataset m_dataset;  // closed before the file
};

}  // namespace ptycho
