#include "core/import/formats.h"
#include "core/import/numpy_scan_values.h"
#include "core/import/plain_arrays.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

class NumpyArrays : public NamedArrays {
 public:
  explicit NumpyArrays(std::shared_ptr<NumpyFile> file) : m_file(std::move(file)) {}

  [[nodiscard]] std::string file() const override { return m_file->file().string(); }
  [[nodiscard]] Result<std::shared_ptr<RawPatterns>> patterns(const std::string& name) override {
    return numpyPatterns(m_file, name, PatternAxes::Raster);
  }
  [[nodiscard]] Result<std::vector<std::array<double, 2>>> positions(const std::string& name,
                                                                    std::uint64_t count) override {
    return numpyPositions(*m_file, name, count);
  }
  [[nodiscard]] Result<std::vector<double>> numbers(const std::string& name) override {
    return numpyNumbers(*m_file, name, fileLimits().stack_length);
  }
  [[nodiscard]] Result<Image<std::uint32_t>> mask(const std::string& name) override { return numpyMask(*m_file, name); }
  [[nodiscard]] Result<ComplexStack> probe(const std::string& name) override { return numpyProbe(*m_file, name); }
  [[nodiscard]] Result<std::string> units(const std::string&) override { return std::string(); }

 private:
  std::shared_ptr<NumpyFile> m_file;
};

Result<RawScan> openPlain(const ScanFile& file, const ImportSpec& spec) {
  if (!file.numpy) return badInput("is neither NPZ nor NPY; its arrays cannot be named.", file.path.string());
  PTYCHO_TRY(const auto choices, datasetChoices(file));
  NumpyArrays arrays(file.numpy);
  PTYCHO_TRY(RawScan scan, plainScan(arrays, spec, choices));
  scan.title = file.container == Container::Npy ? "NumPy array" : "NPZ, arrays by name";
  return scan;
}

}  // namespace

ScanFormat plainNpzFormat() {
  return {FormatChoice::PlainNpz, "plain-npz", "NumPy arrays by name",
          "Any NPZ, or an NPY of patterns: patterns, positions, mask and probe are named or looked for",
          [](const ScanFile& file) { return file.numpy && !file.numpy->arrays().empty(); }, openPlain};
}

}  // namespace ptycho
