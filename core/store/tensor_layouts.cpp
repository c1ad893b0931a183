#include "core/store/tensor_layouts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/store/h5_reader.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

constexpr std::array kTypes{TensorType::Float32, TensorType::Float64, TensorType::Int64, TensorType::UInt8};

bool isPlainName(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  return !name.empty() && name.size() <= fileLimits().tensor_name_bytes && name.front() != '.' &&
         std::ranges::all_of(name, plain);
}

/// Nothing when a side is negative or the product does not fit.
std::optional<std::uint64_t> bytesOf(const TensorLayout& layout) {
  std::uint64_t bytes = tensorTypeBytes(layout.type);
  for (const std::int64_t side : layout.shape) {
    if (side < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes)) return std::nullopt;
  }
  return bytes;
}

Result<TensorLayout> layoutFromJson(const Json& json, const std::string& where) {
  const auto nonsense = [&] { return badInput("is damaged: an entry has no name, type and shape.", where); };
  if (!json.is_object() || !json.contains("name") || !json["name"].is_string() || !json.contains("type") ||
      !json.contains("shape") || !json["shape"].is_array()) {
    return nonsense();
  }
  TensorLayout layout;
  layout.name = json["name"].get<std::string>();
  const auto type = std::ranges::find_if(kTypes, [&](TensorType t) { return json["type"] == tensorTypeName(t); });
  if (type == kTypes.end()) {
    return badInput(fmt::format("gives the tensor \"{}\" a type that is not known (float32, float64, int64, uint8).",
                                printable(layout.name)), where);
  }
  layout.type = *type;
  for (const Json& side : json["shape"]) {
    if (!side.is_number_integer()) return nonsense();
    // A number past the range of int64 comes out negative, which is refused with all negative sides.
    layout.shape.push_back(side.get<std::int64_t>());
  }
  return layout;
}

}  // namespace

Json layoutsToJson(const std::vector<TensorLayout>& layouts) {
  Json list = Json::array();
  for (const auto& layout : layouts) {
    list.push_back({{"name", layout.name}, {"type", tensorTypeName(layout.type)}, {"shape", layout.shape}});
  }
  return list;
}

Result<std::vector<TensorLayout>> layoutsFromJson(const Json& json, const std::string& where) {
  if (!json.is_array()) return badInput("is damaged: it is no list of tensors.", where);
  if (json.size() > fileLimits().tensors) {
    return badInput(fmt::format("lists {} tensors; the limit is {}.", json.size(), fileLimits().tensors), where);
  }
  std::vector<TensorLayout> layouts;
  for (const Json& entry : json) {
    PTYCHO_TRY(TensorLayout layout, layoutFromJson(entry, where));
    layouts.push_back(std::move(layout));
  }
  return layouts;
}

Result<void> checkLayouts(const std::vector<TensorLayout>& layouts, const std::string& where) {
  const FileLimits& limits = fileLimits();
  if (layouts.size() > limits.tensors) {
    return badInput(fmt::format("has {} tensors; the limit is {}.", layouts.size(), limits.tensors), where);
  }
  std::set<std::string_view> names;
  std::uint64_t total = 0;
  for (const auto& layout : layouts) {
    if (!isPlainName(layout.name)) {
      return badInput(fmt::format("has a tensor with the name \"{}\"; a name has 1 to {} letters, digits, '_', '-' or "
                                  "'.', and no '.' in front.", printable(layout.name), limits.tensor_name_bytes), where);
    }
    if (!names.insert(layout.name).second) {
      return badInput(fmt::format("has two tensors with the name \"{}\".", printable(layout.name)), where);
    }
    if (layout.shape.size() > limits.dimensions) {
      return badInput(fmt::format("gives the tensor \"{}\" {} dimensions; the limit is {}.", layout.name,
                                  layout.shape.size(), limits.dimensions), where);
    }
    const auto bytes = bytesOf(layout);
    if (!bytes || __builtin_add_overflow(total, *bytes, &total) || total > limits.allocation_bytes) {
      return badInput(fmt::format("with the tensor \"{}\" {} declares more than the limit of {} for what is read from a "
                                  "file.", layout.name, layout.text(), byteText(limits.allocation_bytes)), where);
    }
  }
  return checkAllocation(total, 1, where);
}

}  // namespace ptycho
