#include "tests/fuzz/strange_hdf5.h"

#include <algorithm>
#include <array>

#include "tests/fuzz/strange_objects.h"

namespace ptycho::fuzz {

namespace {

/// Optional names that readers look for and a seed may lack.
constexpr std::array kNames{
    "/entry_1/instrument_1/detector_1/mask", "/entry_1/instrument_1/detector_1/basis_vectors",
    "/entry_1/instrument_1/detector_1/corner_position", "/entry_1/instrument_1/detector_1/data_dark",
    "/entry_1/instrument_1/detector_1/translation", "/entry_1/data_1/translation",
    "/entry_1/instrument_1/source_1/energy", "/entry_1/instrument_1/source_1/wavelength",
    "/entry_1/instrument_1/source_1/illumination", "/entry_1/instrument_1/beam_1/incident_beam_energy",
    "/entry_1/instrument_1/beam_1/incident_wavelength", "/entry_1/sample_1/geometry_1/translation",
    "/entry_1/sample_1/geometry_1/orientation", "/entry_1/image_1/data", "/entry_1/image_2/data",
    "/entry_1/result_1/data", "/entry_1/result_2/data", "/entry_1/result_5/data", "/entry_last", "/cxi_version",
    "/entry_1/definition", "/entry_1/start_time", "/entry_2", "/meta/center", "/meta/psize", "/meta/energy",
    "/meta/distance", "/meta/propagation", "/meta/shape", "/meta/label", "/chunks/0/weights", "/chunks/1/data",
    "/chunks/1/indices", "/chunks/1/positions", "/probe", "/object", "/opr_weights", "/object_layer_spacing_m",
    "/loss_values", "/costs", "/probe_position_indexes", "/ptychogram", "/encoder", "/dxd", "/zo", "/wavelength",
    "/orientation", "/emptyBeam", "/entrancePupilDiameter", "/spectralDensity", "/theta", "/error", "/dp", "/ppX",
    "/ppY", "/lambda", "/dx", "/outputs/probe_positions", "/p/dx_spec", "/p/lambda", "/p/z", "/p/positions",
    "/p/object_modes", "/patterns", "/positions", "/mask", "/bad_pixels", "/indexes", "/frames", "/x", "/y",
    "/positions_x", "/positions_y", "/diffraction", "/energy", "/distance", "/background", "/truth"};

herr_t notePath(hid_t, const char* name, const H5O_info_t*, void* paths) {
  const std::string_view path(name);
  static_cast<std::vector<std::string>*>(paths)->push_back(path == "." ? "/" : "/" + std::string(path));
  return 0;
}

/// A file of memory with these bytes, to be changed.
hid_t openInMemory(std::string bytes) {
  constexpr std::size_t kGrowth = 64 << 10;
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
  H5Pset_fapl_core(access, kGrowth, false);
  H5Pset_file_image(access, bytes.data(), bytes.size());
  const hid_t id = H5Fopen("template.h5", H5F_ACC_RDWR, access);
  H5Pclose(access);
  return id;
}

/// What the library would have written to a disk, without the block that MATLAB has in front; nothing when that
/// is larger than a file should be here.
std::string imageOf(hid_t file) {
  constexpr ssize_t kMost = 1 << 20;
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0) return {};
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  if (size <= 0 || size > kMost) return {};
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (H5Fget_file_image(file, bytes.data(), bytes.size()) < 0) return {};
  return bytes;
}

void link(hid_t file, const std::string& path, const std::string& target, Choices& choices) {
  const hid_t creation = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(creation, 1);
  H5Ldelete(file, path.c_str(), H5P_DEFAULT);
  switch (choices.below(5)) {
    case 0: H5Lcreate_hard(file, target.c_str(), file, path.c_str(), creation, H5P_DEFAULT); break;
    case 1: H5Lcreate_external("input.h5", target.c_str(), file, path.c_str(), creation, H5P_DEFAULT); break;
    case 2: H5Lcreate_soft(path.c_str(), file, path.c_str(), creation, H5P_DEFAULT); break;
    default: H5Lcreate_soft(target.c_str(), file, path.c_str(), creation, H5P_DEFAULT); break;
  }
  H5Pclose(creation);
}

}  // namespace

bool looksLikeHdf5(std::string_view bytes) { return bytes.starts_with("\x89HDF") || bytes.starts_with("MATLAB"); }

void keepHdf5Memory() {
  constexpr int kBytes = 32 << 20;
  H5set_free_list_limits(kBytes, kBytes, kBytes, kBytes, kBytes, kBytes);
}

StrangeTemplate::StrangeTemplate(std::string bytes) : m_bytes(std::move(bytes)) {
  m_front = m_bytes.substr(0, m_bytes.find("\x89HDF\r\n"));
  const hid_t file = openInMemory(m_bytes);
  H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, notePath, &m_paths);
  H5Fclose(file);
  std::ranges::sort(m_paths);
  for (const char* name : kNames) m_paths.emplace_back(name);
}

std::string StrangeTemplate::change(Choices& choices) const {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // much of what is tried cannot be done
  const hid_t file = openInMemory(m_bytes);
  if (file < 0) return m_bytes;
  for (int changes = 0; changes < 6 && !choices.over(); ++changes) {
    const std::string& object = choices.of(m_paths);
    switch (choices.below(8)) {
      case 0: H5Ldelete(file, object.c_str(), H5P_DEFAULT); break;
      case 1: link(file, object, choices.of(m_paths), choices); break;
      case 2: strangeAttribute(file, object, choices); break;
      case 3:
      case 4: strangeValues(file, object, choices); break;
      default: strangeDataset(file, object, choices); break;
    }
  }
  const std::string image = imageOf(file);
  H5Fclose(file);
  return image.empty() ? m_bytes : m_front + image;
}

}  // namespace ptycho::fuzz
