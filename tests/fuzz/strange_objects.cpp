#include "tests/fuzz/strange_objects.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace ptycho::fuzz {

namespace {

constexpr std::size_t kMostValues = 1024;
constexpr std::array kTexts{"", "m", "mm", "um", "nm", "angstrom", "pixel", "J", "eV", "keV", "None", "nearfield", "farfield",
                            "double", "struct", "NXptycho", "NXcxi_ptycho", "ptychodesk", "acquisition", "1e-6", "nan",
                            "-1", "\x01\x02\n", "\xff\xfe", "../../etc", "%s%n", "{\"schema\": 1}",
                            "a text that is longer than whatever somebody keeps for it, and then some more of it"};
constexpr std::array kAttributes{"units", "unit", "type", "MATLAB_class", "MATLAB_empty", "axes", "signal", "name",
                                 "comments", "pixel_width_m", "pixel_height_m", "center_x_m", "center_y_m",
                                 "detector_object_distance_m", "probe_energy_eV", "exposure_time_s", "NX_class",
                                 "default", "ptychodesk_schema", "ptychodesk_kind", "creator", "offset", "vector"};

struct StrangeType {
  hid_t id = -1;
  bool text = false;     ///< of a variable length
  bool numeric = false;  ///< doubles are converted to it
};

hid_t pair(hid_t part, const char* first, const char* second) {
  const std::size_t bytes = H5Tget_size(part);
  const hid_t type = H5Tcreate(H5T_COMPOUND, 2 * bytes + 4);
  H5Tinsert(type, first, 0, part);
  H5Tinsert(type, second, bytes, part);
  return type;
}

hid_t textType(std::size_t bytes) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, bytes);
  return type;
}

hid_t boolType() {
  const hid_t type = H5Tenum_create(H5T_NATIVE_INT8);
  std::int8_t value = 0;
  H5Tenum_insert(type, "FALSE", &value);
  value = 1;
  H5Tenum_insert(type, "TRUE", &value);
  return type;
}

StrangeType strangeType(Choices& choices) {
  const std::array<hid_t, 14> numbers{H5T_IEEE_F64LE, H5T_IEEE_F32LE, H5T_IEEE_F64BE, H5T_IEEE_F32BE, H5T_STD_I8LE,
                                      H5T_STD_U8LE,   H5T_STD_I16BE,  H5T_STD_U16LE,  H5T_STD_I32LE,  H5T_STD_U32BE,
                                      H5T_STD_I64LE,  H5T_STD_U64LE,  H5T_STD_I64BE,  H5T_IEEE_F64LE};
  const std::size_t which = choices.below(numbers.size() + 14);
  if (which < numbers.size()) return {H5Tcopy(numbers[which]), false, true};
  switch (which - numbers.size()) {
    case 0:
    case 1: return {pair(H5T_IEEE_F32LE, "r", "i")};
    case 2: return {pair(H5T_IEEE_F64BE, "real", "imag")};
    case 3: return {pair(H5T_IEEE_F64LE, "a", "b")};
    case 4: return {pair(H5T_C_S1, "r", "i")};
    case 5: return {textType(1 + choices.below(64))};
    case 6:
    case 7: return {textType(H5T_VARIABLE), true};
    case 8: return {boolType()};
    case 9: return {H5Tcopy(H5T_STD_REF_OBJ)};
    case 10: return {H5Tcopy(H5T_STD_REF_DSETREG)};
    case 11: return {H5Tcreate(H5T_OPAQUE, 1 + choices.below(64))};
    case 12: {
      const hsize_t sides[2]{1 + choices.below(4), 2};
      return {H5Tarray_create2(H5T_IEEE_F64LE, 2, sides)};
    }
    default: return {H5Tvlen_create(H5T_IEEE_F32LE)};
  }
}

/// Values of this type, taken from the decisions; empty: leave them unwritten.
std::vector<char> valuesOf(const StrangeType& type, std::size_t count, Choices& choices) {
  std::vector<char> bytes(count * H5Tget_size(type.id), 0);
  if (type.text) {
    for (std::size_t k = 0; k < count; ++k) {
      const char* text = choices.of(kTexts);
      std::memcpy(bytes.data() + k * sizeof text, &text, sizeof text);
    }
  } else if (H5Tget_class(type.id) != H5T_VLEN) {
    for (char& byte : bytes) byte = choices.over() ? 'A' : static_cast<char>(choices.byte());
  }
  return bytes;
}

std::vector<double> numbersOf(std::size_t count, Choices& choices) {
  std::vector<double> numbers(count);
  const double step = choices.number();
  const double start = choices.number();
  for (std::size_t k = 0; k < count; ++k) numbers[k] = start + step * static_cast<double>(k);
  for (std::size_t odd = choices.below(4); odd > 0 && count > 0; --odd) {
    const std::size_t where = choices.below(count);
    numbers[where] = choices.number();
  }
  return numbers;
}

std::vector<hsize_t> shapeOf(Choices& choices) {
  const std::size_t rank = choices.oneIn(16) ? choices.below(33) : choices.below(5);
  std::vector<hsize_t> shape;
  for (std::size_t k = 0; k < rank; ++k) shape.push_back(rank > 8 ? 1 : choices.side());
  return shape;
}

std::size_t countOf(const std::vector<hsize_t>& shape) {
  std::size_t count = 1;
  for (const hsize_t side : shape) {
    if (side > kMostValues || (count *= side) > kMostValues) return kMostValues + 1;
  }
  return count;
}

