#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/spec_json.h"

namespace ptycho {

enum class TensorType : std::uint8_t { Float32, Float64, Int64, UInt8 };
[[nodiscard]] std::size_t tensorTypeBytes(TensorType type);
[[nodiscard]] std::string tensorTypeName(TensorType type);  ///< "float32", …

/// What a tensor looks like, without its values.
struct TensorLayout {
  std::string name;  ///< "patch.encoder.0.weight"
  TensorType type = TensorType::Float32;
  std::vector<std::int64_t> shape;  ///< empty: a single value

  [[nodiscard]] std::uint64_t elements() const;
  [[nodiscard]] std::uint64_t bytes() const { return elements() * tensorTypeBytes(type); }
  [[nodiscard]] std::string text() const;  ///< "float32 [64, 1, 4, 4]"
  bool operator==(const TensorLayout&) const = default;
};

/// A tensor as plain bytes, row-major, little-endian: what weights and optimisers are between memory and file.
struct NamedTensor {
  TensorLayout layout;
  std::vector<std::byte> bytes;
  bool operator==(const NamedTensor&) const = default;
};

/// All that a training needs to go on bit for bit: weights, moving averages, optimiser, and numbers.
struct TrainingState {
  std::vector<NamedTensor> tensors;
  Json values = Json::object();  ///< spec, step, best validation, history; small
};

}  // namespace ptycho
