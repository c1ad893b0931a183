#include "core/store/tensor_file.h"

#include <bit>

#include <fmt/format.h>

#include "core/reconstruct/fingerprint.h"
#include "core/store/h5_records.h"
#include "core/store/h5_types.h"
#include "core/store/limits.h"
#include "core/store/tensor_layouts.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kIndex = "/index";
constexpr const char* kChecksum = "checksum";

H5Element elementOf(TensorType type) {
  switch (type) {
    case TensorType::Float32: return H5Element::Float32;
    case TensorType::Float64: return H5Element::Float64;
    case TensorType::Int64: return H5Element::Int64;
    case TensorType::UInt8: return H5Element::UInt8;
  }
  return H5Element::UInt8;
}

std::string datasetOf(const std::string& group, const std::string& name) { return group + "/" + name; }

tl::unexpected<Error> damaged(const std::string& where) {
  return badInput("is damaged (its checksum does not fit); copy or make it again.", where);
}

/// Goes on from the checksum of what came before.
void addTensor(Fingerprint& checksum, const std::vector<std::byte>& bytes) { checksum.add(bytes.data(), bytes.size()); }

Result<void> checkTensors(const std::vector<NamedTensor>& tensors, const std::string& where) {
  std::vector<TensorLayout> layouts;
  for (const auto& tensor : tensors) layouts.push_back(tensor.layout);
  PTYCHO_CHECK(checkLayouts(layouts, where));
  for (const auto& tensor : tensors) {
    if (tensor.bytes.size() == tensor.layout.bytes()) continue;
    return badInput(fmt::format("cannot hold the tensor \"{}\": {} bytes are there and {} takes {}.", tensor.layout.name,
                                tensor.bytes.size(), tensor.layout.text(), tensor.layout.bytes()), where);
  }
  return {};
}

void writeText(H5Writer& writer, Fingerprint& checksum, const std::string& path, const std::string& text) {
  writer.dataset(path, {text.size()}, H5Element::UInt8, text.data(), H5Storage::Plain);
  checksum.add(path);
  checksum.add(text);
}

}  // namespace

Result<void> writeTensorFile(const fs::path& file, const TensorFileKind& kind, const std::vector<NamedTensor>& tensors,
                             const std::map<std::string, Json>& texts) {
  constexpr std::uint64_t kMemoryLimit = 16ull << 20;  // of a file that is put together in memory: tensors are large
  PTYCHO_CHECK(checkTensors(tensors, file.string()));
  std::vector<TensorLayout> layouts;
  std::uint64_t payload = 0;
  for (const auto& tensor : tensors) {
    payload += tensor.bytes.size();
    layouts.push_back(tensor.layout);
  }
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, kind.kind, {}, {});
    Fingerprint checksum;
    for (const auto& [path, json] : texts) writeText(writer, checksum, path, jsonText(json));
    writeText(writer, checksum, kIndex, jsonText(layoutsToJson(layouts)));
    writer.group(kind.group);
    for (const auto& tensor : tensors) {
      const std::vector<hsize_t> shape(tensor.layout.shape.begin(), tensor.layout.shape.end());
      writer.dataset(datasetOf(kind.group, tensor.layout.name), shape, elementOf(tensor.layout.type),
                     tensor.bytes.data(), H5Storage::Plain);
      addTensor(checksum, tensor.bytes);
    }
    writer.attribute("/", kChecksum, std::bit_cast<std::int64_t>(checksum.value()));
  }, H5Durability::Synced, kMemoryLimit);
}

Result<std::string> TensorFile::readText(const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, m_reader.dataset(path));
  if (dataset.shape.size() != 1 || dataset.elements() > fileLimits().attribute_text_bytes) {
    return badInput(fmt::format("has {} where text of at most {} is needed.", dataset.describe(),
                                byteText(fileLimits().attribute_text_bytes)), dataset.where);
  }
  PTYCHO_CHECK(m_reader.reserve(dataset, 1));
  std::string text(dataset.elements(), '\0');
  PTYCHO_CHECK(m_reader.readBytes(dataset, H5Element::UInt8, text.data()));
  return text;
}

Result<void> TensorFile::openTensors(const std::string& group) {
  for (const auto& layout : m_layouts) {
    PTYCHO_TRY(H5Dataset dataset, m_reader.dataset(datasetOf(group, layout.name)));
    const H5TypeHandle type = h5FileType(elementOf(layout.type));
    const std::vector<std::uint64_t> shape(layout.shape.begin(), layout.shape.end());
    if (dataset.shape != shape || !type || H5Tequal(dataset.type.id(), type.id()) <= 0) {
      return badInput(fmt::format("has {} where the index of the file says {}.", dataset.describe(), layout.text()),
                      dataset.where);
    }
    PTYCHO_CHECK(m_reader.reserve(dataset, tensorTypeBytes(layout.type)));
    m_datasets.push_back(std::move(dataset));
  }
  return {};
}

Result<TensorFile> TensorFile::open(const fs::path& file, const TensorFileKind& kind) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(kind.kind));
  TensorFile opened(std::move(reader));
  PTYCHO_TRY(const auto expected, opened.m_reader.integerAttribute("/", kChecksum));
  if (!expected) return badInput("has no checksum; make it again.", file.string());
  opened.m_expected = *expected;
  std::map<std::string, std::string> texts;
  for (const auto& path : kind.texts) {
    PTYCHO_TRY(texts[path], opened.readText(path));
    PTYCHO_TRY(opened.m_texts[path], parseJson(texts[path], opened.where(path)));
  }
  PTYCHO_TRY(const std::string indexText, opened.readText(kIndex));
  Fingerprint checksum;
  const auto add = [&checksum](const std::string& path, const std::string& text) {
    checksum.add(path);
    checksum.add(text);
  };
  for (const auto& [path, text] : texts) add(path, text);
  add(kIndex, indexText);
  opened.m_textsChecksum = checksum;
  PTYCHO_TRY(const Json index, parseJson(indexText, opened.where(kIndex)));
  PTYCHO_TRY(opened.m_layouts, layoutsFromJson(index, opened.where(kIndex)));
  PTYCHO_CHECK(checkLayouts(opened.m_layouts, opened.where(kIndex)));
  PTYCHO_CHECK(opened.openTensors(kind.group));
  return opened;
}

/// Each tensor in turn, then the checksum over all.
template <class Receive>
Result<void> TensorFile::readEach(Receive&& receive) {
  Fingerprint checksum = m_textsChecksum;
  for (std::size_t k = 0; k < m_layouts.size(); ++k) {
    std::vector<std::byte> bytes(m_layouts[k].bytes());
    PTYCHO_CHECK(m_reader.readBytes(m_datasets[k], elementOf(m_layouts[k].type), bytes.data()));
    addTensor(checksum, bytes);
    receive(m_layouts[k], std::move(bytes));
  }
  if (std::bit_cast<std::int64_t>(checksum.value()) != m_expected) return damaged(m_reader.file().string());
  return {};
}

Result<std::vector<NamedTensor>> TensorFile::read() {
  std::vector<NamedTensor> tensors;
  PTYCHO_CHECK(readEach([&tensors](const TensorLayout& layout, std::vector<std::byte>&& bytes) {
    tensors.push_back({layout, std::move(bytes)});
  }));
  return tensors;
}

Result<void> TensorFile::verify() {
  return readEach([](const TensorLayout&, std::vector<std::byte>&&) {});
}

}  // namespace ptycho