hid_t layoutOf(const std::vector<hsize_t>& shape, Choices& choices) {
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  const std::size_t layout = choices.below(6);
  if (shape.empty() || layout < 2) return creation;
  if (layout == 2) {
    H5Pset_layout(creation, H5D_COMPACT);
    return creation;
  }
  std::vector<hsize_t> chunk = shape;
  for (hsize_t& side : chunk) side = std::max<hsize_t>(1, std::min<hsize_t>(side, 1 + choices.below(9)));
  H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
  if (layout > 3) H5Pset_deflate(creation, 1);
  if (layout > 4) H5Pset_shuffle(creation);
  return creation;
}

/// Whether one chunk can be written quickly: it is small, and its index, which has room for all of them, is small too.
bool smallChunks(hid_t creation, const std::vector<hsize_t>& shape) {
  hsize_t sides[H5S_MAX_RANK];
  const int rank = H5Pget_layout(creation) == H5D_CHUNKED ? H5Pget_chunk(creation, H5S_MAX_RANK, sides) : 0;
  std::vector<hsize_t> chunks;
  for (int k = 0; k < rank; ++k) chunks.push_back(shape[static_cast<std::size_t>(k)] / sides[k] + 1);
  return rank > 0 && countOf({sides, sides + rank}) <= kMostValues && countOf(chunks) <= kMostValues;
}

void writeStrange(hid_t dataset, const StrangeType& type, std::size_t count, Choices& choices) {
  if (type.numeric) {
    H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbersOf(count, choices).data());
  } else {
    H5Dwrite(dataset, type.id, H5S_ALL, H5S_ALL, H5P_DEFAULT, valuesOf(type, count, choices).data());
  }
}

/// One chunk of a data set that is too large to be written.
void writeCorner(hid_t dataset, const std::vector<hsize_t>& shape) {
  const hid_t all = H5Dget_space(dataset);
  const std::vector<hsize_t> start(shape.size(), 0);
  const std::vector<hsize_t> one(shape.size(), 1);
  const double value = 1;
  const hid_t memory = H5Screate(H5S_SCALAR);
  if (H5Sselect_hyperslab(all, H5S_SELECT_SET, start.data(), nullptr, one.data(), nullptr) >= 0) {
    H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, all, H5P_DEFAULT, &value);
  }
  H5Sclose(memory);
  H5Sclose(all);
}

}  // namespace

void strangeDataset(hid_t file, const std::string& path, Choices& choices) {
  const StrangeType type = strangeType(choices);
  const std::vector<hsize_t> shape = shapeOf(choices);
  const std::size_t count = countOf(shape);
  const hid_t creation = layoutOf(shape, choices);
  const bool corner = smallChunks(creation, shape);
  const hid_t space = choices.oneIn(24) ? H5Screate(H5S_NULL)
                      : shape.empty()   ? H5Screate(H5S_SCALAR)
                                        : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  H5Ldelete(file, path.c_str(), H5P_DEFAULT);
  const hid_t dataset = H5Dcreate2(file, path.c_str(), type.id, space, links, creation, H5P_DEFAULT);
  if (dataset >= 0) {
    if (count <= kMostValues && H5Sget_simple_extent_type(space) != H5S_NULL && !choices.oneIn(12)) {
      writeStrange(dataset, type, count, choices);
    } else if (corner && type.numeric && count > kMostValues) {
      writeCorner(dataset, shape);
    }
    H5Dclose(dataset);
  }
  H5Pclose(links);
  if (space >= 0) H5Sclose(space);
  H5Pclose(creation);
  H5Tclose(type.id);
}

void strangeValues(hid_t file, const std::string& path, Choices& choices) {
  const hid_t dataset = H5Oopen(file, path.c_str(), H5P_DEFAULT);
  if (dataset < 0) return;
  if (H5Iget_type(dataset) == H5I_DATASET) {
    const hid_t space = H5Dget_space(dataset);
    const hid_t type = H5Dget_type(dataset);
    const auto count = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
    const H5T_class_t kind = H5Tget_class(type);
    if (count > 0 && count <= kMostValues) {
      if (kind == H5T_FLOAT || kind == H5T_INTEGER) {
        writeStrange(dataset, {type, false, true}, count, choices);
      } else if (kind != H5T_REFERENCE && !(kind == H5T_COMPOUND && H5Tdetect_class(type, H5T_STRING) != 0) &&
                 H5Tdetect_class(type, H5T_VLEN) == 0) {
        writeStrange(dataset, {type, H5Tis_variable_str(type) > 0}, count, choices);
      }
    }
    H5Tclose(type);
    H5Sclose(space);
  }
  H5Oclose(dataset);
}

void strangeAttribute(hid_t file, const std::string& path, Choices& choices) {
  const hid_t object = H5Oopen(file, path.c_str(), H5P_DEFAULT);
  if (object < 0) return;
  const char* name = choices.of(kAttributes);
  H5Adelete(object, name);
  const StrangeType type = choices.oneIn(2) ? StrangeType{textType(H5T_VARIABLE), true} : strangeType(choices);
  const hsize_t sides[2]{1 + choices.below(3), choices.below(3)};
  const int rank = choices.oneIn(3) ? static_cast<int>(choices.below(3)) : 0;
  const hid_t space = rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, sides, nullptr);
  const std::size_t count = rank == 0 ? 1 : rank == 1 ? sides[0] : sides[0] * sides[1];
  const hid_t attribute = H5Acreate2(object, name, type.id, space, H5P_DEFAULT, H5P_DEFAULT);
  if (attribute >= 0) {
    if (type.numeric) H5Awrite(attribute, H5T_NATIVE_DOUBLE, numbersOf(count, choices).data());
    else if (count > 0) H5Awrite(attribute, type.id, valuesOf(type, count, choices).data());
    H5Aclose(attribute);
  }
  H5Sclose(space);
  H5Tclose(type.id);
  H5Oclose(object);
}

}  // namespace ptycho::fuzz
