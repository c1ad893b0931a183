#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/learn/named_tensor.h"
#include "core/reconstruct/fingerprint.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// What kind of tensor file: its ptychodesk_kind, the group of the tensors, and the texts that it must hold.
struct TensorFileKind {
  const char* kind;                ///< "network"
  const char* group;               ///< "/weights"; tensor "a.weight" is the data set /weights/a.weight
  std::vector<std::string> texts;  ///< data sets of JSON as bytes: "/spec", "/history"
};

/// Named tensors and JSON texts as one HDF5 file. /index lists names, types and shapes in the order given; the attribute
/// `checksum` covers every bit of texts, index and tensors. Values are kept exactly (NaN and its payload too).
/// @param texts  by data set; the keys are those of kind.texts
/// @return an error, with nothing written, for names that could leave the group, double names, sizes that do not fit
///         the layouts, and anything past the limits
[[nodiscard]] Result<void> writeTensorFile(const std::filesystem::path& file, const TensorFileKind& kind,
                                           const std::vector<NamedTensor>& tensors,
                                           const std::map<std::string, Json>& texts);

/// A tensor file whose texts have been read and whose data sets are what the index says; no value has been read.
class TensorFile {
 public:
  /// Errors: another kind of file, damage, names, types, shapes and sizes that are not allowed.
  [[nodiscard]] static Result<TensorFile> open(const std::filesystem::path& file, const TensorFileKind& kind);

  [[nodiscard]] const Json& text(const std::string& path) const { return m_texts.at(path); }
  [[nodiscard]] const std::vector<TensorLayout>& layouts() const { return m_layouts; }
  [[nodiscard]] std::string where(const std::string& path) const { return m_reader.where(path); }

  /// All values; an error when one bit of the file is not as it was written.
  [[nodiscard]] Result<std::vector<NamedTensor>> read();
  /// The same check with one tensor in memory at a time.
  [[nodiscard]] Result<void> verify();

 private:
  explicit TensorFile(H5Reader reader) : m_reader(std::move(reader)) {}
  [[nodiscard]] Result<std::string> readText(const std::string& path);
  [[nodiscard]] Result<void> openTensors(const std::string& group);
  template <class Receive>
  [[nodiscard]] Result<void> readEach(Receive&& receive);

  H5Reader m_reader;
  std::map<std::string, Json> m_texts;
  std::vector<TensorLayout> m_layouts;
  std::vector<H5Dataset> m_datasets;
  Fingerprint m_textsChecksum;  ///< of texts and index; that of the tensors goes on from it
  std::int64_t m_expected = 0;
};

}  // namespace ptycho
