#include "tests/core/store/raw_hdf5.h"

namespace ptycho::testing {

RawFile::RawFile(const std::filesystem::path& file)
    : m_id(H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}

RawFile::RawFile(const std::filesystem::path& file, unsigned flags) : m_id(H5Fopen(file.c_str(), flags, H5P_DEFAULT)) {}

RawFile::~RawFile() { H5Fclose(m_id); }

void RawFile::write(const std::string& path, hid_t fileType, const std::vector<hsize_t>& shape, hid_t memoryType,
                    const void* values, hid_t creation) {
  const hid_t space = shape.empty() ? H5Screate(H5S_SCALAR)
                                    : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  const hid_t dataset = H5Dcreate2(m_id, path.c_str(), fileType, space, links, creation, H5P_DEFAULT);
  if (values) H5Dwrite(dataset, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose(dataset);
  H5Pclose(links);
  H5Sclose(space);
}

void RawFile::floats(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<float>& values,
                     hid_t fileType) {
  write(path, fileType, shape, H5T_NATIVE_FLOAT, values.data());
}

void RawFile::doubles(const std::string& path, const std::vector<hsize_t>& shape, const std::vector<double>& values,
                      hid_t fileType) {
  write(path, fileType, shape, H5T_NATIVE_DOUBLE, values.data());
}

void RawFile::remove(const std::string& path) { H5Ldelete(m_id, path.c_str(), H5P_DEFAULT); }

void RawFile::replaceAttribute(const std::string& path, const std::string& name, hid_t type, const void* value) {
  const hid_t object = H5Oopen(m_id, path.c_str(), H5P_DEFAULT);
  if (H5Aexists(object, name.c_str()) > 0) H5Adelete(object, name.c_str());
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, type, value);
  H5Aclose(attribute);
  H5Sclose(space);
  H5Oclose(object);
}

void RawFile::attribute(const std::string& path, const std::string& name, const std::string& value) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  const char* text = value.c_str();
  replaceAttribute(path, name, type, &text);
  H5Tclose(type);
}

void RawFile::attribute(const std::string& path, const std::string& name, int value) {
  replaceAttribute(path, name, H5T_NATIVE_INT, &value);
}

void RawFile::header(int schema, const std::string& kind) {
  attribute("/", "ptychodesk_schema", schema);
  attribute("/", "ptychodesk_kind", kind);
}

hid_t complexType(hid_t part, const char* real, const char* imaginary) {
  const std::size_t bytes = H5Tget_size(part);
  const hid_t type = H5Tcreate(H5T_COMPOUND, 2 * bytes);
  H5Tinsert(type, real, 0, part);
  H5Tinsert(type, imaginary, bytes, part);
  return type;
}

}  // namespace ptycho::testing
