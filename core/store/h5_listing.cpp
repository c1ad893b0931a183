#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/store/h5_reader.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

struct Link {
  std::string name;
  H5L_type_t type;
};

struct Links {
  std::vector<Link> found;
  std::size_t most;
};

herr_t collectLink(hid_t, const char* name, const H5L_info_t* info, void* data) {
  auto& links = *static_cast<Links*>(data);
  const std::string_view text(name);
  if (text.size() <= fileLimits().name_bytes) links.found.push_back({std::string(text), info->type});
  return links.found.size() < links.most ? 0 : 1;
}

struct Names {
  std::string start;
  std::size_t most;
  std::vector<std::string> found;
};

herr_t collectName(hid_t, const char* name, const H5L_info_t*, void* data) {
  auto& names = *static_cast<Names*>(data);
  const std::string_view text(name);
  if (text.starts_with(names.start) && text.size() <= fileLimits().name_bytes) names.found.emplace_back(text);
  return names.found.size() < names.most ? 0 : 1;
}

/// Walks the groups. Soft links are followed to data sets only and external links never, so that a walk
/// ends; a group that is reachable twice by hard links is entered once.
class Listing {
 public:
  Listing(hid_t linkAccess, std::vector<DatasetInfo>& found) : m_linkAccess(linkAccess), m_found(found) {}

  void walk(hid_t group, const std::string& prefix, std::uint64_t depth) {
    H5O_info_t about{};
    if (H5Oget_info2(group, &about, H5O_INFO_BASIC) < 0 || !m_visited.insert(about.addr).second) return;
    Links links{{}, static_cast<std::size_t>(fileLimits().datasets_listed)};
    hsize_t position = 0;
    H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, collectLink, &links);
    for (const Link& link : links.found) {
      if (m_found.size() >= fileLimits().datasets_listed) return;
      const std::string path = prefix + printable(link.name);
      if (link.type == H5L_TYPE_EXTERNAL) {
        m_found.push_back({path, {}, "external link (not followed)", {}});
        continue;
      }
      const H5ObjectHandle object(H5Oopen(group, link.name.c_str(), m_linkAccess));
      if (!object) {
        m_found.push_back({path, {}, link.type == H5L_TYPE_SOFT ? "link that leads nowhere" : "damaged", {}});
      } else if (H5Iget_type(object.id()) == H5I_DATASET) {
        m_found.push_back(describe(object.id(), path));
      } else if (H5Iget_type(object.id()) == H5I_GROUP && link.type == H5L_TYPE_HARD &&
                 depth < fileLimits().group_depth) {
        walk(object.id(), path + "/", depth + 1);
      }
    }
  }

 private:
  static DatasetInfo describe(hid_t dataset, const std::string& path) {
    DatasetInfo info{path, {}, {}, {}};
    const H5PropertyHandle properties(H5Dget_create_plist(dataset));
    if (!properties || H5Pget_layout(properties.id()) == H5D_VIRTUAL) {
      // Its shape is not asked for: the library might look into the other files for it.
      info.type = "virtual data set (values in other files, not read)";
      return info;
    }
    const H5TypeHandle type(H5Dget_type(dataset));
    const H5SpaceHandle space(H5Dget_space(dataset));
    const int rank = space ? H5Sget_simple_extent_ndims(space.id()) : -1;
    if (!type || rank < 0 || rank > H5S_MAX_RANK) {
      info.type = "damaged";
      return info;
    }
    info.type = h5TypeText(type.id());
    if (H5Pget_external_count(properties.id()) != 0) info.type += " (values in an external file, not read)";
    std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
    if (rank > 0) H5Sget_simple_extent_dims(space.id(), extents.data(), nullptr);
    info.shape.assign(extents.begin(), extents.end());
    return info;
  }

  hid_t m_linkAccess;
  std::vector<DatasetInfo>& m_found;
  std::set<haddr_t> m_visited;
};

}  // namespace

std::string printable(std::string text) {
  constexpr std::size_t kMost = 200;
  if (text.size() > kMost) text = text.substr(0, kMost) + "…";
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return text;
}

std::vector<DatasetInfo> H5Reader::list() const {
  std::vector<DatasetInfo> found;
  const H5GroupHandle root(H5Gopen2(m_file.id(), "/", H5P_DEFAULT));
  if (root) Listing(m_linkAccess.id(), found).walk(root.id(), "/", 0);
  return found;
}

std::vector<std::string> H5Reader::names(const std::string& group, const std::string& start, std::size_t most) const {
  Names names{start, most, {}};
  const H5GroupHandle opened(H5Gopen2(m_file.id(), group.c_str(), H5P_DEFAULT));
  hsize_t position = 0;
  if (opened) H5Literate(opened.id(), H5_INDEX_NAME, H5_ITER_INC, &position, collectName, &names);
  return std::move(names.found);
}

std::string H5Reader::holdings() const {
  constexpr std::size_t kMost = 8;
  const auto found = list();
  if (found.empty()) return "no data sets";
  std::vector<std::string> parts;
  for (const auto& info : found) {
    if (parts.size() == kMost) {
      parts.push_back(fmt::format("and {} more", found.size() - kMost));
      break;
    }
    parts.push_back(info.shape.empty() ? info.path : fmt::format("{} {}", info.path, shapeText(info.shape)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace ptycho
