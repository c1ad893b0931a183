#include "core/exchange/jpeg_picture.h"

#include <stdexcept>

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace ptycho {

std::string jpegOf(std::span<const std::uint8_t> rgb, int rows, int cols, int quality) {
  if (rows <= 0 || cols <= 0 || rgb.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols) * 3) {
    throw std::invalid_argument("jpegOf: the bytes are not rows × cols × 3");
  }
  std::string bytes;
  const auto append = [](void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
  };
  stbi_write_jpg_to_func(append, &bytes, cols, rows, 3, rgb.data(), quality);
  return bytes;
}

}  // namespace ptycho
