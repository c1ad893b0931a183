#include "core/learn/named_tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ptycho {

std::size_t tensorTypeBytes(TensorType type) {
  switch (type) {
    case TensorType::Float32: return 4;
    case TensorType::Float64:
    case TensorType::Int64: return 8;
    case TensorType::UInt8: return 1;
  }
  return 1;
}

std::string tensorTypeName(TensorType type) {
  switch (type) {
    case TensorType::Float32: return "float32";
    case TensorType::Float64: return "float64";
    case TensorType::Int64: return "int64";
    case TensorType::UInt8: return "uint8";
  }
  return "unknown";
}

std::uint64_t TensorLayout::elements() const {
  std::uint64_t count = 1;
  for (const std::int64_t side : shape) count *= static_cast<std::uint64_t>(side);
  return count;
}

std::string TensorLayout::text() const {
  return fmt::format("{} [{}]", tensorTypeName(type), fmt::join(shape, ", "));
}

}  // namespace ptycho
