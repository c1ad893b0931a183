#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

using Picture = std::shared_ptr<const RealImage>;

/// Keeps pictures that took work to make. The first that fit stay: a training goes through all pictures before one
/// comes again, and throwing out the oldest would then throw out each one just before its turn. What get() returns is
/// the same whether or not it was kept. Several threads may ask at the same time.
class PictureCache {
 public:
  explicit PictureCache(std::uint64_t bytes) : m_bytes(bytes) {}

  /// The picture of this name; made, without holding up other threads, when it is not here.
  [[nodiscard]] Result<Picture> get(const std::string& name, const std::function<Result<RealImage>()>& make);
  [[nodiscard]] std::size_t kept() const;

 private:
  mutable std::mutex m_mutex;
  std::uint64_t m_bytes;  ///< still free
  std::unordered_map<std::string, Picture> m_pictures;
};

}  // namespace ptycho
