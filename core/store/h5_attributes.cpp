#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/store/h5_reader.h"
#include "core/store/limits.h"

namespace ptycho {

Result<H5AttributeHandle> H5Reader::attribute(const std::string& path, const std::string& name) const {
  PTYCHO_TRY(const H5ObjectHandle owner, object(path));
  H5O_info_t about{};
  if (H5Oget_info2(owner.id(), &about, H5O_INFO_NUM_ATTRS) < 0) {
    return tl::unexpected(hdf5Error("has a damaged description", where(path)));
  }
  if (about.num_attrs > fileLimits().attributes_per_object) {
    return badInput(fmt::format("has {} attributes; the limit is {}.", about.num_attrs,
                                fileLimits().attributes_per_object), where(path));
  }
  const htri_t exists = H5Aexists(owner.id(), name.c_str());
  if (exists == 0) return H5AttributeHandle();
  H5AttributeHandle attribute(exists > 0 ? H5Aopen(owner.id(), name.c_str(), H5P_DEFAULT) : H5I_INVALID_HID);
  if (!attribute) {
    return badInput(fmt::format("has damaged attributes; copy or make the file again (HDF5: {}).", hdf5Reason()),
                    where(path));
  }
  const H5SpaceHandle space(H5Aget_space(attribute.id()));
  if (!space || H5Sget_simple_extent_npoints(space.id()) != 1) {
    return badInput(fmt::format("has an attribute {} that is no single value.", name), where(path));
  }
  return attribute;
}

namespace {

tl::unexpected<Error> wrongAttribute(const std::string& where, const std::string& name, const char* expected,
                                     hid_t type) {
  return badInput(fmt::format("has an attribute {} of type {} where {} is needed.", name, h5TypeText(type), expected),
                  where);
}

tl::unexpected<Error> damagedAttribute(const std::string& where, const std::string& name) {
  return badInput(fmt::format("has a damaged attribute {} (HDF5: {}).", name, hdf5Reason()), where);
}

}  // namespace

Result<std::optional<std::string>> H5Reader::textAttribute(const std::string& path, const std::string& name) const {
  PTYCHO_TRY(const H5AttributeHandle attribute, this->attribute(path, name));
  if (!attribute) return std::nullopt;
  const H5TypeHandle type(H5Aget_type(attribute.id()));
  if (!type) return damagedAttribute(where(path), name);
  if (H5Tget_class(type.id()) != H5T_STRING) return wrongAttribute(where(path), name, "text", type.id());
  if (H5Tis_variable_str(type.id()) > 0) {
    const H5TypeHandle memory(H5Tcopy(type.id()));
    char* text = nullptr;
    if (H5Aread(attribute.id(), memory.id(), &text) < 0) return damagedAttribute(where(path), name);
    std::string copy = text ? text : "";
    H5free_memory(text);
    return copy;
  }
  const std::size_t length = H5Tget_size(type.id());
  if (length > fileLimits().attribute_text_bytes) {
    return badInput(fmt::format("has an attribute {} of {}; the limit is {}.", name, byteText(length),
                                byteText(fileLimits().attribute_text_bytes)), where(path));
  }
  std::string text(length, '\0');
  if (H5Aread(attribute.id(), type.id(), text.data()) < 0) return damagedAttribute(where(path), name);
  text.resize(std::min(text.size(), text.find('\0')));
  return text;
}

Result<std::optional<double>> H5Reader::realAttribute(const std::string& path, const std::string& name) const {
  PTYCHO_TRY(const H5AttributeHandle attribute, this->attribute(path, name));
  if (!attribute) return std::nullopt;
  const H5TypeHandle type(H5Aget_type(attribute.id()));
  if (!type) return damagedAttribute(where(path), name);
  if (h5ClassOf(type.id()) != H5Class::Real) return wrongAttribute(where(path), name, "a number", type.id());
  double value = 0;
  if (H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value) < 0) return damagedAttribute(where(path), name);
  return value;
}

Result<std::optional<std::int64_t>> H5Reader::integerAttribute(const std::string& path, const std::string& name) const {
  PTYCHO_TRY(const H5AttributeHandle attribute, this->attribute(path, name));
  if (!attribute) return std::nullopt;
  const H5TypeHandle type(H5Aget_type(attribute.id()));
  if (!type) return damagedAttribute(where(path), name);
  if (H5Tget_class(type.id()) != H5T_INTEGER || h5ClassOf(type.id()) != H5Class::Real) {
    return wrongAttribute(where(path), name, "a whole number", type.id());
  }
  std::int64_t value = 0;
  if (H5Aread(attribute.id(), H5T_NATIVE_INT64, &value) < 0) return damagedAttribute(where(path), name);
  return value;
}

}  // namespace ptycho
