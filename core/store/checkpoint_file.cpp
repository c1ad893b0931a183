#include "core/store/checkpoint_file.h"

#include <algorithm>
#include <bit>
#include <vector>

#include <fmt/format.h>

#include "core/base/spec_json.h"
#include "core/reconstruct/fingerprint.h"
#include "core/store/checkpoint_rotation.h"
#include "core/store/h5_reader.h"
#include "core/store/h5_records.h"
#include "core/store/h5_writer.h"
#include "core/store/limits.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kIndex = "/index";
constexpr const char* kChecksum = "checksum";
constexpr std::size_t kBlock = std::size_t{1} << 20;   // floats that are checked at a time
constexpr std::uint64_t kMemoryLimit = 16ull << 20;    // of a file that is put together in memory: states are large

/// "engine.psi" → "/engine.psi"
std::string pathOf(std::string_view name) {
  std::string path(1, '/');
  path += name;
  std::replace(path.begin() + 1, path.end(), '/', '.');
  return path;
}

void addBlock(Fingerprint& checksum, const float* values, std::size_t count) {
  checksum.add(values, count * sizeof(float));
}

/// Streams arrays into the file and gathers the index.
class SavingArchive : public StateArchive {
 public:
  SavingArchive(H5Writer& writer, int iterations) : m_writer(writer) {
    m_index = {{"iterations", iterations}, {"arrays", Json::array()}, {"numbers", Json::object()},
               {"counts", Json::object()}};
  }
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override {
    m_index["arrays"].push_back({{"name", name}, {"size", values.size()}});
    if (values.empty()) return;
    m_writer.dataset(pathOf(name), {values.size()}, H5Element::Float32, values.data(), H5Storage::Plain);
    for (std::size_t at = 0; at < values.size(); at += kBlock) {
      addBlock(m_checksum, values.data() + at, std::min(kBlock, values.size() - at));
    }
  }
  // As bits: JSON knows no NaN, and every bit counts.
  void number(std::string_view name, double& value) override {
    m_index["numbers"][std::string(name)] = std::bit_cast<std::uint64_t>(value);
  }
  void count(std::string_view name, std::uint64_t& value) override { m_index["counts"][std::string(name)] = value; }

  void finish() {
    const std::string text = m_index.dump();
    m_checksum.add(text);
    m_writer.dataset(kIndex, {text.size()}, H5Element::UInt8, text.data(), H5Storage::Plain);
    m_writer.attribute("/", kChecksum, std::bit_cast<std::int64_t>(m_checksum.value()));
  }

 private:
  H5Writer& m_writer;
  Json m_index;
  Fingerprint m_checksum;
};

/// Reads each piece from the file when it is asked for.
class FileRestorer : public RestoringArchive {
 public:
  FileRestorer(H5Reader reader, Json index) : m_reader(std::move(reader)), m_index(std::move(index)) {}
  using StateArchive::values;
  void values(std::string_view name, std::span<float> values) override {
    if (!m_outcome) return;
    const auto& arrays = m_index["arrays"];
    const auto found = std::ranges::find_if(arrays, [name](const Json& array) { return array["name"] == name; });
    if (found == arrays.end()) return refuse(missingPiece(name));
    const auto kept = (*found)["size"].get<std::size_t>();
    if (kept != values.size()) return refuse(pieceOfAnotherSize(name, kept, values.size()));
    if (values.empty()) return;
    const auto dataset = m_reader.dataset(pathOf(name));
    if (!dataset) return refuse(dataset.error());
    if (auto read = m_reader.readValues(*dataset, values.data()); !read) refuse(read.error());
  }
  void number(std::string_view name, double& value) override {
    std::uint64_t bits = 0;
    if (find("numbers", name, bits)) value = std::bit_cast<double>(bits);
  }
  void count(std::string_view name, std::uint64_t& value) override { (void)find("counts", name, value); }
  [[nodiscard]] Result<void> outcome() const override { return m_outcome; }

 private:
  void refuse(Error error) { m_outcome = tl::unexpected(std::move(error)); }
  bool find(const char* kind, std::string_view name, std::uint64_t& value) {
    if (!m_outcome) return false;
    const auto found = m_index[kind].find(std::string(name));
    if (found == m_index[kind].end()) refuse(missingPiece(name));
    else value = found->get<std::uint64_t>();
    return m_outcome.has_value();
  }

  H5Reader m_reader;
  Json m_index;
  Result<void> m_outcome;
};

tl::unexpected<Error> damaged(const fs::path& file, const std::string& how) {
  return badInput(fmt::format("is damaged ({}).", how), file.string());
}

