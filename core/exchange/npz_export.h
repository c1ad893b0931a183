#pragma once

#include <memory>
#include <string>

#include "core/exchange/export_patterns.h"
#include "core/exchange/npz_writer.h"

namespace ptycho {

/// Patterns [n, h, w] for an NPZ, made one after the other; uint16, uint32 or float32 (PatternNumbers).
/// @param amplitude  their square roots instead, as float32
[[nodiscard]] NpzArray npzPatterns(std::string name, const ExportedPatterns& patterns, bool amplitude = false);

}  // namespace ptycho
