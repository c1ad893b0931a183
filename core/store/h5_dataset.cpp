#include <algorithm>
#include <array>
#include <numeric>
#include <sys/stat.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/store/h5_reader.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

constexpr std::array<H5Z_filter_t, 6> kKnownFilters{H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE,     H5Z_FILTER_FLETCHER32,
                                                    H5Z_FILTER_SZIP,    H5Z_FILTER_NBIT, H5Z_FILTER_SCALEOFFSET};

/// Registered filters (The HDF Group, "Registered filter plugins") that come as plugins, and Debian's packages of them.
struct PluginFilter {
  H5Z_filter_t id;
  const char* name;
  const char* package;  ///< empty: none
};
constexpr std::array<PluginFilter, 6> kPluginFilters{{{307, "bzip2", "hdf5-filter-plugin"},
                                                      {32000, "LZF", "hdf5-plugin-lzf"},
                                                      {32001, "blosc", "hdf5-filter-plugin-blosc-serial"},
                                                      {32004, "LZ4", "hdf5-filter-plugin"},
                                                      {32008, "bitshuffle", ""},
                                                      {32015, "zstd", ""}}};

Error missingFilter(H5Z_filter_t filter, const char* name, const std::string& where) {
  const auto known = std::ranges::find(kPluginFilters, filter, &PluginFilter::id);
  if (known == kPluginFilters.end()) {
    return {ErrorCode::Unsupported,
            fmt::format("is packed with the filter {} \"{}\", which this program does not have; write it again with gzip, "
                        "for example with h5repack -f GZIP=1.", filter, name), where};
  }
  const std::string debian = *known->package ? fmt::format(" (Debian: {})", known->package) : "";
  return {ErrorCode::Unsupported,
          fmt::format("is packed with {} (filter {}), for which HDF5 finds no plugin; install it{} or name its folder in "
                      "HDF5_PLUGIN_PATH (Python's hdf5plugin has all), and read the file with import, or write it again "
                      "with gzip.", known->name, filter, debian), where};
}

/// Saturates instead of wrapping round.
std::uint64_t product(const std::vector<std::uint64_t>& factors) {
  std::uint64_t total = 1;
  for (const std::uint64_t factor : factors) {
    if (__builtin_mul_overflow(total, factor, &total)) return std::numeric_limits<std::uint64_t>::max();
  }
  return total;
}

Result<void> checkFilters(hid_t properties, const std::string& where) {
  const int count = H5Pget_nfilters(properties);
  if (count < 0) return tl::unexpected(hdf5Error("has a damaged list of filters", where));
  int deflates = 0;
  for (int k = 0; k < count; ++k) {
    std::array<char, 64> name{};
    std::array<unsigned, 16> values{};
    std::size_t valueCount = values.size();
    unsigned flags = 0;
    unsigned config = 0;
    const H5Z_filter_t filter = H5Pget_filter2(properties, static_cast<unsigned>(k), &flags, &valueCount, values.data(),
                                               name.size() - 1, name.data(), &config);
    if (filter < 0) return tl::unexpected(hdf5Error("has a damaged list of filters", where));
    const bool plugin = std::ranges::find(kPluginFilters, filter, &PluginFilter::id) != kPluginFilters.end();
    const bool known = plugin || std::ranges::find(kKnownFilters, filter) != kKnownFilters.end();
    // Plugins are found only where they may be loaded at all (allowHdf5Plugins()).
    if (!known || H5Zfilter_avail(filter) <= 0) return tl::unexpected(missingFilter(filter, name.data(), where));
    if (filter == H5Z_FILTER_DEFLATE || plugin) ++deflates;
  }
  if (deflates > 1) return badInput("is packed more than once; write it again with h5repack -f GZIP=1.", where);
  return {};
}

Result<void> checkChunk(const H5Dataset& dataset, hid_t properties) {
  std::array<hsize_t, H5S_MAX_RANK> extents{};
  const int rank = H5Pget_chunk(properties, static_cast<int>(extents.size()), extents.data());
  const H5TypeHandle type(H5Dget_type(dataset.handle.id()));
  if (rank < 0 || !type) return tl::unexpected(hdf5Error("has damaged chunks", dataset.where));
  std::vector<std::uint64_t> factors(extents.begin(), extents.begin() + std::min<std::ptrdiff_t>(rank, H5S_MAX_RANK));
  factors.push_back(H5Tget_size(type.id()));
  if (product(factors) > fileLimits().chunk_bytes) {
    return badInput(fmt::format("has chunks larger than the limit of {}; write it again with smaller chunks.",
                                byteText(fileLimits().chunk_bytes)), dataset.where);
  }
  return {};
}

}  // namespace