/// Every value goes through the checksum, a block at a time.
Result<void> addDataset(const H5Dataset& dataset, std::uint64_t size, Fingerprint& checksum) {
  if (dataset.kind != H5Class::Real || dataset.shape.size() != 1 || dataset.elements() != size) {
    return badInput("has another shape than the index says.", dataset.where);
  }
  std::vector<float> block(std::min<std::size_t>(size, kBlock));
  for (hsize_t at = 0; at < size; at += kBlock) {
    const hsize_t count = std::min<hsize_t>(kBlock, size - at);
    const H5SpaceHandle source(H5Dget_space(dataset.handle.id()));
    const H5SpaceHandle target(H5Screate_simple(1, &count, nullptr));
    if (!source || !target ||
        H5Sselect_hyperslab(source.id(), H5S_SELECT_SET, &at, nullptr, &count, nullptr) < 0 ||
        H5Dread(dataset.handle.id(), H5T_NATIVE_FLOAT, target.id(), source.id(), H5P_DEFAULT, block.data()) < 0) {
      return tl::unexpected(hdf5Error("cannot be read", dataset.where));
    }
    addBlock(checksum, block.data(), count);
  }
  return {};
}

Result<std::string> readIndex(H5Reader& reader) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(kIndex));
  PTYCHO_CHECK(reader.reserve(dataset, 1));
  std::vector<std::uint8_t> bytes(dataset.elements());
  PTYCHO_CHECK(reader.readValues(dataset, bytes.data()));
  return std::string(bytes.begin(), bytes.end());
}

bool isIndex(const Json& index) {
  const auto ofCounts = [&](const char* key) {
    return index.contains(key) && index[key].is_object() &&
           std::ranges::all_of(index[key], [](const Json& value) { return value.is_number_unsigned(); });
  };
  return index.is_object() && index.contains("iterations") && index["iterations"].is_number_unsigned() &&
         ofCounts("numbers") && ofCounts("counts") && index.contains("arrays") && index["arrays"].is_array() &&
         std::ranges::all_of(index["arrays"], [](const Json& array) {
           return array.is_object() && array.contains("name") && array["name"].is_string() && array.contains("size") &&
                  array["size"].is_number_unsigned();
         });
}

Result<OpenedCheckpoint> openFile(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kCheckpoint));
  PTYCHO_TRY(const auto expected, reader.integerAttribute("/", kChecksum));
  PTYCHO_TRY(const std::string text, readIndex(reader));
  PTYCHO_TRY(Json index, parseJson(text, reader.where(kIndex)));
  if (!expected || !isIndex(index)) return damaged(file, "its index makes no sense");
  Fingerprint checksum;
  for (const Json& array : index["arrays"]) {
    const auto size = array["size"].get<std::uint64_t>();
    if (size == 0) continue;
    PTYCHO_TRY(const H5Dataset dataset, reader.dataset(pathOf(array["name"].get<std::string>())));
    PTYCHO_CHECK(addDataset(dataset, size, checksum));
  }
  checksum.add(text);
  if (std::bit_cast<std::int64_t>(checksum.value()) != *expected) return damaged(file, "its checksum does not fit");
  const auto iterations = index["iterations"].get<int>();
  return OpenedCheckpoint{std::make_unique<FileRestorer>(std::move(reader), std::move(index)), iterations, {}};
}

}  // namespace

Result<void> writeCheckpoint(const fs::path& folder, const Checkpoint& checkpoint) {
  return rotateCheckpoint(
      folder,
      [&checkpoint](const fs::path& fresh) {
        return writeH5File(fresh, checkpoint.bytes(), [&](H5Writer& writer) {
          writeHeader(writer, schema::kCheckpoint, {}, {});
          SavingArchive archive(writer, checkpoint.iterations());
          checkpoint.show(archive);
          archive.finish();
        }, H5Durability::Synced, kMemoryLimit);
      },
      [](const fs::path& fresh) -> Result<void> {
        const auto back = openFile(fresh);
        if (!back) return tl::unexpected(back.error());
        return {};
      });
}

Result<OpenedCheckpoint> openCheckpoint(const fs::path& folder) {
  return openNewestCheckpoint<OpenedCheckpoint>(folder, openFile, [](const OpenedCheckpoint& opened, const char* name) {
    return fmt::format("The run goes on from {}, after iteration {}.", name, opened.iterations);
  });
}

void removeCheckpoints(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {run_file::kCheckpoint, run_file::kPreviousCheckpoint, run_file::kNewCheckpoint}) {
    fs::remove(folder / name, ignored);
  }
}

}  // namespace ptycho
