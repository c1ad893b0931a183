#include "core/learn/picture_cache.h"

namespace ptycho {

Result<Picture> PictureCache::get(const std::string& name, const std::function<Result<RealImage>()>& make) {
  {
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_pictures.find(name); found != m_pictures.end()) return found->second;
  }
  PTYCHO_TRY(RealImage made, make());
  const std::uint64_t bytes = made.size() * sizeof(float);
  Picture picture = std::make_shared<const RealImage>(std::move(made));
  const std::scoped_lock lock(m_mutex);
  if (bytes <= m_bytes && m_pictures.emplace(name, picture).second) m_bytes -= bytes;
  return picture;
}

std::size_t PictureCache::kept() const {
  const std::scoped_lock lock(m_mutex);
  return m_pictures.size();
}

}  // namespace ptycho
