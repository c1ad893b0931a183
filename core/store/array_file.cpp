#include "core/store/array_file.h"

#include <algorithm>
#include <array>

#include "core/store/h5_arrays.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// In the order of FileKind.
constexpr std::array<std::string_view, 8> kKindWords{schema::kAcquisition, schema::kReconstruction, schema::kPreview,
                                                     schema::kNetwork,     schema::kEvaluation,     "ours",
                                                     "hdf5",               "other"};

}  // namespace

ArrayAddress parseArrayAddress(std::string_view text, std::string_view defaultDataset) {
  const auto at = text.rfind(":/");
  if (at == std::string_view::npos) return {fs::path(text), std::string(defaultDataset)};
  return {fs::path(text.substr(0, at)), std::string(text.substr(at + 1))};
}

Result<ComplexImage> loadComplexImage(const ArrayAddress& address) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(address.file));
  PTYCHO_TRY(ComplexImage image, readImage<Complex>(reader, address.dataset, objectLimits()));
  PTYCHO_CHECK(checkValues({image.data(), image.size()}, {image.rows(), image.cols()}, reader.where(address.dataset)));
  return image;
}

Result<ComplexStack> loadComplexStack(const ArrayAddress& address) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(address.file));
  PTYCHO_TRY(ComplexStack stack, readStack<Complex>(reader, address.dataset, patternLimits()));
  PTYCHO_CHECK(checkValues({stack.data(), stack.size()}, {stack.count(), stack.rows(), stack.cols()},
                           reader.where(address.dataset)));
  return stack;
}

Result<std::vector<Position>> loadPositions(const ArrayAddress& address) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(address.file));
  return readPositions(reader, address.dataset);
}

FileKind recogniseFile(const fs::path& file) {
  const auto reader = H5Reader::open(file);
  if (!reader) return FileKind::NotHdf5;
  const std::string kind = reader->kind();
  if (kind == schema::kAcquisition) return FileKind::Acquisition;
  if (kind == schema::kReconstruction) return FileKind::Reconstruction;
  if (kind == schema::kPreview) return FileKind::Preview;
  if (kind == schema::kNetwork) return FileKind::Network;
  if (kind == schema::kEvaluation) return FileKind::Evaluation;
  return kind.empty() ? FileKind::OtherHdf5 : FileKind::OtherOfOurs;
}

std::string_view fileKindWord(FileKind kind) { return kKindWords[static_cast<std::size_t>(kind)]; }

std::optional<FileKind> fileKindFromWord(std::string_view word) {
  const auto found = std::ranges::find(kKindWords, word);
  if (found == kKindWords.end()) return std::nullopt;
  return static_cast<FileKind>(found - kKindWords.begin());
}

Result<std::vector<DatasetInfo>> listDatasets(const fs::path& file) {
  PTYCHO_TRY(const H5Reader reader, H5Reader::open(file));
  auto datasets = reader.list();
  for (auto& dataset : datasets) {
    if (const auto units = reader.textAttribute(dataset.path, "units"); units && *units)
      dataset.units = printable(**units);
  }
  return datasets;
}

}  // namespace ptycho
