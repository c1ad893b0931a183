#include <fmt/format.h>

#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/plain_arrays.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

class H5Arrays : public NamedArrays {
 public:
  explicit H5Arrays(std::shared_ptr<H5Reader> reader) : m_reader(std::move(reader)) {}

  [[nodiscard]] std::string file() const override { return m_reader->file().string(); }
  [[nodiscard]] Result<std::shared_ptr<RawPatterns>> patterns(const std::string& name) override {
    return patternsOf(m_reader, name, FourAxes::Raster);
  }
  [[nodiscard]] Result<std::vector<std::array<double, 2>>> positions(const std::string& name,
                                                                    std::uint64_t count) override {
    PTYCHO_TRY(PositionColumns columns, positionsOf(*m_reader, name, count));
    return std::move(columns.values);
  }
  [[nodiscard]] Result<std::vector<double>> numbers(const std::string& name) override {
    return numbersOf(*m_reader, name, fileLimits().stack_length);
  }
  [[nodiscard]] Result<Image<std::uint32_t>> mask(const std::string& name) override { return maskOf(*m_reader, name); }
  [[nodiscard]] Result<ComplexStack> probe(const std::string& name) override { return probeOf(*m_reader, name); }
  [[nodiscard]] Result<std::string> units(const std::string& name) override {
    PTYCHO_TRY(const auto text, m_reader->textAttribute(name, "units"));
    return text.value_or(std::string());
  }

 private:
  std::shared_ptr<H5Reader> m_reader;
};

Result<RawScan> openPlain(const ScanFile& file, const ImportSpec& spec) {
  if (!file.hdf5) return badInput("is no HDF5 file; its data sets cannot be named.", file.path.string());
  const std::string kind = file.hdf5->kind();
  if (!kind.empty() && spec.patterns_path.empty()) {
    return badInput(fmt::format("is {} of this program ({}) and needs no import; open it as it is.",
                                kind == "acquisition" ? "an acquisition" : "a file", printable(kind)),
                    file.path.string());
  }
  PTYCHO_TRY(const auto choices, datasetChoices(file));
  H5Arrays arrays(file.hdf5);
  PTYCHO_TRY(RawScan scan, plainScan(arrays, spec, choices));
  scan.title = "HDF5, data sets by name";
  return scan;
}

}  // namespace

ScanFormat plainHdf5Format() {
  return {FormatChoice::PlainHdf5, "plain-hdf5", "HDF5 data sets by name",
          "Any HDF5 file: patterns, positions, mask and probe are named or looked for",
          [](const ScanFile& file) { return file.hdf5 != nullptr; }, openPlain};
}

}  // namespace ptycho
