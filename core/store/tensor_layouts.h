#pragma once

#include <string>
#include <vector>

#include "core/learn/named_tensor.h"

namespace ptycho {

/// [{"name": "a.weight", "type": "float32", "shape": [64, 1, 4, 4]}, …]
[[nodiscard]] Json layoutsToJson(const std::vector<TensorLayout>& layouts);
[[nodiscard]] Result<std::vector<TensorLayout>> layoutsFromJson(const Json& json, const std::string& where);

/// Before anything is opened or memory taken: names of letters, digits, '_', '-' and '.' that do not begin with a '.',
/// none twice; sides that are not negative; numbers and sizes within the limits (core/store/limits.h), added up without
/// overflow.
[[nodiscard]] Result<void> checkLayouts(const std::vector<TensorLayout>& layouts, const std::string& where);

}  // namespace ptycho
