#include "core/store/h5_types.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 3> kComplexNames{
    {{"r", "i"}, {"re", "im"}, {"real", "imag"}}};

std::string memberName(hid_t type, unsigned index) {
  char* name = H5Tget_member_name(type, index);
  std::string copy = name ? name : "";
  H5free_memory(name);
  return copy;
}

bool equalsAny(hid_t type, std::initializer_list<hid_t> candidates) {
  for (const hid_t candidate : candidates) {
    if (H5Tequal(type, candidate) > 0) return true;
  }
  return false;
}

bool isPlainFloat(hid_t type) {
  return equalsAny(type, {H5T_IEEE_F32LE, H5T_IEEE_F32BE, H5T_IEEE_F64LE, H5T_IEEE_F64BE});
}

bool isPlainInteger(hid_t type) {
  return equalsAny(type, {H5T_STD_I8LE, H5T_STD_U8LE, H5T_STD_I16LE, H5T_STD_I16BE, H5T_STD_U16LE, H5T_STD_U16BE,
                          H5T_STD_I32LE, H5T_STD_I32BE, H5T_STD_U32LE, H5T_STD_U32BE, H5T_STD_I64LE, H5T_STD_I64BE,
                          H5T_STD_U64LE, H5T_STD_U64BE, H5T_STD_I8BE, H5T_STD_U8BE});
}

bool isComplex(hid_t type) {
  if (H5Tget_nmembers(type) != 2 || H5Tget_size(type) > 32) return false;
  const std::pair names(memberName(type, 0), memberName(type, 1));
  bool known = false;
  for (const auto& [real, imaginary] : kComplexNames)
    known = known || (names.first == real && names.second == imaginary);
  if (!known) return false;
  const H5TypeHandle first(H5Tget_member_type(type, 0));
  const H5TypeHandle second(H5Tget_member_type(type, 1));
  if (!first || !second || !isPlainFloat(first.id()) || H5Tequal(first.id(), second.id()) <= 0) return false;
  // HDF5 1.10 takes the parts of a damaged compound from where they are said to lie, also outside of it.
  const std::size_t bytes = H5Tget_size(first.id());
  const std::size_t total = H5Tget_size(type);
  const std::size_t offsets[] = {H5Tget_member_offset(type, 0), H5Tget_member_offset(type, 1)};
  return bytes <= total && offsets[0] <= total - bytes && offsets[1] <= total - bytes &&
         (offsets[0] + bytes <= offsets[1] || offsets[1] + bytes <= offsets[0]);
}

H5TypeHandle compound(hid_t part, std::size_t partBytes, const char* real, const char* imaginary) {
  H5TypeHandle type(H5Tcreate(H5T_COMPOUND, 2 * partBytes));
  const bool ok =
      type && H5Tinsert(type.id(), real, 0, part) >= 0 && H5Tinsert(type.id(), imaginary, partBytes, part) >= 0;
  return ok ? std::move(type) : H5TypeHandle();
}

}  // namespace

H5Class h5ClassOf(hid_t type) {
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: return isPlainFloat(type) ? H5Class::Real : H5Class::Other;
    case H5T_INTEGER: return isPlainInteger(type) ? H5Class::Real : H5Class::Other;
    case H5T_COMPOUND: return isComplex(type) ? H5Class::Complex : H5Class::Other;
    case H5T_ENUM: return H5Tget_size(type) == 1 ? H5Class::Flag : H5Class::Other;
    case H5T_STRING: return H5Tis_variable_str(type) == 0 ? H5Class::Text : H5Class::Other;
    default: return H5Class::Other;
  }
}

std::string h5TypeText(hid_t type) {
  const std::size_t bytes = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: {
      if (!isPlainFloat(type)) return fmt::format("floating point of {} bytes in an unusual layout", bytes);
      return fmt::format("float{}{}", 8 * bytes, H5Tget_order(type) == H5T_ORDER_BE ? " big-endian" : "");
    }
    case H5T_INTEGER: {
      const char* sign = H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "";
      return fmt::format("{}int{}{}", sign, 8 * bytes,
                         bytes > 1 && H5Tget_order(type) == H5T_ORDER_BE ? " big-endian" : "");
    }
    case H5T_COMPOUND:
      if (isComplex(type)) return fmt::format("complex{}", 8 * bytes);
      return fmt::format("compound of {}", H5Tget_nmembers(type));
    case H5T_ENUM: return bytes == 1 ? "flag" : "enumeration";
    case H5T_STRING:
      return H5Tis_variable_str(type) > 0 ? "string" : fmt::format("string of {}", bytes);
    case H5T_REFERENCE: return "reference";
    case H5T_VLEN: return "variable-length array";
    case H5T_ARRAY: return "array";
    case H5T_OPAQUE: return "opaque";
    default: return "unknown type";
  }
}

H5TypeHandle h5FileType(H5Element element) {
  switch (element) {
    case H5Element::Float32: return H5TypeHandle(H5Tcopy(H5T_IEEE_F32LE));
    case H5Element::Float64: return H5TypeHandle(H5Tcopy(H5T_IEEE_F64LE));
    case H5Element::Int64: return H5TypeHandle(H5Tcopy(H5T_STD_I64LE));
    case H5Element::UInt8: return H5TypeHandle(H5Tcopy(H5T_STD_U8LE));
    case H5Element::UInt16: return H5TypeHandle(H5Tcopy(H5T_STD_U16LE));
    case H5Element::UInt32: return H5TypeHandle(H5Tcopy(H5T_STD_U32LE));
    case H5Element::Complex64: return compound(H5T_IEEE_F32LE, 4, "r", "i");
  }
  return {};
}

H5TypeHandle h5MemoryType(H5Element element) {
  switch (element) {
    case H5Element::Float32: return H5TypeHandle(H5Tcopy(H5T_NATIVE_FLOAT));
    case H5Element::Float64: return H5TypeHandle(H5Tcopy(H5T_NATIVE_DOUBLE));
    case H5Element::Int64: return H5TypeHandle(H5Tcopy(H5T_NATIVE_INT64));
    case H5Element::UInt8: return H5TypeHandle(H5Tcopy(H5T_NATIVE_UINT8));
    case H5Element::UInt16: return H5TypeHandle(H5Tcopy(H5T_NATIVE_UINT16));
    case H5Element::UInt32: return H5TypeHandle(H5Tcopy(H5T_NATIVE_UINT32));
    case H5Element::Complex64: return compound(H5T_NATIVE_FLOAT, sizeof(float), "r", "i");
  }
  return {};
}

H5TypeHandle h5TextType(std::size_t length) {
  H5TypeHandle type(H5Tcopy(H5T_C_S1));
  const bool ok = type && H5Tset_size(type.id(), length) >= 0 && H5Tset_strpad(type.id(), H5T_STR_NULLPAD) >= 0 &&
                  H5Tset_cset(type.id(), H5T_CSET_UTF8) >= 0;
  return ok ? std::move(type) : H5TypeHandle();
}

H5TypeHandle h5VariableTextType() {
  H5TypeHandle type(H5Tcopy(H5T_C_S1));
  const bool ok = type && H5Tset_size(type.id(), H5T_VARIABLE) >= 0 && H5Tset_cset(type.id(), H5T_CSET_UTF8) >= 0;
  return ok ? std::move(type) : H5TypeHandle();
}

H5TypeHandle h5ComplexMemoryTypeLike(hid_t fileType) {
  return compound(H5T_NATIVE_FLOAT, sizeof(float), memberName(fileType, 0).c_str(), memberName(fileType, 1).c_str());
}

}  // namespace ptycho
