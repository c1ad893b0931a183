#pragma once

#include <string>
#include <vector>

#include "core/exchange/export_patterns.h"
#include "core/exchange/export_view.h"
#include "core/store/h5_writer.h"

namespace ptycho {

/// Parts that several HDF5 formats have in common.

/// Patterns [n, h, w], a chunk a pattern, uint16, uint32 or float32 (PatternNumbers).
void writePatterns(H5Writer& writer, const std::string& path, const ExportedPatterns& patterns);
/// loss_epochs int64 [e] and loss_values float64 [e] in a group ("" is the file itself): the diffraction residual after
/// each iteration; nothing when there is no history.
void writeLosses(H5Writer& writer, const std::string& group, const std::vector<IterationRecord>& history);
/// 0, 1, 2, …
[[nodiscard]] std::vector<std::int64_t> countedIndexes(std::size_t count);
/// Bytes of object, probe and positions, generously.
[[nodiscard]] std::uint64_t payloadOf(const ExportView& view);

}  // namespace ptycho
