#include <fmt/format.h>

#include "core/exchange/tiff_pages.h"
#include "core/import/formats.h"
#include "core/import/numbered_files.h"
#include "core/store/file_text.h"

namespace ptycho {

namespace {

tl::unexpected<Error> outOfRange(std::uint64_t first, std::uint64_t count, std::uint64_t held, const std::string& where) {
  return badInput(fmt::format("holds {} patterns; {} from [{}] were asked for.", held, count, first), where);
}

/// A page of one file each.
class PagedPatterns : public RawPatterns {
 public:
  PagedPatterns(TiffPages pages, std::string where) : m_pages(std::move(pages)), m_where(std::move(where)) {}

  [[nodiscard]] std::uint64_t count() const override { return m_pages.pages(); }
  [[nodiscard]] std::uint64_t rows() const override { return m_pages.rows(); }
  [[nodiscard]] std::uint64_t cols() const override { return m_pages.cols(); }
  [[nodiscard]] std::string typeText() const override { return m_pages.typeText(); }
  [[nodiscard]] std::optional<double> typeMaximum() const override { return m_pages.typeMaximum(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override {
    if (first > this->count() || count > this->count() - first) return outOfRange(first, count, this->count(), m_where);
    for (std::uint64_t k = 0; k < count; ++k) {
      PTYCHO_CHECK(m_pages.read(first + k, values + k * rows() * cols()));
    }
    return {};
  }

 private:
  TiffPages m_pages;
  std::string m_where;
};

/// The only page of a file each; the others are opened when they are asked for.
class SeriesPatterns : public RawPatterns {
 public:
  SeriesPatterns(TiffPages sample, std::vector<std::filesystem::path> files)
      : m_sample(std::move(sample)), m_files(std::move(files)) {}

  [[nodiscard]] std::uint64_t count() const override { return m_files.size(); }
  [[nodiscard]] std::uint64_t rows() const override { return m_sample.rows(); }
  [[nodiscard]] std::uint64_t cols() const override { return m_sample.cols(); }
  [[nodiscard]] std::string typeText() const override { return m_sample.typeText(); }
  [[nodiscard]] std::optional<double> typeMaximum() const override { return m_sample.typeMaximum(); }
  [[nodiscard]] Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const override {
    if (first > this->count() || count > this->count() - first) {
      return outOfRange(first, count, this->count(), m_files.front().string());
    }
    for (std::uint64_t k = 0; k < count; ++k) {
      const std::string where = m_files[first + k].string();
      PTYCHO_TRY(const TiffPages pages, TiffPages::open(m_files[first + k]));
      if (pages.pages() != 1 || pages.rows() != rows() || pages.cols() != cols() || pages.typeText() != typeText()) {
        return badInput(fmt::format("has {} pages of {} × {} px of {}, its neighbours one of {} × {} px of {}; move it out of "
                                    "the folder.", pages.pages(), pages.rows(), pages.cols(), pages.typeText(), rows(),
                                    cols(), typeText()), where);
      }
      PTYCHO_CHECK(pages.read(0, values + k * rows() * cols()));
    }
    return {};
  }

 private:
  TiffPages m_sample;
  std::vector<std::filesystem::path> m_files;
};

Result<RawScan> openStack(const ScanFile& file, const ImportSpec& spec) {
  if (file.container != Container::Tiff) return badInput("is no TIFF.", file.path.string());
  if (!spec.patterns_path.empty() || !spec.positions_path.empty()) {
    return badInput("is a TIFF, which has no data sets to name.", file.path.string());
  }
  PTYCHO_TRY(TiffPages pages, TiffPages::open(file.path));
  RawScan scan;
  if (pages.pages() > 1) {
    scan.title = fmt::format("TIFF of {} pages", pages.pages());
    scan.patterns = std::make_shared<PagedPatterns>(std::move(pages), file.path.string());
  } else {
    PTYCHO_TRY(NumberedFiles series, seriesOf(file.path));
    scan.title = fmt::format("TIFF, {} file{}", series.files.size(), series.files.size() == 1 ? "" : "s");
    if (series.files.size() > 1) {
      scan.notes.push_back(fmt::format("The file has one page: it and the {} files numbered like it in its folder were taken, "
                                       "{} to {}, by rising number.", series.files.size() - 1,
                                       printable(series.files.front().filename().string()),
                                       printable(series.files.back().filename().string())));
    }
    if (series.missing > 0) {
      scan.notes.push_back(fmt::format("{} numbers between {} and {} have no file; positions are matched to the files that "
                                       "are there.", series.missing, series.first, series.last));
    }
    scan.patterns = std::make_shared<SeriesPatterns>(std::move(pages), std::move(series.files));
  }
  scan.notes.push_back("TIFF holds no positions and no geometry: give a file of positions, energy, distance and pixel.");
  return scan;
}

}  // namespace

ScanFormat tiffStackFormat() {
  return {FormatChoice::TiffStack, "tiff-stack", "TIFF stack", "Pages of a TIFF, or numbered TIFF files of one page each",
          [](const ScanFile& file) { return file.container == Container::Tiff; }, openStack};
}

}  // namespace ptycho