std::string shapeText(const std::vector<std::uint64_t>& shape) {
  return shape.empty() ? "a single value" : fmt::format("[{}]", fmt::join(shape, ", "));
}

std::uint64_t H5Dataset::elements() const { return product(shape); }

std::string H5Dataset::describe() const { return fmt::format("{} {}", h5TypeText(type.id()), shapeText(shape)); }

Result<void> checkH5Layout(const H5Dataset& dataset) {
  const H5PropertyHandle properties(H5Dget_create_plist(dataset.handle.id()));
  if (!properties) return tl::unexpected(hdf5Error("has a damaged description", dataset.where));
  const H5D_layout_t layout = H5Pget_layout(properties.id());
  if (layout == H5D_VIRTUAL) {
    return badInput("is a virtual data set, whose values lie in other files; copy them into this file "
                    "(h5repack does).", dataset.where);
  }
  if (H5Pget_external_count(properties.id()) != 0) {
    return badInput("keeps its values in an external file, which is not opened; copy them into this file "
                    "(h5repack -l CONTI does).", dataset.where);
  }
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
    return badInput("has an unknown layout.", dataset.where);
  }
  if (layout == H5D_CHUNKED) PTYCHO_CHECK(checkChunk(dataset, properties.id()));
  return checkFilters(properties.id(), dataset.where);
}

Result<void> checkH5Expansion(const H5Dataset& dataset, std::uint64_t fileBytes) {
  const FileLimits& limits = fileLimits();
  std::vector<std::uint64_t> factors = dataset.shape;
  factors.push_back(H5Tget_size(dataset.type.id()));
  const std::uint64_t declared = product(factors);
  if (declared == 0) return {};
  const std::uint64_t stored = H5Dget_storage_size(dataset.handle.id());
  const auto refuse = [&](const char* reason) {
    return badInput(
        fmt::format("declares {} ({}) and stores {}: {}; write it again.", dataset.describe(),
                    declared == std::numeric_limits<std::uint64_t>::max() ? "too much to count" : byteText(declared),
                    byteText(stored), reason),
        dataset.where);
  };
  if (stored == 0) return refuse("its values were never written");
  if (stored > fileBytes) return refuse("more than the whole file holds");
  const std::uint64_t ratio = declared / stored;
  if (ratio > limits.expansion || (declared > limits.large_bytes && ratio > limits.expansion_of_large)) {
    return refuse("no real data are packed like that");
  }
  return {};
}

Result<void> H5Reader::reserve(const H5Dataset& dataset, std::uint64_t elementBytes) {
  const std::uint64_t elements = dataset.elements();
  PTYCHO_CHECK(checkAllocation(elements, elementBytes, dataset.where));
  // The sum counts too: many data sets just below the limit would pass one by one.
  m_reserved += elements * elementBytes;
  return checkAllocation(m_reserved, 1, dataset.where);
}

namespace {

Result<void> readAs(const H5Dataset& dataset, hid_t memoryType, void* values) {
  if (dataset.elements() == 0) return {};
  if (H5Dread(dataset.handle.id(), memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
    return badInput(fmt::format("is damaged; copy or make the file again (HDF5: {}).", hdf5Reason()), dataset.where);
  }
  return {};
}

Result<void> wrongType(const H5Dataset& dataset, const char* expected) {
  return badInput(fmt::format("has {} where {} are needed.", dataset.describe(), expected), dataset.where);
}

}  // namespace

Result<void> H5Reader::readBytes(const H5Dataset& dataset, H5Element element, void* bytes) const {
  const H5TypeHandle type = h5FileType(element);
  if (!type || H5Tequal(dataset.type.id(), type.id()) <= 0) {
    return wrongType(dataset, (h5TypeText(type.id()) + " values").c_str());
  }
  return readAs(dataset, type.id(), bytes);
}

Result<void> H5Reader::readValues(const H5Dataset& dataset, float* values) const {
  if (dataset.kind != H5Class::Real) return wrongType(dataset, "real numbers");
  return readAs(dataset, H5T_NATIVE_FLOAT, values);
}

/// The library reads zeros behind the end of a file, so that a file that was cut short later must be noticed here.
bool H5Reader::cutShort() const {
  void* descriptor = nullptr;
  struct stat status {};
  if (H5Fget_vfd_handle(m_file.id(), H5P_DEFAULT, &descriptor) < 0 || descriptor == nullptr) return true;
  const bool known = ::fstat(*static_cast<int*>(descriptor), &status) == 0;
  return !known || static_cast<std::uint64_t>(status.st_size) < m_fileBytes;
}

Result<void> H5Reader::readSlab(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count, hid_t memoryType,
                                void* values) const {
  prepareHdf5();
  const std::size_t rank = dataset.shape.size();
  std::vector<hsize_t> start(rank, 0);
  std::vector<hsize_t> extent(dataset.shape.begin(), dataset.shape.end());
  if (rank == 3) {
    start[0] = first;
    extent[0] = count;
  } else if (rank == 4) {
    start[0] = first / dataset.shape[1];
    start[1] = first % dataset.shape[1];
    extent[0] = 1;
    extent[1] = count;
  }
  const H5SpaceHandle inFile(H5Dget_space(dataset.handle.id()));
  const H5SpaceHandle inMemory(H5Screate_simple(static_cast<int>(rank), extent.data(), nullptr));
  const hid_t memory = inMemory.id();
  const bool read =
      inFile && inMemory &&
      H5Sselect_hyperslab(inFile.id(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr) >= 0 &&
      H5Dread(dataset.handle.id(), memoryType, memory, inFile.id(), H5P_DEFAULT, values) >= 0;
  const std::string reason = read ? std::string() : hdf5Reason();
  if (cutShort()) {
    return fail(ErrorCode::Io, "was cut short or can no longer be read; copy or make the file again.", dataset.where);
  }
  if (!read) {
    return badInput(fmt::format("is damaged; copy or make the file again (HDF5: {}).", reason), dataset.where);
  }
  return {};
}

Result<void> H5Reader::readImages(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count,
                                  float* values) const {
  if (dataset.kind != H5Class::Real) return wrongType(dataset, "real numbers");
  return readSlab(dataset, first, count, H5T_NATIVE_FLOAT, values);
}

Result<void> H5Reader::readImages(const H5Dataset& dataset, std::uint64_t first, std::uint64_t count,
                                  Complex* values) const {
  if (dataset.kind != H5Class::Complex) return wrongType(dataset, "complex numbers");
  const H5TypeHandle memory = h5ComplexMemoryTypeLike(dataset.type.id());
  return readSlab(dataset, first, count, memory.id(), values);
}

Result<void> H5Reader::readValues(const H5Dataset& dataset, double* values) const {
  if (dataset.kind != H5Class::Real) return wrongType(dataset, "real numbers");
  return readAs(dataset, H5T_NATIVE_DOUBLE, values);
}

Result<void> H5Reader::readValues(const H5Dataset& dataset, std::uint8_t* values) const {
  if (dataset.kind != H5Class::Flag && dataset.kind != H5Class::Real) return wrongType(dataset, "flags (0 or 1)");
  return readAs(dataset, H5T_NATIVE_UINT8, values);
}

Result<void> H5Reader::readValues(const H5Dataset& dataset, Complex* values) const {
  if (dataset.kind == H5Class::Complex) {
    const H5TypeHandle memory = h5ComplexMemoryTypeLike(dataset.type.id());
    return readAs(dataset, memory.id(), values);
  }
  if (dataset.kind != H5Class::Real) return wrongType(dataset, "complex or real numbers");
  // Real values go to the front half of the buffer and are spread from the back, so that none is overwritten early.
  auto* reals = reinterpret_cast<float*>(values);
  PTYCHO_CHECK(readAs(dataset, H5T_NATIVE_FLOAT, reals));
  for (std::uint64_t k = dataset.elements(); k-- > 0;) values[k] = Complex(reals[k], 0.0f);
  return {};
}

Result<std::vector<std::string>> H5Reader::readStrings(const H5Dataset& dataset) const {
  if (dataset.kind != H5Class::Text) {
    return tl::unexpected(wrongType(dataset, "strings of a fixed length").error());
  }
  const std::size_t length = H5Tget_size(dataset.type.id());
  if (length == 0 || length > fileLimits().name_bytes) {
    return badInput(fmt::format("has strings of {} bytes; the limit is {}.", length, fileLimits().name_bytes),
                    dataset.where);
  }
  std::string block(dataset.elements() * length, '\0');
  PTYCHO_CHECK(readAs(dataset, dataset.type.id(), block.data()));
  std::vector<std::string> values;
  for (std::size_t at = 0; at < block.size(); at += length) {
    const std::string_view text(block.data() + at, length);
    values.emplace_back(text.substr(0, text.find('\0')));
  }
  return values;
}

Result<std::string> H5Reader::readText(const H5Dataset& dataset) const {
  if (dataset.elements() != 1 || H5Tget_class(dataset.type.id()) != H5T_STRING) {
    return tl::unexpected(wrongType(dataset, "one text").error());
  }
  if (H5Tis_variable_str(dataset.type.id()) == 0) {
    PTYCHO_TRY(std::vector<std::string> texts, readStrings(dataset));
    return std::move(texts.front());
  }
  char* text = nullptr;
  PTYCHO_CHECK(readAs(dataset, dataset.type.id(), &text));
  std::string copy = text ? text : "";
  H5free_memory(text);
  return copy;
}

}  // namespace ptycho
